"""Profiles: what a home used at the same hour on like days, the newer days counting more."""

from __future__ import annotations

import numpy as np

from advisor.forecasting.windows import HISTORY_DAYS, HORIZON_DAYS, HourWindows

HALF_LIFE_DAYS = 21.0
SAME_WEEKDAY = 3.0
SAME_KIND = 1.0
OTHER_KIND = 0.25
"""Weights of a past day for a coming day: the same weekday, both Monday to Friday, anything else.

Chosen by hand; with them the profile alone is well ahead of the seasonal naive (benchmarks/results-forecast.md).
"""


def day_weights(windows: HourWindows) -> np.ndarray:
    """Weight of each past day for each hour of the horizon: float32 (n, 7, 24, 56).

    Slot s of a day is the clock hour (origin + s) modulo 24; slots past midnight belong to the next date.
    """
    next_date = (windows.hour[:, None] + np.arange(24)) // 24
    days = np.arange(HISTORY_DAYS + HORIZON_DAYS)
    rows = np.arange(len(windows))[:, None, None]
    kind = windows.weekday[rows, days + next_date[:, :, None]]
    past, coming = kind[:, None, :, :HISTORY_DAYS], kind[:, :, HISTORY_DAYS:].transpose(0, 2, 1)[:, :, :, None]
    working = np.where(past < 5, 0, past) == np.where(coming < 5, 0, coming)
    likeness = np.where(past == coming, SAME_WEEKDAY, np.where(working, SAME_KIND, OTHER_KIND)).astype(np.float32)
    recency = 0.5 ** (np.arange(HISTORY_DAYS, 0, -1, dtype=np.float32) / HALF_LIFE_DAYS)
    return likeness * recency


def profile_quantiles(windows: HourWindows, levels: tuple[float, ...]) -> np.ndarray:
    """Weighted quantiles of each hour of the horizon: float64 (n, 7, 24, levels), NaN where a slot was never seen."""
    days = windows.kwh.reshape(len(windows), HISTORY_DAYS, 24).transpose(0, 2, 1)
    order = np.argsort(days, axis=2)
    ranked = np.take_along_axis(days, order, axis=2)
    known = np.isfinite(ranked)
    weights = np.take_along_axis(day_weights(windows), order[:, None], axis=3) * known[:, None]
    return weighted_quantiles(np.where(known, ranked, 0.0)[:, None], weights, known.sum(axis=2)[:, None], levels)


def weighted_quantiles(
    ranked: np.ndarray, weights: np.ndarray, known: np.ndarray, levels: tuple[float, ...]
) -> np.ndarray:
    """Quantiles of ranked values by the midpoint rule (value i stands at half its own weight).

    ranked: (..., k) ascending; weights: (..., k), zero beyond the `known` first ones. Result (..., levels).
    """
    total = weights.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        place = (np.cumsum(weights, axis=-1) - 0.5 * weights) / total
    last = np.maximum(known - 1, 0)
    ranked = np.broadcast_to(ranked, weights.shape)
    place = np.where(weights > 0, place, 2.0)
    out = np.empty((*weights.shape[:-1], len(levels)))
    for k, level in enumerate(levels):
        high = np.minimum((place < level).sum(axis=-1), last)[..., None]
        low = np.maximum(high - 1, 0)
        before, after = np.take_along_axis(place, low, -1), np.take_along_axis(place, high, -1)
        share = np.clip((level - before) / np.where(after > before, after - before, 1.0), 0.0, 1.0)
        a, b = np.take_along_axis(ranked, low, -1), np.take_along_axis(ranked, high, -1)
        out[..., k] = (a + share * (b - a))[..., 0]
    return np.where((known > 0)[..., None], out, np.nan)
