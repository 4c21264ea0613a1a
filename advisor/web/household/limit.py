"""Where a home stands against the 140 kWh step, in words and for the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from advisor.web.chance import Badge, chance_badge
from advisor.web.charts import ForecastBar, LimitLine
from advisor.web.filters import kwh, month, month_short, number, soles


@dataclass(frozen=True)
class Standing:
    """heading: the finding; badge: the chance in words; details: what the step costs."""

    heading: str
    badge: Badge
    details: str


def standing(document: Mapping) -> Standing | None:
    """Say where the next bill stands; None where the tariff has no such step."""
    limit = document.get("limit_140")
    coming = document["forecast"]["next_bill"]
    badge = chance_badge(document)
    if badge is None:
        return None
    threshold = limit["threshold_kwh"]
    return Standing(
        heading=_room_left(coming, threshold),
        badge=badge,
        details=_step(limit, threshold),
    )


def _room_left(coming: Mapping, threshold: float) -> str:
    """Say how much a day is left before the limit, from what the meter knows of the running period."""
    used = coming.get("used")
    if used and used["kwh"] > threshold:
        return _("You have already passed %(limit)s this period", limit=kwh(threshold))
    if used and used["days_left"]:
        daily = (threshold - used["kwh"]) / used["days_left"]
        return _("You have %(daily)s a day left to stay within %(limit)s", daily=kwh(daily, 1), limit=kwh(threshold))
    days = (date.fromisoformat(coming["end"]) - date.fromisoformat(coming["start"])).days
    return _(
        "With %(daily)s a day or less you stay within %(limit)s",
        daily=kwh(threshold / days, 1),
        limit=kwh(threshold),
    )


def limit_line(limit: Mapping | None) -> LimitLine | None:
    """Return the line of the price step, where the tariff has one."""
    if not limit:
        return None
    return LimitLine(limit["threshold_kwh"], kwh(limit["threshold_kwh"]))


def forecast_bar(period: Mapping) -> ForecastBar:
    """Return the bar of a period that has not happened."""
    usage = period["kwh"]
    words = _("%(month)s: about %(usage)s", month=month(period["end"]), usage=kwh(usage["p50"]))
    return ForecastBar(month_short(period["end"])[:1], usage["p10"], usage["p50"], usage["p90"], words)


def _step(limit: Mapping, threshold: float) -> str:
    jump = limit.get("next_bracket_jump")
    if not jump or Decimal(jump) <= 0:
        return ""
    return _(
        "kWh number %(next)s costs %(jump)s: it makes all the others dearer.",
        next=number(threshold + 1),
        jump=soles(jump),
    )
