"""What a load profile must say of loads whose answer is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.energy.profile import hourly, load_profile
from advisor.energy.usage import Quality, UsageSeries
from tests.energy.series import LIMA, MIDNIGHT, flat, of


@pytest.mark.parametrize("step_minutes", [15, 30, 60])
def test_a_flat_load_has_no_shape(step_minutes):
    profile = load_profile(flat(days=28, step_minutes=step_minutes, kwh_per_hour=0.2), LIMA)
    assert profile.load_factor == pytest.approx(1.0)
    assert profile.base_load_w == pytest.approx(200)
    assert profile.peak_window_share == pytest.approx(5 / 24)
    assert profile.annual_kwh == pytest.approx(0.2 * 8760)
    assert np.allclose(profile.week, 0.2)
    assert profile.coverage == 1.0


@given(hours=st.lists(st.integers(0, 28 * 24 - 1), max_size=300, unique=True))
def test_gaps_are_left_out_and_never_count_as_zero(hours):
    kwh = np.full(35 * 24, 0.3)
    kwh[hours] = np.nan
    profile = load_profile(of(kwh), LIMA)
    assert profile.coverage == pytest.approx(1 - len(hours) / len(kwh))
    assert profile.load_factor == pytest.approx(1.0)
    if profile.days >= 28:  # the last week has no gaps, so every hour of the week was seen
        assert profile.annual_kwh == pytest.approx(0.3 * 8760)


@given(arrays(float, st.integers(0, 400), elements=st.floats(0, 20) | st.just(float("nan"))))
def test_any_series_gives_a_profile_within_its_limits(kwh):
    profile = load_profile(of(kwh), LIMA)
    assert 0 <= profile.coverage <= 1
    for share in (profile.load_factor, profile.peak_window_share):
        assert share is None or -1e-12 <= share <= 1 + 1e-12
    assert profile.base_load_w is None or profile.base_load_w >= 0
    assert profile.annual_kwh is None  # under 28 days


def test_gaps_at_night_do_not_raise_the_year():
    day = np.full(24, 0.1)
    day[18:23] = 1.0
    kwh = np.tile(day, 42)
    whole = load_profile(of(kwh), LIMA).annual_kwh
    kwh = kwh.copy().reshape(42, 24)
    kwh[:20, :6] = np.nan
    assert load_profile(of(kwh.ravel()), LIMA).annual_kwh == pytest.approx(whole)
    assert whole == pytest.approx(365 * day.sum())


def test_the_peak_window_is_18_to_23_on_the_clock_of_the_home():
    kwh = np.zeros((28, 24))
    kwh[:, 18:23] = 1.0
    profile = load_profile(of(kwh.ravel()), LIMA)
    assert profile.peak_window_share == pytest.approx(1.0)
    assert profile.load_factor == pytest.approx(5 / 24)
    assert load_profile(of(kwh.ravel()), timezone.utc).peak_window_share == pytest.approx(0.0)


def test_base_load_is_the_lowest_four_hours_and_days_away_do_not_move_it():
    day = np.full(24, 0.5)
    day[1:5] = [0.08, 0.10, 0.12, 0.10]
    kwh = np.tile(day, 30).reshape(30, 24)
    kwh[10:15] = 0.02
    assert load_profile(of(kwh.ravel()), LIMA).base_load_w == pytest.approx(100)


def test_day_types_hold_their_own_days_and_holidays_count_as_sundays():
    kwh = np.zeros((28, 24))
    kwh[5::7], kwh[6::7] = 2.0, 3.0
    kwh[0] = 3.0  # Monday 5 January, said to be a holiday
    profile = load_profile(of(kwh.ravel()), LIMA, holidays=frozenset({date(2026, 1, 5)}))
    assert np.allclose(profile.by_day_type["weekday"], 0.0)
    assert np.allclose(profile.by_day_type["saturday"], 2.0)
    assert np.allclose(profile.by_day_type["sunday"], 3.0)
    assert profile.week[5].sum() == pytest.approx(48)


def test_a_short_series_has_no_year_and_says_from_when_it_would():
    profile = load_profile(flat(days=27), LIMA)
    assert profile.annual_kwh is None
    assert [f.code for f in profile.findings] == ["profile_too_short"]
    assert profile.base_load_w == pytest.approx(200)


def test_an_hour_of_the_week_never_seen_leaves_the_year_unknown():
    kwh = np.full((35, 24), 0.2)
    kwh[:, 3] = np.nan
    profile = load_profile(of(kwh.ravel()), LIMA)
    assert profile.annual_kwh is None
    assert np.isnan(profile.week[:, 3]).all()


def test_daily_values_have_no_hours():
    profile = load_profile(flat(days=60, step_minutes=24 * 60), LIMA)
    assert (profile.week, profile.by_day_type, profile.base_load_w) == (None, None, None)
    assert "step_too_long_for_hours" in {f.code for f in profile.findings}


def test_only_the_last_year_counts():
    old, recent = flat(days=365, kwh_per_hour=1.0), flat(days=365, kwh_per_hour=0.2)
    both = of(np.concatenate([old.kwh, recent.kwh]))
    assert load_profile(both, LIMA).annual_kwh == pytest.approx(0.2 * 8760)


def test_hours_begin_on_the_hour_and_keep_the_lowest_quality():
    start = datetime(2026, 1, 5, 5, 30, tzinfo=timezone.utc)
    quality = np.array([2, 2, 2, 2, 1, 2, 0, 2, 2], dtype=np.uint8)
    kwh = np.where(quality == Quality.MISSING, np.nan, 1.0)
    hours = hourly(UsageSeries(start, 30, kwh, quality), LIMA)
    assert hours.start == start + timedelta(minutes=30)
    assert hours.quality.tolist() == [Quality.MEASURED, Quality.ESTIMATED, Quality.MISSING, Quality.MEASURED]
    assert hours.kwh.tolist() == pytest.approx([2.0, 2.0, float("nan"), 2.0], nan_ok=True)


def test_an_empty_series_is_described_as_empty():
    profile = load_profile(of([], start=MIDNIGHT), LIMA)
    assert (profile.coverage, profile.days, profile.annual_kwh, profile.load_factor) == (0.0, 0.0, None, None)
