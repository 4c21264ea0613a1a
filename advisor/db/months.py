"""A usage series cut into local months, and months joined into one series again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo

import numpy as np

from advisor.db.blocks import MonthSlots, smallest_scale, to_units
from advisor.energy.usage import Quality, UsageSeries


def month_start(month: date, zone: tzinfo) -> datetime:
    """Return the UTC moment at which the local month begins."""
    return datetime(month.year, month.month, 1, tzinfo=zone).astimezone(timezone.utc)


def next_month(month: date) -> date:
    """Return the first day of the following month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(start: datetime, end: datetime, *, zone: tzinfo) -> set[date]:
    """Return the first days of the local months that [start, end) touches."""
    month, found = start.astimezone(zone).date().replace(day=1), set()
    while month_start(month, zone) < end:
        found.add(month)
        month = next_month(month)
    return found


def split(series: UsageSeries, *, zone: tzinfo, source: int) -> Iterator[MonthSlots]:
    """Cut a series into whole local months; slots it does not cover are missing.

    `source` is the id of the upload. A series whose intervals do not line up with the month's begin is cut finer.
    """
    if not len(series):
        return
    month = series.start.astimezone(zone).date().replace(day=1)
    while (start := month_start(month, zone)) < series.end:
        end = month_start(next_month(month), zone)
        offset = int((series.start - start).total_seconds() // 60)
        grid = math.gcd(series.step_minutes, offset, int((end - start).total_seconds() // 60))
        yield _month(series, month=month, start=start, end=end, grid=grid, source=source)
        month = next_month(month)


def _month(series: UsageSeries, *, month: date, start: datetime, end: datetime, grid: int, source: int) -> MonthSlots:
    """Place the series on the month's grid of `grid` minutes."""
    scale = smallest_scale(series.kwh)
    whole = MonthSlots(
        month=month,
        start=series.start,
        step_minutes=series.step_minutes,
        scale_kwh=scale,
        units=to_units(series.kwh, scale),
        quality=series.quality,
        sources=np.where(series.quality == Quality.MISSING, 0, source).astype(np.uint32),
    ).at_step(grid)
    step = timedelta(minutes=grid)
    count = (end - start) // step
    shift = (whole.start - start) // step
    low, high = max(0, shift), min(count, shift + len(whole.units))
    units, quality, sources = np.zeros(count, np.uint64), np.zeros(count, np.uint8), np.zeros(count, np.uint32)
    part = slice(low - shift, high - shift)
    units[low:high], quality[low:high], sources[low:high] = whole.units[part], whole.quality[part], whole.sources[part]
    return MonthSlots(month, start, grid, scale, units, quality, sources)


def continued(begun: MonthSlots, series: UsageSeries, *, since: datetime) -> UsageSeries:
    """Return a series of the same step with the slots of a month before `since` put before those from it on."""
    step = timedelta(minutes=begun.step_minutes)
    end = max(since, series.end)
    kwh, quality = np.full((end - begun.start) // step, np.nan), np.zeros((end - begun.start) // step, np.uint8)
    kept = (since - begun.start) // step
    kwh[:kept], quality[:kept] = begun.kwh[:kept], begun.quality[:kept]
    tail = series.between(since, end)
    place = (tail.start - begun.start) // step
    kwh[place : place + len(tail)], quality[place : place + len(tail)] = tail.kwh, tail.quality
    return UsageSeries(begun.start, begun.step_minutes, kwh, quality)


def join(months: Iterable[MonthSlots]) -> UsageSeries | None:
    """Join months into one series from the first value to the last, at the coarsest step among them.

    A slot is missing unless all its parts are there, and estimated if any of them is. None without a value.
    """
    parts: Sequence[MonthSlots] = sorted(months, key=lambda slots: slots.start)
    if not parts:
        return None
    step = math.lcm(*(slots.step_minutes for slots in parts))
    origin, end = parts[0].start, parts[-1].end
    count = int((end - origin).total_seconds() // 60) // step
    kwh, quality = np.full(count, np.nan), np.zeros(count, np.uint8)
    for slots in parts:
        low = int((slots.start - origin).total_seconds() // 60) // step
        values, codes = _coarser(slots, step)
        kwh[low : low + len(values)], quality[low : low + len(values)] = values, codes
    present = np.flatnonzero(quality)
    if not len(present):
        return None
    first, last = present[0], present[-1] + 1
    begin = origin + int(first) * timedelta(minutes=step)
    return UsageSeries(begin, step, kwh[first:last], quality[first:last])


def _coarser(slots: MonthSlots, step_minutes: int) -> tuple[np.ndarray, np.ndarray]:
    parts = step_minutes // slots.step_minutes
    usable = len(slots.units) // parts * parts
    quality = slots.quality[:usable].reshape(-1, parts).min(axis=1)
    units = slots.units[:usable].reshape(-1, parts).sum(axis=1)
    kwh = np.where(quality == Quality.MISSING, np.nan, units / round(1 / slots.scale_kwh))
    return kwh, quality.astype(np.uint8)
