"""The forecaster as the benchmark calls it: a week of hours, a month of days, a year of months, for many homes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from advisor.energy.usage import BillPeriod
from advisor.forecasting.bill_history import read_bills
from advisor.forecasting.days import forecast_days
from advisor.forecasting.forecasts import LEVELS, mean_of_levels
from advisor.forecasting.hourly import forecast_windows, simple_reasons
from advisor.forecasting.monthly import forecast_bills, forecast_sum
from advisor.forecasting.registry import Models, load_models
from advisor.forecasting.totals import forecast_total
from advisor.forecasting.windows import HISTORY_HOURS, HORIZON_HOURS, HourWindows, weekdays_around

MODELS = Path(__file__).resolve().parents[2] / "models"


def forecast(
    histories: Mapping[str, pd.Series],
    horizon: int,
    quantiles: Sequence[float],
    covariates: Mapping[str, pd.DataFrame] | None = None,
) -> dict[str, pd.DataFrame]:
    """Forecast every home's next `horizon` steps, kWh, one column for each level; covariates are not used.

    Histories are regular, on the home's local clock, and end one step before the origin; their step (an hour, a day
    or a month) is that of the answer. At most 168 hours; any number of days or months.
    """
    step = {home: (series.index.freqstr or pd.infer_freq(series.index[-10:])) for home, series in histories.items()}
    answer: dict[str, pd.DataFrame] = {}
    for kind, rule in (("h", _hours), ("D", _days), ("MS", _months)):
        chosen = {home: series for home, series in histories.items() if step[home] == kind}
        if chosen:
            answer |= rule(chosen, horizon, quantiles)
    missing = set(histories) - set(answer)
    if missing:
        raise ValueError(f"steps must be hours, days or months, received {sorted({step[h] for h in missing})}")
    return answer


@cache
def _models() -> Models:
    return load_models(MODELS)


def _hours(histories: Mapping[str, pd.Series], horizon: int, quantiles: Sequence[float]) -> dict[str, pd.DataFrame]:
    if horizon > HORIZON_HOURS:
        raise ValueError(f"hours are forecast {HORIZON_HOURS} ahead at most, received {horizon}")
    tails, origins = [], []
    for series in histories.values():
        tail = series.to_numpy(np.float64)[-HISTORY_HOURS:]
        tails.append(np.concatenate([np.full(HISTORY_HOURS - len(tail), np.nan), tail]))
        origins.append(series.index[-1] + timedelta(hours=1))
    windows = HourWindows(
        np.stack(tails),
        np.array([origin.hour for origin in origins]),
        np.stack([weekdays_around(origin.date()) for origin in origins]),
    )
    model = _models().hourly
    simple = np.array([reason is not None for reason in simple_reasons(windows, model)])
    kwh = forecast_windows(windows, model=model, simple=simple)[:, :horizon]
    answer = {}
    for (home, series), rows in zip(histories.items(), kwh, strict=True):
        # the mean of the levels stands for the expected value, which a skewed hour's median is well below
        daily = days_of(series.to_numpy(np.float64))
        total = forecast_total(daily, horizon / 24, _models().totals)
        answer[home] = _frame(series, rows, quantiles, mean=mean_of_levels(LEVELS, rows), total=total)
    return answer


def _days(histories: Mapping[str, pd.Series], horizon: int, quantiles: Sequence[float]) -> dict[str, pd.DataFrame]:
    answer = {}
    for home, series in histories.items():
        daily = series.to_numpy(np.float64)
        weekday = (series.index[-1] + timedelta(days=1)).weekday()
        rows = forecast_days(daily, weekday=weekday, days=horizon, model=_models().totals)
        total = forecast_total(daily, horizon, _models().totals)
        answer[home] = _frame(series, rows, quantiles, total=total)
    return answer


def _months(histories: Mapping[str, pd.Series], horizon: int, quantiles: Sequence[float]) -> dict[str, pd.DataFrame]:
    answer = {}
    for home, series in histories.items():
        bills = [
            BillPeriod(start.date(), (start + pd.offsets.MonthBegin()).date(), None if np.isnan(kwh) else float(kwh))
            for start, kwh in series.items()
        ]
        model = _models().bills
        rows, whole = [], None
        steps = _steps(series, horizon)
        for start in steps:
            days = start.days_in_month
            rows.append(forecast_bills(bills, periods=1, next_start=start.date(), period_days=days, model=model).kwh[0])
        if model is not None and read_bills(bills).level_kwh > 0:
            whole = forecast_sum(np.array(rows)[:, LEVELS.index(0.5)], bills, model)
        answer[home] = _frame(series, np.array(rows), quantiles, total=whole)
    return answer


def _frame(
    series: pd.Series,
    rows: np.ndarray,
    quantiles: Sequence[float],
    *,
    mean: np.ndarray | None = None,
    total: np.ndarray | None = None,
) -> pd.DataFrame:
    at_levels = np.stack([np.interp(quantiles, LEVELS, row) for row in rows])
    frame: Any = pd.DataFrame(at_levels, index=_steps(series, len(rows)), columns=list(quantiles))
    if mean is not None:
        frame["mean"] = mean
    if total is not None:
        wanted = np.interp(quantiles, LEVELS, total)
        frame.attrs["total_quantiles"] = dict(zip(quantiles, wanted.tolist(), strict=True))
    return frame


def days_of(hourly_kwh: np.ndarray) -> np.ndarray:
    """Sum hours over 24-hour days that end at the origin."""
    return hourly_kwh[len(hourly_kwh) % 24 :].reshape(-1, 24).sum(axis=1)


def _steps(series: pd.Series, count: int) -> pd.DatetimeIndex:
    freq = series.index.freq or pd.infer_freq(series.index[-10:])
    return pd.date_range(series.index[-1], periods=count + 1, freq=freq)[1:]
