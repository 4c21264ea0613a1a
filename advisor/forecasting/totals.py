"""Usage of the next days as one total, calibrated itself: sums of daily quantiles would be too wide or too narrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LogRule

RECENT_DAYS = (7, 14, 56)
LEVEL_DAYS = 28
YEAR_DAYS = 364
"""Fifty-two weeks: the same weekdays last year."""
FEATURES = len(RECENT_DAYS) + 1
SMALLEST_KWH_DAY = 0.05
MINIMUM_KNOWN_DAYS = 14
LARGEST_SEASON = 0.7


@dataclass(frozen=True, eq=False)
class DayHistory:
    """What a total is forecast from: level kWh a day; features; unsteadiness, the sd of ln(kWh of a day)."""

    level_kwh: float
    features: np.ndarray
    unsteadiness: float


@dataclass(frozen=True)
class TotalsModel:
    """Rules for the sum of the next n days, and for the single day n days ahead; between two numbers both are mixed."""

    rules: Mapping[int, LogRule]
    day_rules: Mapping[int, LogRule]
    version: str

    def ratios(self, history: DayHistory, days: float) -> np.ndarray:
        """Return total / (level x days) at each level."""
        return _mixed(self.rules, history, days)

    def day_ratios(self, history: DayHistory, ahead: int) -> np.ndarray:
        """Return usage of the day `ahead` days after the origin (1: the first) / level at each level."""
        return _mixed(self.day_rules, history, ahead)


def read_history(daily_kwh: np.ndarray, horizon_days: int) -> DayHistory | None:
    """Describe the days before the origin (newest last, NaN unknown); None with under 14 known days or no usage.

    The season is the home's own: how the same days last year stood to the four weeks before them; 0 when unknown.
    """
    recent = daily_kwh[-max(RECENT_DAYS) :]
    known = recent[np.isfinite(recent)]
    if len(known) < MINIMUM_KNOWN_DAYS or known.mean() <= 0:
        return None
    floor = max(SMALLEST_KWH_DAY, 0.02 * known.mean())
    level = max(_mean(daily_kwh[-LEVEL_DAYS:], known.mean()), floor)
    ratios = [np.log(max(_mean(daily_kwh[-days:], level), floor) / level) for days in RECENT_DAYS]
    days = np.log(np.maximum(known[-LEVEL_DAYS:], floor))
    return DayHistory(level, np.array([*ratios, _season(daily_kwh, horizon_days)]), float(days.std()))


def forecast_total(daily_kwh: np.ndarray, days: float, model: TotalsModel | None) -> np.ndarray | None:
    """Return the kWh of the next `days` days at each level; None where the history is too short.

    Without a model: the mean of the last four weeks, with a normal spread from the home's own weeks.
    """
    history = read_history(daily_kwh, max(1, round(days)))
    if history is None:
        return None
    if model is not None:
        return history.level_kwh * days * model.ratios(history, days)
    weeks = daily_kwh[len(daily_kwh) % 7 :][-56:].reshape(-1, 7).mean(axis=1)
    weeks = weeks[np.isfinite(weeks)]
    spread = weeks.std(ddof=1) if len(weeks) > 1 else history.level_kwh * history.unsteadiness
    errors = np.array([NormalDist().inv_cdf(level) for level in LEVELS]) * spread * np.sqrt(1 + 1 / max(len(weeks), 1))
    return np.maximum(history.level_kwh + errors, 0.0) * days


def _mixed(rules: Mapping[int, LogRule], history: DayHistory, days: float) -> np.ndarray:
    """Answer of the rules just below and above a number of days, mixed in logarithms of both."""
    known = sorted(rules)
    low = max((n for n in known if n <= days), default=known[0])
    high = min((n for n in known if n >= days), default=known[-1])
    share = 0.0 if high == low else (np.log(days) - np.log(low)) / (np.log(high) - np.log(low))
    answers = [rules[n].ratios(history.features, history.unsteadiness) for n in (low, high)]
    return answers[0] ** (1 - share) * answers[1] ** share


def _season(daily_kwh: np.ndarray, horizon_days: int) -> float:
    then = len(daily_kwh) - YEAR_DAYS
    if then < LEVEL_DAYS:
        return 0.0
    before = _mean(daily_kwh[then - LEVEL_DAYS : then], np.nan)
    after = _mean(daily_kwh[then : then + min(horizon_days, YEAR_DAYS)], np.nan)
    if not (before > SMALLEST_KWH_DAY and after > SMALLEST_KWH_DAY):
        return 0.0
    return float(np.clip(np.log(after / before), -LARGEST_SEASON, LARGEST_SEASON))


def _mean(values: np.ndarray, otherwise: float) -> float:
    """Mean of the known days, if at least half of them are known."""
    known = np.isfinite(values)
    return float(values[known].mean()) if len(values) and known.mean() >= 0.5 else otherwise
