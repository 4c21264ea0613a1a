"""The readings of some days on one grid, from the first midnight to the last, gaps included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.queries.readings import readings_of_days
from advisor.energy.usage import MINUTES_PER_DAY, Quality, UsageSeries
from advisor.web.household.usage.detail_range import Days

MINUTES_PER_HOUR = 60
NOTHING = UsageSeries.measured(start=datetime(2000, 1, 1, tzinfo=timezone.utc), step_minutes=60, kwh=np.empty(0))


@dataclass(frozen=True, eq=False)
class Readings:
    """Readings of whole local days: kwh and quality as in `UsageSeries`, beginning at the first midnight.

    midnights: index at which each day begins, and one more for the end.
    """

    days: Days
    zone: ZoneInfo
    start: datetime
    step_minutes: int
    kwh: np.ndarray
    quality: np.ndarray
    midnights: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """Where each day begins across the picture, from 0 to 1."""
        return tuple(index / len(self.kwh) for index in self.midnights)

    @property
    def known(self) -> int:
        """How many readings there are."""
        return int((self.quality > 0).sum())

    def begins(self, index: int) -> datetime:
        """Return the local time at which a reading begins."""
        return (self.start + timedelta(minutes=index * self.step_minutes)).astimezone(self.zone)


@dataclass(frozen=True)
class Part:
    """Some consecutive readings: kwh is None without any; partly: some are missing or estimated."""

    first: int
    end: int
    kwh: float | None
    partly: bool


def load_readings(supply_point: SupplyPoint, days: Days, *, channel: Channel = Channel.IMPORT) -> Readings:
    """Read the days from the store, only the months they touch."""
    series = readings_of_days(db.session, supply_point, first=days.first, last=days.last, channel=channel)
    return placed(series or NOTHING, days=days, zone=ZoneInfo(supply_point.timezone))


def placed(series: UsageSeries, *, days: Days, zone: ZoneInfo) -> Readings:
    """Place a series on the grid of whole local days."""
    dates = [*days.each(), days.last + timedelta(days=1)]
    begins = [datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc) for day in dates]
    midnights = tuple((begin - begins[0]) // series.step for begin in begins)
    part = series.between(begins[0], begins[-1])
    at = max(0, (part.start - begins[0]) // series.step) if len(part) else 0
    kwh, quality = np.full(midnights[-1], np.nan), np.zeros(midnights[-1], np.uint8)
    kwh[at : at + len(part)], quality[at : at + len(part)] = part.kwh, part.quality
    return Readings(days, zone, begins[0], series.step_minutes, kwh, quality, midnights)


def part_of(readings: Readings, first: int, end: int) -> Part:
    """Return the sum of the readings [first, end)."""
    codes = readings.quality[first:end]
    known = codes > 0
    kwh = float(readings.kwh[first:end][known].sum()) if known.any() else None
    return Part(first, end, kwh, partly=bool((codes != Quality.MEASURED).any()))


def each_reading(readings: Readings) -> list[Part]:
    """Return every reading as a part of its own."""
    return [part_of(readings, i, i + 1) for i in range(len(readings.kwh))]


def each_day(readings: Readings) -> list[tuple[date, Part]]:
    """Return each day with its sum."""
    edges = zip(readings.midnights, readings.midnights[1:], strict=False)
    return [(day, part_of(readings, *edge)) for day, edge in zip(readings.days.each(), edges, strict=True)]


def each_month(readings: Readings) -> list[tuple[Days, Part]]:
    """Return each month, or what of it lies within the days, with its sum."""
    found: dict[date, list[int]] = {}
    for index, day in enumerate(readings.days.each()):
        found.setdefault(day.replace(day=1), []).append(index)
    days = readings.days.each()
    return [
        (Days(days[of[0]], days[of[-1]]), part_of(readings, readings.midnights[of[0]], readings.midnights[of[-1] + 1]))
        for of in found.values()
    ]


def largest_hour(readings: Readings) -> Part | None:
    """Return the clock hour (or longer reading) with the most usage whose readings are all there; None without any."""
    size = max(1, MINUTES_PER_HOUR // readings.step_minutes)
    room = len(readings.kwh) // size * size
    sums = readings.kwh[:room].reshape(-1, size).sum(axis=1)  # a missing reading makes its hour NaN
    if np.isnan(sums).all():
        return None
    best = int(np.nanargmax(sums))
    return part_of(readings, best * size, (best + 1) * size)


def a_day(readings: Readings) -> int:
    """Return how many readings an ordinary day has."""
    return max(1, MINUTES_PER_DAY // readings.step_minutes)
