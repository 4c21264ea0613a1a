"""Days ahead: the home's level, its own week, and pooled errors of a single day so far ahead."""

from __future__ import annotations

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.totals import TotalsModel, read_history

WEEKS = 8
PRIOR_DAYS = 4.0
"""Days of prior weight for "every weekday alike" when a home's own weekdays are estimated."""


def forecast_days(daily_kwh: np.ndarray, *, weekday: int, days: int, model: TotalsModel | None) -> np.ndarray:
    """Forecast each of the next `days` days, the first on `weekday` (0 Monday): float64 (days, levels) kWh.

    Without a model, or with under two weeks of history: the quantiles of the home's own known days, bent by its
    weekdays. A home without usage is forecast as zero.
    """
    known = daily_kwh[-WEEKS * 7 :]
    known = known[np.isfinite(known)]
    if not len(known) or known.mean() <= 0:
        return np.zeros((days, len(LEVELS)))
    factors = weekday_factors(daily_kwh, weekday)[(weekday + np.arange(days)) % 7]
    history = read_history(daily_kwh, days)
    if history is None or model is None:
        return factors[:, None] * np.quantile(known, LEVELS)
    ratios = np.stack([model.day_ratios(history, ahead) for ahead in range(1, days + 1)])
    return factors[:, None] * history.level_kwh * ratios


def weekday_factors(daily_kwh: np.ndarray, weekday: int) -> np.ndarray:
    """Usage of each weekday against the mean day over eight weeks, shrunk towards 1; `weekday` follows the newest."""
    recent = daily_kwh[-WEEKS * 7 :]
    names = (weekday - np.arange(len(recent), 0, -1)) % 7
    known = np.isfinite(recent)
    mean = recent[known].mean()
    sums = np.bincount(names[known], weights=recent[known] / mean, minlength=7)
    factors = (sums + PRIOR_DAYS) / (np.bincount(names[known], minlength=7) + PRIOR_DAYS)
    return factors / factors.mean()
