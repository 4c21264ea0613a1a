"""The reasons of a changed bill in words: each with its amount, and the largest one in the heading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from advisor.energy.bills.change import BillChange
from advisor.services.bill_changes import Comparison
from advisor.web.filters import day_year, kwh, month, soles, soles_round

HALF_A_SOL = Decimal("0.50")
LIGHTING = "public_lighting"


@dataclass(frozen=True)
class Reason:
    """One part of a change. short: under its column; words: in the table; limit: the limit passed, or ""."""

    code: str
    amount: Decimal
    short: str
    words: str
    limit: str = ""


def reasons(found: Comparison) -> tuple[Reason, ...]:
    """Return the parts of a change in the order they are told; limits passed stand before the prices."""
    change = found.change
    return (
        Reason("days", change.days, _("days"), _("Days of the bill")),
        *_weather(change),
        Reason("usage", change.usage, _("your use"), _("Your usage a day")),
        *_limits(found),
        Reason("price", change.price, _("prices"), _("Prices: the kWh, the fixed charge, street lighting")),
        Reason("other", change.other, _("other"), _("Interest, credits, rounding and what we cannot explain")),
    )


def _weather(change: BillChange) -> list[Reason]:
    if change.weather is None:
        return []
    return [Reason("weather", change.weather, _("weather"), _("The usual weather of the month (estimated)"))]


def _limits(found: Comparison) -> list[Reason]:
    """Return what the limits passed cost: those of the price of the kWh, and those of street lighting."""
    parts = []
    of_price = [crossed for crossed in found.change.brackets if crossed.code != LIGHTING]
    of_light = [crossed for crossed in found.change.brackets if crossed.code == LIGHTING]
    if of_price:
        limit = kwh(max(of_price, key=lambda crossed: abs(crossed.amount)).limit_kwh)
        total = sum(crossed.amount for crossed in of_price)
        words = _("Passing %(limit)s", limit=limit) if total > 0 else _("Staying within %(limit)s", limit=limit)
        parts.append(Reason("bracket", total, limit, words, limit))
    if of_light:
        limit = kwh(max(of_light, key=lambda crossed: abs(crossed.amount)).limit_kwh)
        total = sum(crossed.amount for crossed in of_light)
        words = _("Street lighting: its band changes at %(limit)s", limit=limit)
        parts.append(Reason("lighting", total, _("lighting"), words, limit))
    return parts


def headline(found: Comparison) -> str:
    """Say the change in one sentence in soles, with its largest reason in the same direction."""
    change = found.change
    earlier = month(found.older.end)
    if not change.total:
        return _("You paid the same as in %(month)s", month=earlier)
    up = change.total > 0
    pulling = [reason for reason in reasons(found) if (reason.amount > 0) == up and reason.amount]
    first = max(pulling, key=lambda reason: abs(reason.amount))
    amount = abs(change.total)
    told = soles(amount) if amount < HALF_A_SOL else soles_round(amount)
    if change.modelled:
        told = _("about %(amount)s", amount=told)
    return (_more if up else _less)(first, {"amount": told, "month": earlier, "limit": first.limit})


def _more(first: Reason, words: dict[str, str]) -> str:
    return {
        "days": _("You paid %(amount)s more than in %(month)s: mostly because the bill is for more days", **words),
        "weather": _("You paid %(amount)s more than in %(month)s: mostly for the weather of the month", **words),
        "usage": _("You paid %(amount)s more than in %(month)s: mostly because you used more a day", **words),
        "bracket": _("You paid %(amount)s more than in %(month)s: mostly because you passed %(limit)s", **words),
        "lighting": _("You paid %(amount)s more than in %(month)s: mostly for street lighting, by its bands", **words),
        "price": _("You paid %(amount)s more than in %(month)s: mostly because prices rose", **words),
        "other": _("You paid %(amount)s more than in %(month)s: mostly for interest, rounding and the like", **words),
    }[first.code]


def _less(first: Reason, words: dict[str, str]) -> str:
    return {
        "days": _("You paid %(amount)s less than in %(month)s: mostly because the bill is for fewer days", **words),
        "weather": _("You paid %(amount)s less than in %(month)s: mostly for the weather of the month", **words),
        "usage": _("You paid %(amount)s less than in %(month)s: mostly because you used less a day", **words),
        "bracket": _("You paid %(amount)s less than in %(month)s: mostly because you stayed within %(limit)s", **words),
        "lighting": _("You paid %(amount)s less than in %(month)s: mostly for street lighting, by its bands", **words),
        "price": _("You paid %(amount)s less than in %(month)s: mostly because prices fell", **words),
        "other": _("You paid %(amount)s less than in %(month)s: mostly for credits, rounding and the like", **words),
    }[first.code]


def missing_words(found: Comparison) -> tuple[str, str]:
    """Return a heading and a sentence for a comparison that cannot be made: what is missing of which bill."""
    words = {"month": month(found.around), "date": day_year(found.around)}
    heading = _("Against %(month)s: we cannot tell yet", **words)
    return heading, {
        "no_bill": _("We have no bill that ends around %(date)s.", **words),
        "no_kwh": _("The bill that ends around %(date)s has no kWh: its bar is empty.", **words),
        "no_prices": _(
            "We do not know the prices of one of the two bills. A bill in PDF, a photo or typed whole prints its own.",
            **words,
        ),
        "needs_hours": _(
            "Your tariff has another price from 18 to 23 h, and bills do not say how much you used then.", **words
        ),
    }[found.missing]
