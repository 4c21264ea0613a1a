"""The running bill: metered energy counts as it is, only the days left are uncertain."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.energy.usage import UsageSeries
from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LogRule
from advisor.forecasting.next_bill import UnableToForecast, forecast_next_bill
from advisor.forecasting.totals import TotalsModel, forecast_total, read_history

LIMA = ZoneInfo("America/Lima")
MADE_AT = datetime(2026, 3, 2, 5, 0, tzinfo=timezone.utc)
PLAIN = LogRule((0.0,) * 4, (0.1, 0.0), tuple(np.linspace(-3, 3, len(LEVELS))))
BY_HAND = TotalsModel({1: PLAIN}, {1: PLAIN}, "by hand")


def next_bill(series: UsageSeries, model=BY_HAND, start=date(2026, 2, 20), end=date(2026, 3, 22), made_at=MADE_AT):
    return forecast_next_bill(series, zone=LIMA, start=start, end=end, made_at=made_at, model=model)


def test_metered_days_and_days_left_by_hand(flat):
    # 4.8 kWh a day: ten days metered from 20 February to 2 March, twenty left with a spread of 10 % a level step
    forecast = next_bill(flat(60))
    expected = 10 * 4.8 + 20 * 4.8 * np.exp(0.1 * np.linspace(-3, 3, len(LEVELS)))
    np.testing.assert_allclose(forecast.kwh[0], expected)
    assert forecast.method == "metered_and_total"


def test_the_range_narrows_as_the_month_runs(lived_in, models):
    series = lived_in(90, after_days=18)
    widths = []
    for days in (0, 6, 12, 18):
        forecast = next_bill(series, models.totals, made_at=MADE_AT + timedelta(days=days))
        widths.append(float((forecast.quantile(0.9) - forecast.quantile(0.1))[0]))
    assert widths == sorted(widths, reverse=True)


def test_a_finished_period_is_what_the_meter_counted(flat):
    forecast = next_bill(flat(60), start=date(2026, 1, 31), end=date(2026, 3, 2))
    np.testing.assert_allclose(forecast.kwh, 30 * 4.8)


def test_changing_the_future_changes_nothing(lived_in, models):
    known = lived_in(90, after_days=15)
    kwh = known.kwh.copy()
    kwh[75 * 24 :] = 99.0
    other = UsageSeries.measured(start=known.start, step_minutes=60, kwh=kwh)
    np.testing.assert_array_equal(next_bill(known, models.totals).kwh, next_bill(other, models.totals).kwh)


def test_unknown_hours_inside_the_period_are_days_left(flat):
    series = flat(60)
    kwh = series.kwh.copy()
    kwh[-48:-24] = np.nan
    forecast = next_bill(UsageSeries.measured(start=series.start, step_minutes=60, kwh=kwh))
    assert forecast.quantile(0.5)[0] == pytest.approx(30 * 4.8)
    assert forecast.kwh[0, 0] == pytest.approx(9 * 4.8 + 21 * 4.8 * np.exp(-0.3))


def test_a_period_yet_to_come_is_forecast_whole(flat):
    forecast = next_bill(flat(60), start=date(2026, 3, 5), end=date(2026, 4, 4))
    assert forecast.quantile(0.5)[0] == pytest.approx(30 * 4.8)
    assert forecast.kwh[0, 0] == pytest.approx(30 * 4.8 * np.exp(-0.3))


@pytest.mark.parametrize(("days", "model", "reason"), [(9, BY_HAND, "short_history"), (60, None, "no_model")])
def test_the_simple_method_is_labelled(days, model, reason, lived_in):
    forecast = next_bill(lived_in(days), model)
    assert forecast.method == "metered_and_mean"
    assert forecast.findings[0].params == {"reason": reason}
    assert np.isfinite(forecast.kwh).all()


def test_a_meter_without_any_value_cannot_be_forecast():
    empty = UsageSeries.measured(start=MADE_AT - timedelta(days=2), step_minutes=60, kwh=np.full(48, np.nan))
    with pytest.raises(UnableToForecast) as refused:
        next_bill(empty)
    assert refused.value.finding.code == "no_usage_known"


def test_between_two_numbers_of_days_both_rules_are_mixed():
    rules = {2: LogRule((1.0, 0, 0, 0), (0.1, 0.0), (0.0,) * 13), 8: LogRule((3.0, 0, 0, 0), (0.1, 0.0), (0.0,) * 13)}
    history = read_history(np.full(28, 5.0), 4)
    bent = type(history)(history.level_kwh, np.array([0.1, 0.0, 0.0, 0.0]), history.unsteadiness)
    ratios = TotalsModel(rules, rules, "by hand").ratios(bent, 4)
    # 4 lies halfway between 2 and 8 in logarithms: exp((0.1 + 0.3) / 2)
    np.testing.assert_allclose(ratios, np.exp(0.2))


def test_last_years_season_of_the_home_is_read():
    # a year ago usage doubled from these days on
    daily = np.concatenate([np.full(100, 5.0), np.full(264, 10.0), np.full(100, 5.0)])
    assert read_history(daily, 30).features[3] == pytest.approx(np.log(2))
    assert read_history(daily[-200:], 30).features[3] == 0.0


def test_under_fourteen_known_days_there_is_no_total():
    assert forecast_total(np.full(13, 5.0), 7, BY_HAND) is None
    assert forecast_total(np.full(14, 5.0), 7, BY_HAND) is not None
