"""Histories on one grid: the last eight weeks by hour, on the home's clock, ending where the forecast begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np

from advisor.energy.usage import UsageSeries

HISTORY_DAYS = 56
HISTORY_HOURS = HISTORY_DAYS * 24
HORIZON_DAYS = 7
HORIZON_HOURS = HORIZON_DAYS * 24
MINIMUM_DAYS = 14
SUNDAY = 6


@dataclass(frozen=True, eq=False)
class HourWindows:
    """Histories of n homes that end at their origins, and the calendar around them.

    kwh: float (n, 1344), NaN where nothing is known, the last column the hour before the origin;
    hour: int (n,), hour of the origin on the home's clock;
    weekday: int (n, 64), 0 Monday to 6 Sunday, of the dates from 56 days before the origin's date to 7 after it,
    a holiday counted as a Sunday.
    """

    kwh: np.ndarray
    hour: np.ndarray
    weekday: np.ndarray

    def __len__(self) -> int:
        return len(self.kwh)

    @property
    def known_days(self) -> np.ndarray:
        """Days between the first known hour and the origin, for each home."""
        known = np.isfinite(self.kwh)
        first = np.where(known.any(axis=1), known.argmax(axis=1), HISTORY_HOURS)
        return (HISTORY_HOURS - first) / 24

    def part(self, rows: np.ndarray | slice) -> HourWindows:
        """Return the windows of some of the homes."""
        return HourWindows(self.kwh[rows], self.hour[rows], self.weekday[rows])


def windows_of(
    histories: Sequence[UsageSeries], *, zone: tzinfo, made_at: datetime, holidays: Collection[date] = ()
) -> HourWindows:
    """Cut the window before `made_at` out of each history; nothing that ends later is read.

    The origin is `made_at` rounded down to the hour. The clock of the whole window is that of the origin:
    in a zone with clock changes the hours before a change are shifted by one (Peru has none).
    """
    origin = hour_of(made_at)
    local = origin.astimezone(zone)
    kwh = np.stack([hourly_tail(series, origin=origin) for series in histories])
    n = len(histories)
    weekday = np.tile(weekdays_around(local.date(), holidays), (n, 1))
    return HourWindows(kwh, np.full(n, local.hour), weekday)


def hour_of(moment: datetime) -> datetime:
    """Round an aware time down to the hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def weekdays_around(origin: date, holidays: Collection[date] = ()) -> np.ndarray:
    """Weekdays of the dates of a window; a holiday counts as a Sunday."""
    first = origin - timedelta(days=HISTORY_DAYS)
    dates = [first + timedelta(days=i) for i in range(HISTORY_DAYS + HORIZON_DAYS + 1)]
    return np.array([SUNDAY if day in holidays else day.weekday() for day in dates], dtype=np.int64)


def hourly_tail(series: UsageSeries, *, origin: datetime, hours: int = HISTORY_HOURS) -> np.ndarray:
    """Return the `hours` hourly sums before `origin`, NaN where an interval is missing or not yet over.

    Steps longer than an hour are spread evenly over their hours.
    """
    first = origin - timedelta(hours=hours)
    part = series.between(first - max(series.step, timedelta(hours=1)), origin)
    over = (origin - part.start) // part.step
    values, start = part.kwh[: max(over, 0)], part.start
    step = series.step_minutes
    if step > 60:
        if step % 60:
            raise ValueError(f"a step longer than an hour must be whole hours, received {step} minutes")
        values = np.repeat(values / (step // 60), step // 60)
        step = 60
    out = np.full(hours, np.nan)
    if not len(values):
        return out
    per_hour = 60 // step if 60 % step == 0 else 0
    if not per_hour:
        raise ValueError(f"a step must divide an hour or be whole hours, received {step} minutes")
    offset = int((start - first).total_seconds() // 60)
    lead = -offset // step if offset < 0 else 0
    values, offset = values[lead:], offset + lead * step
    slots = np.full(hours * per_hour, np.nan)
    place = -(-offset // step)
    count = min(len(values), len(slots) - place)
    if count > 0:
        slots[place : place + count] = values[:count]
    return slots.reshape(hours, per_hour).sum(axis=1)
