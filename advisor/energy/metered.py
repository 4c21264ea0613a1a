"""From single readings of one meter to its usage series: the step that fits, new meters, days of the local clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import pairwise

import numpy as np

from advisor.energy.findings import Finding
from advisor.energy.registers import RegisterReading, readings_to_series
from advisor.energy.usage import MINUTES_PER_DAY, Quality, UsageSeries

STEPS = (15, 30, 60)
# A person forgets a month, not a season: what was used in a longer stretch says nothing of any of its days.
LONGEST_SPREAD_BY_HAND = timedelta(days=62)
LONGEST_SPREAD = timedelta(days=1)


def step_for(moments: Sequence[datetime]) -> int:
    """Return the step in minutes that fits how often a meter is read: 15, 30, 60, or a day.

    The shortest that half of the times between readings are within, so that neither a gap nor a burst decides. Moments
    may be in any order.
    """
    return step_of(gap_counts(moments))


def gap_counts(moments: Sequence[datetime]) -> tuple[int, ...]:
    """Return how many times between readings are within each of STEPS, and how many there are."""
    ordered = sorted(set(moments))
    gaps_s = [(b - a).total_seconds() for a, b in pairwise(ordered)]
    return (*(sum(gap <= step * 60 for gap in gaps_s) for step in STEPS), len(gaps_s))


def step_of(counts: Sequence[int]) -> int:
    """Return the step that fits such counts of times between readings; see `step_for`."""
    *within, gaps = counts
    fits = (step for step, count in zip(STEPS, within, strict=True) if gaps and 2 * count >= gaps)
    return next(fits, MINUTES_PER_DAY)


def register_series(
    readings: Sequence[RegisterReading],
    *,
    zone: tzinfo,
    step_minutes: int,
    digits: int | None = None,
    replaced_at: Sequence[datetime] = (),
    longest_spread: timedelta | None = None,
) -> tuple[UsageSeries | None, tuple[Finding, ...]]:
    """Return the usage between register readings on a grid of local time, or None where it fills no interval yet.

    replaced_at: moments of the first reading of each new meter; what was used before it since the old meter's last
    reading stays unknown. longest_spread: between readings further apart the course of the usage is unknown; without
    it two months on a grid of days, a day on a finer one.
    """
    spread = longest_spread or (LONGEST_SPREAD_BY_HAND if step_minutes >= MINUTES_PER_DAY else LONGEST_SPREAD)
    parts, findings = [], []
    for part in _by_meter(readings, replaced_at):
        if len({reading.at for reading in part}) < 2:
            continue
        series, found = _of_one_meter(part, zone=zone, step_minutes=step_minutes, digits=digits, spread=spread)
        findings += found
        if series.quality.any():
            parts.append(series)
    return _joined(parts), tuple(findings)


def _by_meter(readings: Sequence[RegisterReading], replaced_at: Sequence[datetime]) -> list[list[RegisterReading]]:
    edges = sorted(replaced_at)
    parts: list[list[RegisterReading]] = [[] for _ in range(len(edges) + 1)]
    for reading in readings:
        parts[sum(edge <= reading.at for edge in edges)].append(reading)
    return parts


def _of_one_meter(
    readings: Sequence[RegisterReading], *, zone: tzinfo, step_minutes: int, digits: int | None, spread: timedelta
) -> tuple[UsageSeries, tuple[Finding, ...]]:
    by_day = step_minutes >= MINUTES_PER_DAY
    # Days begin at local midnight: read on a clock that is ahead of UTC by nothing, then set back.
    ahead = min(readings, key=lambda r: r.at).at.astimezone(zone).utcoffset() if by_day else timedelta(0)
    shifted = [replace(reading, at=reading.at + ahead) for reading in readings]
    series, findings = readings_to_series(
        shifted,
        step_minutes=step_minutes,
        digits=digits,
        longest_spread=spread,
        edge_tolerance=timedelta(0) if by_day else timedelta(minutes=step_minutes) / 3,
    )
    return replace(series, start=series.start - ahead), findings


def _joined(parts: Sequence[UsageSeries]) -> UsageSeries | None:
    """Put the series of one meter after the other on one grid; nothing is known between them."""
    if not parts:
        return None
    step = parts[0].step
    origin, end = min(part.start for part in parts), max(part.end for part in parts)
    kwh, quality = np.full((end - origin) // step, np.nan), np.zeros((end - origin) // step, np.uint8)
    for part in parts:
        place = slice((part.start - origin) // step, (part.end - origin) // step)
        known = part.quality != Quality.MISSING
        kwh[place] = np.where(known, part.kwh, kwh[place])
        quality[place] = np.where(known, part.quality, quality[place])
    return UsageSeries(origin.astimezone(timezone.utc), parts[0].step_minutes, kwh, quality)
