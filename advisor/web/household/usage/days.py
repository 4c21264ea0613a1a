"""The last days with interval data, as stored at import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.queries.snapshots import last_usage_day, usage_days

DAYS_SHOWN = 31
WHOLE_DAY_SHARE = 0.95  # below this share of measured and estimated intervals a day's sum says too little


@dataclass(frozen=True)
class DayOfUsage:
    """One day: kwh is None without data; partly: some of its hours have none, or were estimated."""

    day: date
    kwh: float | None
    partly: bool


def latest_days(supply_point: SupplyPoint) -> tuple[DayOfUsage, ...]:
    """Return the days of the month that ends with the newest data, those without data too; empty without any."""
    newest = last_usage_day(db.session, supply_point)
    if newest is None:
        return ()
    first = newest - timedelta(days=DAYS_SHOWN - 1)
    rows = usage_days(db.session, supply_point, start=first, end=newest + timedelta(days=1))
    stored = {row.day: row for row in rows}
    return tuple(_day(day, stored.get(day)) for day in (first + timedelta(days=i) for i in range(DAYS_SHOWN)))


def _day(day: date, row) -> DayOfUsage:
    if row is None or row.measured_share + row.estimated_share == 0:
        return DayOfUsage(day, None, partly=False)
    return DayOfUsage(day, row.kwh, partly=row.measured_share < WHOLE_DAY_SHARE)
