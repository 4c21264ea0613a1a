"""Readings of power to usage: each one holds until the next, for a while at most."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np

from advisor.energy.usage import Quality, UsageSeries

# Meters publish at least every five minutes; after three times that a silent one is taken for absent, not for steady.
LONGEST_HOLD = timedelta(minutes=15)
LEAST_COVERED = 0.5
WHOLE = 1 - 1e-6


def power_to_series(
    at_s: np.ndarray, watts: np.ndarray, *, step_minutes: int, longest_hold: timedelta = LONGEST_HOLD
) -> UsageSeries:
    """Return the energy of each interval: the mean of the readings weighted by how long each held.

    at_s: seconds since 1970 (UTC), in any order, the last of one moment counts; watts: at those moments, below zero
    counts as none; the last one holds for no time. An interval is MEASURED where readings hold through all of it,
    ESTIMATED where through half of it or more (their mean stands for the rest), else MISSING. Raises ValueError without
    a reading.
    """
    if not len(at_s):
        raise ValueError("no readings of power")
    moments, latest = np.unique(np.asarray(at_s, dtype=np.float64)[::-1], return_index=True)
    power_w = np.maximum(0.0, np.asarray(watts, dtype=np.float64)[::-1][latest])
    hold_s = longest_hold.total_seconds()
    held_s = np.minimum(np.append(np.diff(moments), 0.0), hold_s)
    step_s = step_minutes * 60
    first, last = moments[0] // step_s * step_s, -(-(moments[-1] + held_s[-1]) // step_s) * step_s
    edges = np.arange(first, max(last, first + step_s) + step_s / 2, step_s)
    joule, seconds = (_until(edges, moments, held_s, rate) for rate in (power_w, np.ones_like(power_w)))
    covered = np.diff(seconds) / step_s
    with np.errstate(invalid="ignore", divide="ignore"):
        kwh = np.diff(joule) / 3.6e6 / np.minimum(covered, 1.0)
    quality = np.select([covered >= WHOLE, covered >= LEAST_COVERED], [Quality.MEASURED, Quality.ESTIMATED], 0)
    kept = np.flatnonzero(quality)
    inside = slice(kept[0], kept[-1] + 1) if len(kept) else slice(0, 0)
    start = datetime.fromtimestamp(edges[inside.start], tz=timezone.utc)
    quality = quality[inside].astype(np.uint8)
    return UsageSeries(start, step_minutes, np.where(quality == 0, np.nan, kwh[inside]), quality)


def _until(edges: np.ndarray, moments: np.ndarray, held_s: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Return the integral of a held rate from the first moment to each edge."""
    before = np.concatenate([[0.0], np.cumsum(held_s * rate)])
    place = np.searchsorted(moments, edges, side="right") - 1
    known = np.maximum(place, 0)
    since = np.minimum(edges - moments[known], held_s[known]) * rate[known]
    return np.where(place < 0, 0.0, before[known] + since)
