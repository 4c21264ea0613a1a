"""Days ahead: the home's level, its own week, and the pooled errors of a single day as far ahead."""

from __future__ import annotations

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.totals import TotalsModel, read_history

WEEKS = 8
WEEKDAY_DAYS = 28.0
"""Days of prior weight for "every weekday alike" when a home's own weekdays are estimated."""
FAR_DAYS = 30.0
LEVEL_SHARE = 0.7


def forecast_days(daily_kwh: np.ndarray, *, weekday: int, days: int, model: TotalsModel | None) -> np.ndarray:
    """Forecast each of the next `days` days, the first on `weekday` (0 Monday): float64 (days, levels) kWh.

    The centre is that of the total of as many days; the range is the home's own days around their mean, in
    logarithms, widened by how wrong the level may be by then. A home with too little history is forecast by its
    own days alone, an unknown one as zero.
    """
    known = daily_kwh[-WEEKS * 7 :]
    known = known[np.isfinite(known)]
    if not len(known) or known.mean() <= 0:
        return np.zeros((days, len(LEVELS)))
    factors = weekday_factors(daily_kwh, weekday)[(weekday + np.arange(days)) % 7]
    history = read_history(daily_kwh, days)
    if history is None or model is None:
        return factors[:, None] * np.quantile(known, LEVELS)
    ahead = np.arange(1, days + 1)
    middle = LEVELS.index(0.5)
    totals = np.array([model.ratios(history, n) for n in np.unique(np.concatenate([ahead, [1]]))])
    centre = history.level_kwh * totals[:, middle]
    own = own_errors(daily_kwh, weekday)
    drift = np.log(totals / totals[:, middle : middle + 1])[np.minimum(ahead, len(totals)) - 1]
    spread = np.sign(own) * np.sqrt(own**2 + (LEVEL_SHARE * drift) ** 2 * np.minimum(ahead / FAR_DAYS, 1.0)[:, None])
    return np.sort((factors * centre)[:, None] * np.exp(spread), axis=1)


def weekday_factors(daily_kwh: np.ndarray, weekday: int) -> np.ndarray:
    """Usage of each weekday against the mean day over eight weeks, shrunk towards 1; newest day is before `weekday`."""
    recent = daily_kwh[-WEEKS * 7 :]
    names = (weekday - np.arange(len(recent), 0, -1)) % 7
    mean = np.nanmean(recent)
    factors = np.ones(7)
    for name in range(7):
        own = recent[(names == name) & np.isfinite(recent)]
        factors[name] = (own.sum() / mean + WEEKDAY_DAYS / 7) / (len(own) + WEEKDAY_DAYS / 7) if len(own) else 1.0
    return factors / factors.mean()


def own_errors(daily_kwh: np.ndarray, weekday: int) -> np.ndarray:
    """Quantiles of ln(day / what its level and weekday say) over the last eight weeks."""
    recent = daily_kwh[-WEEKS * 7 :]
    names = (weekday - np.arange(len(recent), 0, -1)) % 7
    expected = np.nanmean(recent) * weekday_factors(daily_kwh, weekday)[names]
    known = np.isfinite(recent)
    errors = np.log(np.maximum(recent[known], 0.05 * expected[known]) / expected[known])
    return np.quantile(errors, LEVELS) - np.quantile(errors, 0.5)
