"""The mean of a forecast hour, from its quantiles."""

from datetime import datetime, timezone

import numpy as np
import pytest

from advisor.forecasting.forecasts import LEVELS, HourForecast


def forecast(rows):
    return HourForecast(datetime(2026, 1, 1, tzinfo=timezone.utc), LEVELS, np.array(rows), "network")


def test_an_hour_that_is_certain_has_itself_as_mean():
    assert forecast([[0.3] * len(LEVELS)]).mean().tolist() == pytest.approx([0.3])


def test_the_mean_of_a_uniform_hour_is_its_middle():
    # Quantiles of the uniform distribution on [0, 2] are twice the level; holding the ends takes as much as it gives.
    assert forecast([[2 * level for level in LEVELS]]).mean().tolist() == pytest.approx([1.0])


def test_an_hour_of_rare_high_use_has_a_mean_well_over_its_median():
    skewed = forecast([[0.1] * 9 + [0.5, 1.0, 2.0, 2.5]])
    # By hand: 0.1 up to level 0.7, then 0.03 + 0.075 + 0.075 + 0.05625 for the trapezoids up to 0.975, and 2.5 held.
    assert skewed.quantile(0.5)[0] == pytest.approx(0.1)
    assert skewed.mean()[0] == pytest.approx(0.07 + 0.03 + 0.075 + 0.075 + 0.05625 + 0.0625)
