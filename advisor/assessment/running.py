"""The bill now running, as far as the meter tells it: what is used since the last reading, and the last hours."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from advisor.assessment.data import HomeData
from advisor.energy.periods import MINIMUM_COVERAGE, local_midnight, usage_in
from advisor.energy.profile import hourly

RECENT_HOURS = 72


def used_document(data: HomeData, start: date, end: date) -> dict[str, object] | None:
    """Return the kWh used in the whole days from `start` that the meter knows, and the days left until `end`.

    None without meter data of the running period, or where less than 90 % of those days is known: a gap is not zero.
    """
    if data.series is None:
        return None
    last_moment = data.series.end.astimezone(data.zone)
    until = min(last_moment.date(), end)
    if until <= start:
        return None
    kwh, coverage = usage_in(data.series, start, until, data.zone)
    if coverage < MINIMUM_COVERAGE:
        return None
    return {"kwh": round(kwh / coverage, 1), "until": until.isoformat(), "days_left": (end - until).days}


def recent_hours_document(data: HomeData) -> list[dict[str, object]]:
    """Return the last 72 hours of the meter on the clock of the home, kWh; None in a gap."""
    if data.series is None or data.series.step_minutes > 60:
        return []
    first_day = data.series.end.astimezone(data.zone).date() - timedelta(hours=RECENT_HOURS)
    hours = hourly(data.series.between(local_midnight(first_day, data.zone), data.series.end), data.zone)
    return [
        {
            "start": (hours.start + place * hours.step).astimezone(data.zone).isoformat(),
            "kwh": None if np.isnan(value) else round(float(value), 3),
        }
        for place, value in list(enumerate(hours.kwh))[-RECENT_HOURS:]
    ]
