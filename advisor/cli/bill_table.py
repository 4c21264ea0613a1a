"""A bill as a small table of text."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import format_decimal
from flask_babel import gettext as _

from advisor.energy.bills import Bill, BillLine

WIDTH = 44


def as_text(bill: Bill) -> str:
    """Return the bill as lines of text: name, quantity × unit price, amount in soles."""
    rows = [_row(_name(line.code), _detail(line), line.amount) for line in bill.lines]
    rule = "─" * len(rows[0])
    last = [_row(_("Total"), "", bill.total)]
    marginal = format_decimal(bill.marginal_price_per_kwh, "0.0000")
    notes = [_("The next kWh costs S/ %(price)s, taxes included.", price=marginal)]
    if bill.next_bracket_jump is not None:
        limit, jump = format_decimal(bill.next_bracket_at_kwh), format_decimal(bill.next_bracket_jump, "0.00")
        notes.append(_("Passing %(limit)s kWh by one adds S/ %(jump)s.", limit=limit, jump=jump))
    return "\n".join([_heading(bill), rule, *rows, rule, *last, "", *notes])


def _heading(bill: Bill) -> str:
    kwh = format_decimal(bill.kwh)
    who = bill.distributor or _("unknown distributor")
    bracket = bill.bracket
    return _(
        "%(who)s, option %(option)s: %(kwh)s kWh (bracket %(bracket)s)",
        who=who,
        option=bill.option,
        kwh=kwh,
        bracket=bracket,
    )


def _row(name: str, detail: str, amount: Decimal) -> str:
    return f"{name:<{WIDTH}}{detail:>22}  {format_decimal(amount, '#,##0.00'):>10}"


def _detail(line: BillLine) -> str:
    if line.code.startswith("energy") or line.code == "rural_electrification":
        return f"{format_decimal(line.quantity)} kWh × {format_decimal(line.unit_price, '0.0000')}"
    return f"{format_decimal(line.unit_price * 100)} %" if line.code == "igv" else ""


def _name(code: str) -> str:
    names = {
        "connection": _("Upkeep of the connection"),
        "fixed": _("Fixed charge"),
        "energy_first_30": _("First 30 kWh"),
        "energy_rest": _("Energy over 30 kWh"),
        "energy_all": _("Energy"),
        "energy_peak": _("Energy in peak hours"),
        "energy_offpeak": _("Energy outside peak hours"),
        "energy_middle": _("Energy in the other hours"),
        "energy_base": _("Energy in base hours"),
        "public_lighting": _("Public lighting"),
        "interest": _("Interest"),
        "igv": _("IGV"),
        "rural_electrification": _("Rural electrification (Law 28749)"),
        "rounding": _("Rounding"),
    }
    return names[code]
