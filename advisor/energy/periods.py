"""Usage over local days and billing periods; a gap is never zero and a partial period never a whole one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

import numpy as np

from advisor.energy.usage import BillPeriod, Quality, UsageSeries

MINIMUM_COVERAGE = 0.90
WHOLE = 1 - 1e-9


class DayUsage(NamedTuple):
    """One local day: kWh of the intervals that have a value (NaN where none has), and their share of the day."""

    day: date
    kwh: float
    measured_share: float


def local_midnight(day: date, zone: tzinfo) -> datetime:
    """Return the UTC moment at which a day begins on the clock of a zone."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(timezone.utc)


def daily_kwh(series: UsageSeries, zone: tzinfo) -> list[DayUsage]:
    """Sum a series by local days, first to last day it touches, in order.

    measured_share is over the whole day (24 hours in Peru), so a day the series only touches has a small share.
    Intervals longer than a day are counted on the day they start.
    """
    if not len(series):
        return []
    days = series.local_starts(zone).astype("datetime64[D]")
    place = (days - days[0]).astype(np.int64)
    count = int(place[-1]) + 1
    valid = series.quality != Quality.MISSING
    kwh = np.bincount(place[valid], weights=series.kwh[valid], minlength=count)
    values = np.bincount(place[valid], minlength=count)
    first = days[0].astype(date)
    return [
        DayUsage(day, float(kwh[i]) if values[i] else float("nan"), min(1.0, values[i] / _steps_of(day, series, zone)))
        for i, day in enumerate(first + timedelta(days=n) for n in range(count))
    ]


def usage_in(series: UsageSeries, start: date, end: date, zone: tzinfo) -> tuple[float, float]:
    """Return the kWh with a value in the local days of [start, end), and the share of the period they cover.

    The kWh are what was measured or estimated, not scaled; zero with coverage 0.0 where the series says nothing.
    """
    if end <= start:
        raise ValueError(f"a period must end after it starts, received {start} to {end}")
    first, last = local_midnight(start, zone), local_midnight(end, zone)
    part = series.between(first, last)
    known = len(part) - part.count(Quality.MISSING)
    return part.total_kwh, min(1.0, known * part.step / (last - first))


def bills_from_series(series: UsageSeries, zone: tzinfo, reading_day: int = 1) -> tuple[BillPeriod, ...]:
    """Cut a series into billing periods between readings on one day of the month, oldest first.

    reading_day: 1 to 28. Only periods covered to 90 % or more are given; those below 100 % are scaled up by their
    coverage and marked `estimated`, as are those that hold estimated values.
    """
    if not 1 <= reading_day <= 28:
        raise ValueError(f"reading_day must be 1 to 28, received {reading_day}")
    if not len(series):
        return ()
    start = series.start.astimezone(zone).date().replace(day=reading_day)
    if start > series.start.astimezone(zone).date():
        start = _month_before(start)
    last = series.end.astimezone(zone).date()
    periods = []
    while start < last:
        end = _month_after(start)
        kwh, coverage = usage_in(series, start, end, zone)
        if coverage >= MINIMUM_COVERAGE:
            part = series.between(local_midnight(start, zone), local_midnight(end, zone))
            whole = coverage >= WHOLE
            estimated = not whole or bool(part.count(Quality.ESTIMATED))
            periods.append(BillPeriod(start, end, kwh if whole else kwh / coverage, estimated=estimated))
        start = end
    return tuple(periods)


def _steps_of(day: date, series: UsageSeries, zone: tzinfo) -> float:
    length = local_midnight(day + timedelta(days=1), zone) - local_midnight(day, zone)
    return max(1.0, length / series.step)


def _month_after(day: date) -> date:
    return day.replace(year=day.year + 1, month=1) if day.month == 12 else day.replace(month=day.month + 1)


def _month_before(day: date) -> date:
    return day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
