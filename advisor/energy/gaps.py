"""Short gaps filled with an estimate for calculations that need a full grid; stored data keep their gaps.

Linear over one or two slots; else the mean of the same time in the weeks around. A longer gap than `longest` stays
missing: after a day nothing says that the home was used as usual (assumption).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import numpy as np

from advisor.energy.usage import MINUTES_PER_DAY, Quality, UsageSeries

LONGEST = timedelta(hours=24)
LINEAR_SLOTS = 2
WEEKS_AROUND = 2


class HowFilled(str, Enum):
    """How a gap was filled; a series may have both."""

    LINEAR = "linear"
    SAME_HOUR = "same_hour"


@dataclass(frozen=True, eq=False)
class Filled:
    """A series whose short gaps hold estimates.

    mask: where a value was filled in; share: filled slots of all; how: the ways used, in the order of HowFilled.
    """

    series: UsageSeries
    mask: np.ndarray
    share: float
    how: tuple[HowFilled, ...]


def filled(series: UsageSeries, *, longest: timedelta = LONGEST) -> Filled:
    """Fill the gaps of at most `longest` from what stands around them; the rest stays missing."""
    kwh, told = series.kwh.copy(), ~np.isnan(series.kwh)
    ways = np.zeros(len(series), np.uint8)
    for low, high in _gaps(told):
        if (high - low) * series.step > longest or low == 0 or high == len(series):
            continue
        if high - low <= LINEAR_SLOTS:
            kwh[low:high] = np.linspace(series.kwh[low - 1], series.kwh[high], high - low + 2)[1:-1]
            ways[low:high] = 1
        else:
            values = _same_time(series, low, high)
            if values is not None:
                kwh[low:high], ways[low:high] = values, 2
    mask = ways > 0
    quality = np.where(mask, Quality.ESTIMATED, series.quality).astype(np.uint8)
    how = tuple(way for code, way in enumerate(HowFilled, start=1) if (ways == code).any())
    share = float(mask.mean()) if len(series) else 0.0
    return Filled(UsageSeries(series.start, series.step_minutes, kwh, quality), mask, share, how)


def _gaps(told: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[True], told, [True]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _same_time(series: UsageSeries, low: int, high: int) -> np.ndarray | None:
    """Return the mean of the same slots up to two weeks before and after; None where a slot has none."""
    week = 7 * MINUTES_PER_DAY // series.step_minutes
    places = np.arange(low, high)[:, None] + week * np.array([k for k in range(-WEEKS_AROUND, WEEKS_AROUND + 1) if k])
    inside = (places >= 0) & (places < len(series))
    around = np.where(inside, series.kwh[np.clip(places, 0, len(series) - 1)], np.nan)
    known = ~np.isnan(around)
    if not known.any(axis=1).all():
        return None
    return np.nansum(around, axis=1) / known.sum(axis=1)
