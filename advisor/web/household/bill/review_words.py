"""The checks of a bill in words: the name of each, its figures, and what was seen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.services.bill_reviews import Check
from advisor.web.filters import cents, kwh, price, soles

IN_KWH = frozenset({"readings", "catch_up", "jump"})


def name(code: str) -> str:
    """Name what a check looks at."""
    return {
        "readings": _("Meter: last reading less the one before"),
        "energy": _("Energy: kWh by their price"),
        "price": _("Price of each kWh"),
        "subtotal": _("Subtotal: the sum of the lines"),
        "igv": _("IGV (sales tax) on the subtotal"),
        "rural_electrification": _("Rural electrification"),
        "rounding": _("Rounding and credits"),
        "total": _("Total to pay"),
        "period": _("Days of the bill"),
        "averaged": _("Reading of the meter"),
        "catch_up": _("Months averaged before"),
        "jump": _("Usage of the month"),
    }[code]


def figure(check: Check, value: Decimal | None) -> str:
    """Write a printed or an expected value in the unit of its check."""
    if value is None:
        return ""
    if check.code in IN_KWH:
        return kwh(value, 1)
    if check.code == "period":
        return ngettext("%(num)s day", "%(num)s days", int(value))
    return price(value) if check.code == "price" else soles(value)


def cost(check: Check) -> str:
    """Write what a difference costs the home, in soles; negative where it paid too little."""
    return "" if check.cost is None else cents(check.cost)


def seen(check: Check) -> str:
    """Say what was seen in a check."""
    if check.verdict == "agrees":
        return _not_the_usual(check) or _("It agrees")
    words = _DIFFERS if check.verdict == "differs" else _CANNOT_TELL
    return words[check.code](check)


def _not_the_usual(check: Check) -> str:
    if check.code == "averaged":
        return _("The meter was read")
    if check.code == "jump" and check.params["basis"] == "meter":
        return _("Your own meter counted as much")
    return _("It is like your bills before") if check.code == "jump" else ""


def _compared(check: Check) -> dict[str, str]:
    return {"printed": figure(check, check.printed), "expected": figure(check, check.expected)}


def _readings(check: Check) -> str:
    return _("Your bill says %(printed)s, and the readings give %(expected)s.", **_compared(check))


def _energy(check: Check) -> str:
    return _("The energy line says %(printed)s, and the kWh by their price give %(expected)s.", **_compared(check))


def _price(check: Check) -> str:
    if "billed_as" in check.params:
        return _(
            "You pay the price of more than 140 kWh. It is right only if your block is left out of the social discount "
            "(FOSE): ask.",
        )
    return _("Each kWh costs %(printed)s, and the published list that we know says %(expected)s.", **_compared(check))


def _subtotal(check: Check) -> str:
    return _("The subtotal says %(printed)s, and the lines add up to %(expected)s.", **_compared(check))


def _igv(check: Check) -> str:
    return _("The bill charges %(printed)s of IGV, the sales tax, and we expected %(expected)s.", **_compared(check))


def _levy(check: Check) -> str:
    return _("The line of law 28749 says %(printed)s, and the kWh give %(expected)s.", **_compared(check))


def _rounding(check: Check) -> str:
    return _("A rounding of %(printed)s is more than those we know.", **_compared(check))


def _total(check: Check) -> str:
    return _("The total says %(printed)s, and its parts add up to %(expected)s.", **_compared(check))


def _period(check: Check) -> str:
    return _("Companies read about every 30 days, and this bill is for %(printed)s.", **_compared(check))


def _averaged(check: Check) -> str:
    return _("The bill says “promedio”: nobody read the meter, and the kWh are the company's estimate.")


def _catch_up(check: Check) -> str:
    return ngettext(
        "The month before was averaged, so that this one carries part of its kWh. Spread evenly it would cost less.",
        "The %(num)s months before were averaged, so that this one carries part of their kWh. "
        "Spread evenly it would cost less.",
        check.params["months"],
    )


def _jump(check: Check) -> str:
    if check.params["basis"] == "meter":
        return _("Your bill says %(printed)s, and your own meter counted %(expected)s.", **_compared(check))
    return _(
        "You used %(printed)s; at the pace of your bills before it would be %(expected)s. Nothing we know explains it.",
        **_compared(check),
    )


def _no_readings(check: Check) -> str:
    return {
        "readings_go_back": _("The last reading is lower than the one before: the meter was changed or went round."),
        "averaged": _("The reading is averaged, so it need not agree with the kWh."),
    }.get(str(check.params.get("because")), _("The two readings of the meter are missing."))


def _no_energy(check: Check) -> str:
    if check.params.get("because") == "first_cheaper":
        return _("The first kWh are cheaper and stand in the same line: it cannot be checked.")
    return _("The energy line or the price of the kWh is missing.")


def _no_price(check: Check) -> str:
    if check.expected is None:
        return _("We do not have the price list of your company for those days.")
    return _("The list that we know says %(expected)s, but it may not be that of those days.", **_compared(check))


def _no_levy(check: Check) -> str:
    if check.printed is None:
        return _("This line is missing.")
    return _("We did not check the price of that year on any bill.")


_DIFFERS: dict[str, Callable[[Check], str]] = {
    "readings": _readings,
    "energy": _energy,
    "price": _price,
    "subtotal": _subtotal,
    "igv": _igv,
    "rural_electrification": _levy,
    "rounding": _rounding,
    "total": _total,
    "period": _period,
    "averaged": _averaged,
    "catch_up": _catch_up,
    "jump": _jump,
}
_CANNOT_TELL: dict[str, Callable[[Check], str]] = {
    "readings": _no_readings,
    "energy": _no_energy,
    "price": _no_price,
    "subtotal": lambda check: _("The subtotal or one of its lines is missing."),
    "igv": lambda check: _("The subtotal or the tax is missing."),
    "rural_electrification": _no_levy,
    "total": lambda check: _("The total or one of its parts is missing."),
    "catch_up": lambda check: _("The month carries kWh of averaged months; their prices are not known."),
    "jump": lambda check: _("Three earlier bills with a reading are needed."),
}
