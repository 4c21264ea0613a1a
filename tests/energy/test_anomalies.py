"""Each rule finds its fault, by its stated threshold, and is silent below it."""

from datetime import datetime, timezone

import numpy as np
import pytest

from advisor.energy.anomalies import HOME_LIMIT_KW, AnomalyKind, find_anomalies
from advisor.energy.usage import UsageSeries

START = datetime(2026, 3, 1, 5, tzinfo=timezone.utc)
DAY = 48


def home(days: int = 14) -> np.ndarray:
    """Half hours that are never the same twice: 0.02 to 0.5 kWh."""
    return np.round(0.02 + 0.48 * np.random.default_rng(7).random(days * DAY), 4)


def found(kwh, **options):
    return find_anomalies(UsageSeries.measured(start=START, step_minutes=30, kwh=kwh), **options)


def kinds(kwh, **options):
    return [anomaly.kind for anomaly in found(kwh, **options)]


def test_an_ordinary_home_has_none():
    assert found(home(200)) == ()


def test_the_energy_of_a_gap_in_one_interval_is_a_catch_up():
    kwh = home()
    kwh[100:120] = np.nan
    kwh[120] = 5.4
    (anomaly,) = found(kwh)
    assert anomaly.kind is AnomalyKind.CATCH_UP
    assert (anomaly.end - anomaly.start).total_seconds() == 21 * 1800
    assert anomaly.kwh == pytest.approx(5.4)
    assert anomaly.params["gap_slots"] == 20


@pytest.mark.parametrize("value", [0.5, 2.0, 12.0])
def test_a_value_that_is_not_the_energy_of_the_gap_is_none(value):
    kwh = home()
    kwh[100:120] = np.nan
    kwh[120] = value
    assert AnomalyKind.CATCH_UP not in kinds(kwh)


def test_more_than_a_supply_of_a_home_gives_is_impossible():
    kwh = home()
    kwh[50] = HOME_LIMIT_KW / 2 + 0.001
    assert kinds(kwh) == [AnomalyKind.IMPOSSIBLE]
    kwh[50] = HOME_LIMIT_KW / 2
    assert kinds(kwh) == []


def test_a_known_contracted_power_lowers_the_limit():
    kwh = home()
    kwh[50] = 2.5
    assert kinds(kwh, contracted_kw=3.0) == [AnomalyKind.IMPOSSIBLE]
    assert kinds(kwh, contracted_kw=4.0) == []


def test_a_catch_up_is_not_called_impossible_as_well():
    kwh = home(30)
    kwh[300:340] = np.nan
    kwh[340] = 10.3
    assert kinds(kwh) == [AnomalyKind.CATCH_UP]


@pytest.mark.parametrize(("slots", "told"), [(2 * DAY, [AnomalyKind.STUCK]), (2 * DAY - 1, [])])
def test_the_same_value_for_two_days_is_a_meter_that_stands(slots, told):
    kwh = home()
    kwh[100 : 100 + slots] = 0.123
    assert kinds(kwh) == told


@pytest.mark.parametrize(("slots", "told"), [(2 * DAY, [AnomalyKind.DEAD]), (2 * DAY - 1, [])])
def test_zeros_for_two_days_in_a_home_that_is_never_off(slots, told):
    kwh = home()
    kwh[100 : 100 + slots] = 0.0
    assert kinds(kwh) == told


def test_a_home_that_is_often_at_zero_may_be_away():
    kwh = home()
    kwh[::5] = 0.0
    kwh[100 : 100 + 3 * DAY] = 0.0
    assert kinds(kwh) == []


def test_ten_times_the_usage_from_a_day_on_is_another_level():
    kwh = home(80)
    kwh[40 * DAY :] *= 10
    (anomaly,) = [each for each in found(kwh) if each.kind is AnomalyKind.LEVEL_CHANGE]
    assert anomaly.start == datetime(2026, 4, 10, 5, tzinfo=timezone.utc)
    assert anomaly.params["after"] == pytest.approx(10 * anomaly.params["before"], rel=0.1)


def test_twice_the_usage_is_a_season():
    kwh = home(80)
    kwh[40 * DAY :] *= 2
    assert kinds(kwh) == []


def test_nothing_and_only_gaps_are_no_anomaly():
    assert found(np.array([])) == ()
    assert found(np.full(100, np.nan)) == ()
