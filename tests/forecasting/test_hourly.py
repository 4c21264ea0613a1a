"""The next week by hour: no look ahead, ordered quantiles, and a labelled rule where the network may not answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.energy.usage import UsageSeries
from advisor.forecasting.hourly import forecast_hours

LIMA = ZoneInfo("America/Lima")
MADE_AT = datetime(2026, 3, 2, 5, 0, tzinfo=timezone.utc)


def one(series: UsageSeries, models, **changes):
    asked = {"zone": LIMA, "made_at": MADE_AT, "model": models.hourly, **changes}
    return forecast_hours([series], **asked)[0]


def reason(forecast) -> str:
    (finding,) = (f for f in forecast.findings if f.code == "forecast_simple")
    return finding.params["reason"]


def test_changing_the_future_changes_nothing(lived_in, models):
    known = lived_in(70, after_days=10)
    kwh = known.kwh.copy()
    kwh[60 * 24 :] = 99.0
    other = UsageSeries.measured(start=known.start, step_minutes=60, kwh=kwh)
    np.testing.assert_array_equal(one(known, models).kwh, one(other, models).kwh)
    assert one(other, models, model=None).kwh.max() < 99.0


def test_quantiles_never_cross_and_are_never_negative(lived_in, models):
    forecast = one(lived_in(60), models)
    assert forecast.method == "network"
    assert forecast.kwh.shape == (168, 13)
    assert (np.diff(forecast.kwh, axis=1) >= 0).all()
    assert forecast.kwh.min() >= 0


def test_a_flat_history_gives_a_flat_forecast(flat, models):
    median = one(flat(60, 0.2), models).quantile(0.5)
    np.testing.assert_allclose(median, 0.2, rtol=0.06)
    assert np.ptp(median) < 0.02


def test_a_home_that_uses_ten_times_as_much_is_forecast_ten_times_as_high(lived_in, models):
    small = lived_in(60)
    large = UsageSeries.measured(start=small.start, step_minutes=60, kwh=small.kwh * 10)
    np.testing.assert_allclose(one(large, models).kwh, one(small, models).kwh * 10, rtol=1e-4)


def test_the_evening_of_the_home_is_in_its_forecast(lived_in, models):
    day = one(lived_in(60), models).quantile(0.5).reshape(7, 24).mean(axis=0)
    assert day[20] > 2 * day[3]


def test_half_hours_and_hours_of_the_same_energy_give_the_same_forecast(lived_in, models):
    hours = one(lived_in(30), models)
    halves = one(lived_in(30, step_minutes=30), models)
    np.testing.assert_allclose(halves.kwh, hours.kwh, rtol=1e-6)


@pytest.mark.parametrize(("days", "method"), [(14, "network"), (13, "seasonal_naive")])
def test_fourteen_days_are_enough_and_thirteen_are_not(days, method, lived_in, models):
    forecast = one(lived_in(days), models)
    assert forecast.method == method
    if method == "seasonal_naive":
        assert reason(forecast) == "short_history"
        assert forecast.version is None
    else:
        assert forecast.findings == ()
        assert forecast.version == models.hourly.version


def test_without_a_network_the_rule_answers_and_says_so(lived_in, models):
    forecast = one(lived_in(60), models, model=None)
    assert (forecast.method, reason(forecast)) == ("seasonal_naive", "no_model")


def test_gaps_in_the_history_are_borne(lived_in, models):
    series = lived_in(40)
    kwh = series.kwh.copy()
    kwh[100:160] = np.nan
    kwh[-5:] = np.nan
    forecast = one(UsageSeries.measured(start=series.start, step_minutes=60, kwh=kwh), models)
    assert forecast.method == "network"
    assert np.isfinite(forecast.kwh).all()


def test_a_history_that_is_mostly_gaps_falls_back(lived_in, models):
    series = lived_in(40)
    kwh = np.where(np.arange(len(series)) % 3 == 0, series.kwh, np.nan)
    assert reason(one(UsageSeries.measured(start=series.start, step_minutes=60, kwh=kwh), models)) == "many_gaps"


def test_an_empty_home_is_forecast_as_zero(flat, models):
    forecast = one(flat(40, 0.0), models)
    assert reason(forecast) == "no_usage"
    assert not forecast.kwh.any()


def test_many_homes_together_are_forecast_as_each_alone(lived_in, flat, models):
    homes = [lived_in(60, seed=1), flat(9), lived_in(20, seed=2)]
    together = forecast_hours(homes, zone=LIMA, made_at=MADE_AT, model=models.hourly)
    for home, forecast in zip(homes, together, strict=True):
        np.testing.assert_allclose(forecast.kwh, one(home, models).kwh, atol=1e-6)


def test_the_forecast_begins_at_the_hour_it_is_made(lived_in, models):
    made_at = MADE_AT - timedelta(hours=30, minutes=17)
    forecast = one(lived_in(60), models, made_at=made_at, horizon_hours=24)
    assert forecast.start == datetime(2026, 2, 28, 22, 0, tzinfo=timezone.utc)
    assert len(forecast) == 24


def test_daily_data_are_spread_and_said_to_be(models):
    days = UsageSeries.measured(start=MADE_AT - timedelta(days=30), step_minutes=1440, kwh=np.full(30, 4.8))
    forecast = one(days, models)
    assert [finding.code for finding in forecast.findings] == ["hours_spread_evenly"]
    assert forecast.quantile(0.5).sum() == pytest.approx(7 * 4.8, rel=0.06)


def test_no_homes_give_no_forecasts(models):
    assert forecast_hours([], zone=LIMA, made_at=MADE_AT, model=models.hourly) == []
