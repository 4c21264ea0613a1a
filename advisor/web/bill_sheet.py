"""The bill as a sheet of paper: its parts drawn and listed, and every line with quantity and price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts.bill_parts import BillPart, bill_parts, swatch
from advisor.web.charts.svg import Caption
from advisor.web.filters import cents, kwh, percent, price, soles

_PART_OF_LINE = {
    "energy_first_30": "energy",
    "energy_rest": "energy",
    "energy_all": "energy",
    "energy_peak": "energy",
    "energy_offpeak": "energy",
    "energy_middle": "energy",
    "energy_base": "energy",
    "public_lighting": "lighting",
    "fixed": "fixed",
    "connection": "fixed",
    "igv": "tax",
    "rural_electrification": "levy",
}
_ORDER = ("energy", "lighting", "fixed", "tax", "levy", "other")


@dataclass(frozen=True)
class SheetLine:
    """One row of the sheet: a coloured square, a name, an amount in soles as text."""

    swatch: Markup
    label: str
    amount: str


@dataclass(frozen=True)
class PricedLine:
    """One line as the bill prints it: what, how much of it at which price, how far the price can be trusted, amount."""

    label: str
    detail: str
    amount: str


@dataclass(frozen=True)
class BillSheet:
    """What the `bill_drawing` component shows."""

    caption: str
    drawing: Markup
    lines: tuple[SheetLine, ...]
    total_label: str
    total: str
    priced_lines: tuple[PricedLine, ...]


def bill_sheet(document: Mapping, *, name: str = "bill", total_label: str | None = None) -> BillSheet:
    """Make the sheet of a bill in the shape of the `bill` contract; `name` is unique within the page."""
    sums: dict[str, Decimal] = {}
    for line in document["lines"]:
        part = _PART_OF_LINE.get(line["code"], "other")
        sums[part] = sums.get(part, Decimal(0)) + Decimal(line["amount"])
    labels = _part_labels(document)
    parts = [BillPart(labels[part], sums[part], part) for part in _ORDER if sums.get(part)]
    caption = Caption(
        title=_("What your bill is made of"),
        description=_(
            "Of %(total)s, %(energy)s are for the energy you used.",
            total=soles(document["total"]),
            energy=soles(sums.get("energy", Decimal(0))),
        ),
        name=name,
    )
    return BillSheet(
        caption=_("Parts of the bill in soles"),
        drawing=bill_parts(parts, caption=caption),
        lines=tuple(SheetLine(swatch(part.fill), part.name, cents(part.amount)) for part in parts),
        total_label=total_label or _("Estimated total"),
        total=soles(document["total"]),
        priced_lines=tuple(_priced(line) for line in document["lines"]),
    )


def _part_labels(document: Mapping) -> dict[str, str]:
    tax = next((line for line in document["lines"] if line["code"] == "igv" and line.get("unit_price")), None)
    return {
        "energy": _("Energy you used"),
        "lighting": _("Street lighting"),
        "fixed": _("Fixed charge and connection"),
        "tax": _("IGV (%(rate)s)", rate=percent(tax["unit_price"])) if tax else _("IGV (sales tax)"),
        "levy": _("Rural electrification"),
        "other": _("Interest and rounding"),
    }


def _priced(line: Mapping) -> PricedLine:
    labels = {
        "connection": _("Connection upkeep"),
        "fixed": _("Fixed charge"),
        "energy_first_30": _("Energy, first 30 kWh"),
        "energy_rest": _("Energy, the other kWh"),
        "energy_all": _("Energy, all kWh"),
        "energy_peak": _("Energy from 18 to 23 h"),
        "energy_offpeak": _("Energy in the other hours"),
        "energy_middle": _("Energy in the other hours"),
        "energy_base": _("Energy in base hours"),
        "public_lighting": _("Street lighting"),
        "interest": _("Interest"),
        "igv": _("IGV (sales tax)"),
        "rural_electrification": _("Rural electrification"),
        "rounding": _("Rounding"),
    }
    code, quantity, unit_price = line["code"], line.get("quantity"), line.get("unit_price")
    energy = code.startswith("energy_") or code == "rural_electrification"
    sum_ = f"{kwh(quantity, 1)} × {price(unit_price)}" if energy and quantity and unit_price else ""
    return PricedLine(
        label=labels.get(code, code),
        detail=" · ".join(part for part in (sum_, _trust(line.get("status"))) if part),
        amount=cents(line["amount"]),
    )


def _trust(status: str | None) -> str:
    words = {
        "own_bill": _("from your own bill"),
        "unverified": _("published price, not checked at its source"),
        "inferred": _("worked out from published prices"),
        "estimate": _("our estimate"),
    }
    return words.get(status or "", "")
