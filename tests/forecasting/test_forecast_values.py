"""What a forecast value promises to whoever shows it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from advisor.forecasting.forecasts import PeriodForecast, share_below

PERIOD = ((date(2026, 1, 4), date(2026, 2, 3)),)


def forecast(*kwh: float) -> PeriodForecast:
    return PeriodForecast(PERIOD, (0.1, 0.5, 0.9), np.array([kwh]), "by hand")


def test_quantiles_are_put_in_order_and_never_below_zero():
    assert forecast(120.0, -4.0, 90.0).kwh.tolist() == [[0.0, 90.0, 120.0]]


def test_a_level_between_two_is_interpolated():
    assert forecast(100.0, 120.0, 160.0).quantile(0.7)[0] == pytest.approx(140.0)


def test_a_level_outside_the_range_is_refused_instead_of_invented():
    with pytest.raises(ValueError, match="level must lie between"):
        forecast(100.0, 120.0, 160.0).quantile(0.95)


def test_a_forecast_with_a_hole_is_refused():
    with pytest.raises(ValueError, match="finite"):
        forecast(100.0, np.nan, 160.0)


def test_the_values_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        forecast(100.0, 120.0, 160.0).kwh[0, 0] = 1.0


@pytest.mark.parametrize(
    ("limit", "share"), [(110.0, 0.3), (120.0, 0.5), (140.0, 0.7), (99.0, 0.05), (160.0, 0.95), (500.0, 0.95)]
)
def test_share_below_a_limit_reads_the_quantiles_backwards(limit, share):
    assert share_below((0.1, 0.5, 0.9), np.array([100.0, 120.0, 160.0]), limit) == pytest.approx(share)
