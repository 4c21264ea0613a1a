"""The rule beside the network: last week again, with the home's own week-on-week errors as its range."""

from __future__ import annotations

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.windows import HORIZON_HOURS, HourWindows

FEWEST_ERRORS = 8
SAME_HOUR_SHARE = 0.7
"""Errors of the same hour of day count for 0.7 of the range, all errors for 0.3 (as in the benchmark's rule)."""


def seasonal_naive(windows: HourWindows) -> np.ndarray:
    """Forecast each hour as the same hour last week, an unknown one as the newest known week's: (n, 168, levels) kWh.

    The range is made of the home's own differences from week to week at that hour of the day; with under two weeks
    of history, of its differences from day to day, then of its spread around its mean. A home without any known
    hour is forecast as zero.
    """
    return np.stack([_one(kwh) for kwh in windows.kwh])


def _one(kwh: np.ndarray) -> np.ndarray:
    known = kwh[np.isfinite(kwh)]
    if not len(known):
        return np.zeros((HORIZON_HOURS, len(LEVELS)))
    weeks = kwh.reshape(-1, HORIZON_HOURS)
    point = _newest(weeks)
    point = np.where(np.isfinite(point), point, np.tile(_newest(kwh.reshape(-1, 24)), 7))
    point = np.where(np.isfinite(point), point, known.mean())
    errors = (weeks[1:] - weeks[:-1]).reshape(-1, 24)
    if np.isfinite(errors).sum() < FEWEST_ERRORS:
        days = kwh.reshape(-1, 24)
        errors = days[1:] - days[:-1]
    if np.isfinite(errors).sum() < FEWEST_ERRORS:
        errors = np.resize(known - known.mean(), (len(known), 24))
    return np.maximum(point[:, None] + np.tile(_error_quantiles(errors), (7, 1)), 0.0)


def _newest(blocks: np.ndarray) -> np.ndarray:
    """Newest known value of each column."""
    known = np.isfinite(blocks)
    last = len(blocks) - 1 - known[::-1].argmax(axis=0)
    return np.where(known.any(axis=0), blocks[last, np.arange(blocks.shape[1])], np.nan)


def _error_quantiles(errors: np.ndarray) -> np.ndarray:
    """Quantiles of the errors for each hour of the day: (24, levels)."""
    every = np.quantile(errors[np.isfinite(errors)], LEVELS)
    rows = []
    for column in errors.T:
        own = column[np.isfinite(column)]
        enough = len(own) >= FEWEST_ERRORS
        rows.append(SAME_HOUR_SHARE * np.quantile(own, LEVELS) + (1 - SAME_HOUR_SHARE) * every if enough else every)
    return np.array(rows)
