"""The rule beside the network, worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from advisor.forecasting.baselines import seasonal_naive
from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.windows import HISTORY_HOURS, HourWindows, weekdays_around

MEDIAN = LEVELS.index(0.5)


def windows(kwh: np.ndarray) -> HourWindows:
    padded = np.concatenate([np.full(HISTORY_HOURS - len(kwh), np.nan), kwh])
    return HourWindows(padded[None], np.array([0]), weekdays_around(date(2026, 3, 2))[None])


def test_a_week_that_repeats_is_forecast_exactly():
    week = np.arange(168) / 100
    np.testing.assert_allclose(seasonal_naive(windows(np.tile(week, 8)))[0], np.tile(week[:, None], len(LEVELS)))


def test_the_range_is_the_change_from_week_to_week():
    # eight weeks that rise by one kWh an hour each: every error is exactly +1, so every level is last week + 1
    weeks = np.concatenate([np.full(168, 1.0 + i) for i in range(8)])
    np.testing.assert_allclose(seasonal_naive(windows(weeks))[0], 9.0)


def test_an_unknown_hour_takes_the_week_before():
    kwh = np.concatenate([np.full(168, 2.0), np.full(168, 3.0)])
    kwh[168 + 5] = np.nan
    forecast = seasonal_naive(windows(kwh))[0, :, MEDIAN]
    assert forecast[4] == pytest.approx(4.0)  # last week 3, error +1
    assert forecast[5] == pytest.approx(3.0)  # the week before 2, error +1


def test_three_days_of_history_still_give_an_ordered_forecast():
    forecast = seasonal_naive(windows(np.tile(np.linspace(0.1, 1.0, 24), 3)))[0]
    assert np.isfinite(forecast).all()
    assert (np.diff(forecast, axis=1) >= 0).all()
    np.testing.assert_allclose(forecast[:24, MEDIAN], np.linspace(0.1, 1.0, 24))


def test_a_home_without_any_value_is_forecast_as_zero():
    assert not seasonal_naive(windows(np.array([])))[0].any()
