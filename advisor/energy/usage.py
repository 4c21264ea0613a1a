"""Usage: energy on a regular grid with a quality code for each interval, and bills as periods [start, end)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import IntEnum

import numpy as np

MINUTES_PER_DAY = 24 * 60


class Quality(IntEnum):
    """What is known of one interval; a higher code wins where two uploads disagree."""

    MISSING = 0
    ESTIMATED = 1
    MEASURED = 2


@dataclass(frozen=True, eq=False)
class UsageSeries:
    """Energy per interval of one channel on a regular grid.

    start: aware UTC time at which the first interval begins; step_minutes: length of each interval;
    kwh: float64 array, NaN exactly where `quality` is MISSING; quality: uint8 array of `Quality` codes.
    """

    start: datetime
    step_minutes: int
    kwh: np.ndarray
    quality: np.ndarray

    def __post_init__(self) -> None:
        if self.start.utcoffset() != timedelta(0):
            raise ValueError(f"start must be in UTC, received {self.start!r}")
        if self.step_minutes <= 0 or MINUTES_PER_DAY % self.step_minutes:
            raise ValueError(f"step_minutes must divide a day, received {self.step_minutes}")
        if self.kwh.shape != self.quality.shape or self.kwh.ndim != 1:
            shapes = f"{self.kwh.shape} and {self.quality.shape}"
            raise ValueError(f"kwh and quality must be equally long vectors, received {shapes}")
        if not np.array_equal(np.isnan(self.kwh), self.quality == Quality.MISSING):
            raise ValueError("kwh must be NaN exactly where quality is MISSING")

    @classmethod
    def measured(cls, *, start: datetime, step_minutes: int, kwh: np.ndarray) -> UsageSeries:
        """Make a series of measured values; NaN means missing."""
        values = np.asarray(kwh, dtype=np.float64)
        quality = np.where(np.isnan(values), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
        return cls(start=start, step_minutes=step_minutes, kwh=values, quality=quality)

    def __len__(self) -> int:
        return len(self.kwh)

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.step_minutes)

    @property
    def end(self) -> datetime:
        """Time at which the last interval ends (UTC)."""
        return self.start + len(self) * self.step

    @property
    def total_kwh(self) -> float:
        """Sum of the values that exist."""
        return float(np.nansum(self.kwh)) if len(self) else 0.0

    def count(self, quality: Quality) -> int:
        """Number of intervals of one quality."""
        return int((self.quality == quality).sum())

    def starts(self) -> np.ndarray:
        """Start of each interval as datetime64[m], UTC."""
        first = np.datetime64(self.start.astimezone(timezone.utc).replace(tzinfo=None), "m")
        return first + np.arange(len(self)) * np.timedelta64(self.step_minutes, "m")

    def local_starts(self, zone: tzinfo) -> np.ndarray:
        """Start of each interval on the clock of `zone`, datetime64[m].

        Quick where no day of the series has another offset, as in Peru; clock changes of other countries are followed.
        """
        per_day = max(1, MINUTES_PER_DAY // self.step_minutes)
        daily = {_offset_minutes(self.start + i * self.step, zone) for i in range(0, len(self) + per_day, per_day)}
        if len(daily) == 1:
            return self.starts() + np.timedelta64(daily.pop(), "m")
        offsets = [_offset_minutes(self.start + i * self.step, zone) for i in range(len(self))]
        return self.starts() + np.array(offsets, dtype="timedelta64[m]")

    def between(self, start: datetime, end: datetime) -> UsageSeries:
        """Return the part whose intervals start in [start, end)."""
        low = max(0, -((self.start - start) // self.step))
        high = min(len(self), max(low, -((self.start - end) // self.step)))
        return UsageSeries(self.start + low * self.step, self.step_minutes, self.kwh[low:high], self.quality[low:high])


def _offset_minutes(moment: datetime, zone: tzinfo) -> int:
    return int(moment.astimezone(zone).utcoffset().total_seconds() // 60)


@dataclass(frozen=True)
class BillPeriod:
    """What one paper bill says of usage: the half-open period [start, end) between two reading dates.

    kwh is None where the bar was not given; total is the amount to pay in soles, if known;
    estimated marks a reading the distributor averaged ("promedio").
    """

    start: date
    end: date
    kwh: float | None
    total: Decimal | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a billing period must end after it starts, received {self.start} to {self.end}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days
