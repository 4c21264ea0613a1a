"""Months ahead from bars, by hand where a hand can follow, and what must hold for any bars."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
import pytest

from advisor.energy.usage import BillPeriod
from advisor.forecasting.bill_history import bill_features, read_bills, season_kwh
from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LogRule
from advisor.forecasting.monthly import BillsModel, TooFewBills, forecast_bills

NO_ERRORS = (0.0,) * len(LEVELS)
SPREAD = tuple(np.linspace(-3, 3, len(LEVELS)))


def model(with_season=(0.0, 0.5, 0.0), without_season=(0.0, 0.0, 0.0), spread=(0.1, 0.0), errors=NO_ERRORS):
    return BillsModel(
        {12: LogRule(with_season, spread, errors)},
        {12: LogRule(without_season, spread, errors)},
        LogRule((), spread, errors),
        "by hand",
    )


def test_bills_of_uneven_length_are_compared_by_the_day(monthly_bills):
    # 4.5 kWh a day throughout; 28 to 33 days between readings
    bills = monthly_bills([4.5 * d for d in (28, 33, 30, 31)], days=[28, 33, 30, 31])
    forecast = forecast_bills(bills, periods=2, period_days=32, model=model())
    np.testing.assert_allclose(forecast.kwh, 4.5 * 32)
    assert forecast.periods[0] == (bills[-1].end, bills[-1].end + timedelta(days=32))
    assert forecast.periods[1][0] == forecast.periods[0][1]


def test_half_of_last_years_swing_is_carried_over_by_hand(monthly_bills):
    # twelve bills of 30 days: 100 kWh, but the first one 200; the thirteenth looks at last year's first days.
    bills = monthly_bills([200.0] + [100.0] * 11)
    history = read_bills(bills)
    start, end = bills[-1].end, bills[-1].end + timedelta(days=30)
    # the bills span 360 days: the same days last year are the first bill from its fifth day on... 25 days of it
    # fall before 365 days ago + 30, so the mean is (25 x 200 + 0 x 100) / 25 days / 30
    season = season_kwh(history, start, end)
    assert season == pytest.approx(200 / 30)
    level = 1300 / 360
    expected = level * np.sqrt(season / level) * 30
    forecast = forecast_bills(bills, periods=1, model=model())
    assert forecast.quantile(0.5)[0] == pytest.approx(expected)
    assert forecast.method == "pooled_bills"
    assert forecast.findings == ()


def test_under_a_year_of_bills_has_no_season(monthly_bills):
    forecast = forecast_bills(monthly_bills([200.0] + [100.0] * 9), periods=12, model=model())
    assert [finding.code for finding in forecast.findings] == ["no_season_known"]
    np.testing.assert_allclose(forecast.kwh, 1100 / 300 * 30)


def test_the_other_half_of_the_world_is_not_copied(models, monthly_bills):
    # flat bills stay flat: the homes the rules were fitted on have winters, this one has none
    forecast = forecast_bills(monthly_bills([150.0] * 24), periods=12, model=models.bills)
    np.testing.assert_allclose(forecast.quantile(0.5), 150.0, rtol=1e-6)


def test_a_home_with_its_own_season_keeps_its_sign(models, monthly_bills):
    summer = [200, 200, 180, 140, 120, 110, 110, 110, 120, 130, 150, 180]
    median = forecast_bills(monthly_bills([float(k) for k in summer * 2]), periods=12, model=models.bills).quantile(0.5)
    assert median[:3].mean() > 1.2 * median[5:8].mean()


def test_more_unsteady_bills_give_a_wider_range(models, monthly_bills):
    steady = forecast_bills(monthly_bills([130.0, 128.0, 133.0, 131.0] * 3), periods=1, model=models.bills)
    jumpy = forecast_bills(monthly_bills([60.0, 190.0, 90.0, 180.0] * 3), periods=1, model=models.bills)
    width = [(f.quantile(0.9) - f.quantile(0.1))[0] / f.quantile(0.5)[0] for f in (steady, jumpy)]
    assert width[1] > 1.5 * width[0]


def test_errors_spread_by_the_rules_own_width(monthly_bills):
    forecast = forecast_bills(monthly_bills([120.0] * 5), periods=1, model=model(errors=SPREAD))
    np.testing.assert_allclose(forecast.kwh[0], 120 * np.exp(0.1 * np.array(SPREAD)))


def test_a_missing_bar_is_left_out_and_not_read_as_zero(monthly_bills):
    forecast = forecast_bills(monthly_bills([120.0, None, 120.0, 120.0]), periods=1, model=model())
    assert forecast.quantile(0.5)[0] == pytest.approx(120.0)


def test_a_missing_last_bar_moves_the_periods_on(monthly_bills):
    bills = monthly_bills([120.0, 120.0, 120.0, None])
    assert forecast_bills(bills, periods=1, model=model()).periods[0][0] == bills[-1].end


def test_an_estimated_bill_is_joined_with_the_one_that_corrects_it():
    start = date(2026, 1, 4)
    bills = [
        BillPeriod(start, start + timedelta(days=30), 90.0, estimated=True),
        BillPeriod(start + timedelta(days=30), start + timedelta(days=60), 150.0),
    ]
    history = read_bills(bills)
    assert history.kwh_day.tolist() == [4.0]


@pytest.mark.parametrize("count", [3, 7, 12, 36])
def test_three_to_thirty_six_bills_are_forecast_in_order(count, models, monthly_bills):
    rng = np.random.default_rng(count)
    days = rng.integers(27, 35, count).tolist()
    bills = monthly_bills((rng.gamma(20, 7, count)).tolist(), days=days)
    forecast = forecast_bills(bills, periods=12, model=models.bills)
    assert forecast.kwh.shape == (12, len(LEVELS))
    assert (np.diff(forecast.kwh, axis=1) >= 0).all()
    assert np.isfinite(forecast.kwh).all()


def test_two_bills_are_too_few(monthly_bills):
    with pytest.raises(TooFewBills) as refused:
        forecast_bills(monthly_bills([120.0, 110.0, None]), periods=1, model=model())
    assert refused.value.known == 2


def test_an_empty_home_is_forecast_as_zero_and_says_so(monthly_bills):
    forecast = forecast_bills(monthly_bills([0.0] * 6), periods=2, model=model())
    assert not forecast.kwh.any()
    assert "no_usage_in_bills" in [finding.code for finding in forecast.findings]


def test_one_empty_month_does_not_break_the_logarithms(models, monthly_bills):
    forecast = forecast_bills(monthly_bills([120.0, 0.0, 110.0, 130.0]), periods=3, model=models.bills)
    assert np.isfinite(forecast.kwh).all()


def test_without_rules_the_homes_own_bills_make_the_range_by_hand(monthly_bills):
    bills = monthly_bills([100.0, 121.0, 100.0])
    forecast = forecast_bills(bills, periods=1, model=None)
    level = 321 / 90
    spread = np.log(np.array([100, 121, 100]) / 30 / level).std() * np.sqrt(1 + 1 / 3)
    expected = level * 30 * np.exp(spread * NormalDist().inv_cdf(0.9))
    assert forecast.quantile(0.9)[0] == pytest.approx(expected)
    assert forecast.method == "own_bills"
    assert {f.code: f.params for f in forecast.findings}["forecast_simple"] == {"reason": "no_model"}


def test_growth_against_the_same_days_a_year_before_is_told_apart(monthly_bills):
    history = read_bills(monthly_bills([100.0] * 12 + [120.0] * 6))
    features = bill_features(history, history.end, history.end + timedelta(days=30))
    assert features.season
    assert features.values[2] == pytest.approx(np.log(1.2), abs=0.03)
