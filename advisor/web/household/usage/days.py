"""The days of the latest month with interval data, as stored at import."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.queries.snapshots import last_usage_day, usage_days

WHOLE_DAY_SHARE = 0.95  # below this share of measured and estimated intervals a day's sum says too little


@dataclass(frozen=True)
class DayOfUsage:
    """One day: kwh is None without data; partly: some of its hours have none, or were estimated."""

    day: date
    kwh: float | None
    partly: bool


def latest_days(supply_point: SupplyPoint) -> tuple[DayOfUsage, ...]:
    """Return every day of the newest month with data, the ones without data too; empty without interval data."""
    newest = last_usage_day(db.session, supply_point)
    if newest is None:
        return ()
    first = newest.replace(day=1)
    count = monthrange(first.year, first.month)[1]
    stored = {
        row.day: row for row in usage_days(db.session, supply_point, start=first, end=first + timedelta(days=count))
    }
    return tuple(_day(first + timedelta(days=i), stored.get(first + timedelta(days=i))) for i in range(count))


def _day(day: date, row) -> DayOfUsage:
    if row is None or row.measured_share + row.estimated_share == 0:
        return DayOfUsage(day, None, partly=False)
    return DayOfUsage(day, row.kwh, partly=row.measured_share < WHOLE_DAY_SHARE)
