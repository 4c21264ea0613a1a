"""Forecast values: usage at quantile levels, for billing periods and for hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from advisor.energy.findings import Finding

LEVELS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975)
"""The nine deciles for the loss, and the edges of the 80, 90 and 95 % ranges."""


@dataclass(frozen=True, eq=False)
class PeriodForecast:
    """Usage of each period [start, end) at each level, kWh.

    kwh: float64 (periods, levels), not negative, rising along the levels; method: which rule made it.
    """

    periods: tuple[tuple[date, date], ...]
    levels: tuple[float, ...]
    kwh: np.ndarray
    method: str
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kwh", _ordered(self.kwh, len(self.periods), len(self.levels)))

    def quantile(self, level: float) -> np.ndarray:
        """Return the usage of each period at one level, kWh."""
        return _at_level(self.kwh, self.levels, level)


@dataclass(frozen=True, eq=False)
class HourForecast:
    """Usage of each hour from `start` (UTC) at each level, kWh.

    kwh: float64 (hours, levels), not negative, rising along the levels; method: "network" or "seasonal_naive";
    version: version of the trained model, None for a rule.
    """

    start: datetime
    levels: tuple[float, ...]
    kwh: np.ndarray
    method: str
    findings: tuple[Finding, ...] = ()
    version: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kwh", _ordered(self.kwh, len(self.kwh), len(self.levels)))

    def __len__(self) -> int:
        return len(self.kwh)

    def quantile(self, level: float) -> np.ndarray:
        """Return the usage of each hour at one level, kWh."""
        return _at_level(self.kwh, self.levels, level)

    def mean(self) -> np.ndarray:
        """Return the expected usage of each hour, kWh: unlike medians, means add up to the expected usage of a day."""
        return mean_of_levels(self.levels, self.kwh)


def mean_of_levels(levels: tuple[float, ...], kwh: np.ndarray) -> np.ndarray:
    """Integrate the quantile function of each row (rows, levels) by the trapezoid rule, the ends held."""
    edges = np.array([0.0, *levels, 1.0])
    values = np.concatenate([kwh[:, :1], kwh, kwh[:, -1:]], axis=1)
    return ((values[:, 1:] + values[:, :-1]) / 2 * np.diff(edges)).sum(axis=1)


def share_below(levels: tuple[float, ...], kwh: np.ndarray, limit_kwh: float) -> float:
    """Estimate the probability that usage stays at or below a limit, from one row of quantiles.

    Linear between the levels; below the first and above the last level the nearest level's tail is halved,
    so that a limit outside the range is neither impossible nor certain.
    """
    if limit_kwh < kwh[0]:
        return levels[0] / 2
    if limit_kwh >= kwh[-1]:
        return (1 + levels[-1]) / 2
    place = int(np.searchsorted(kwh, limit_kwh, side="right"))
    low, high = kwh[place - 1], kwh[place]
    return float(levels[place - 1] + (levels[place] - levels[place - 1]) * (limit_kwh - low) / (high - low))


def _ordered(kwh: np.ndarray, rows: int, columns: int) -> np.ndarray:
    values = np.sort(np.maximum(np.asarray(kwh, dtype=np.float64), 0.0), axis=1)
    if values.shape != (rows, columns) or not np.isfinite(values).all():
        raise ValueError(f"a forecast needs finite values of shape {(rows, columns)}, received {values.shape}")
    values.setflags(write=False)
    return values


def _at_level(kwh: np.ndarray, levels: tuple[float, ...], level: float) -> np.ndarray:
    if not levels[0] <= level <= levels[-1]:
        raise ValueError(f"level must lie between {levels[0]} and {levels[-1]}, received {level}")
    place = int(np.clip(np.searchsorted(levels, level), 1, len(levels) - 1)) if len(levels) > 1 else 0
    if place == 0:
        return kwh[:, 0].copy()
    share = (level - levels[place - 1]) / (levels[place] - levels[place - 1])
    return kwh[:, place - 1] * (1 - share) + kwh[:, place] * share
