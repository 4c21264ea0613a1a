"""Short gaps get a labelled estimate, long ones stay; what was measured is never touched."""

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.gaps import HowFilled, filled
from advisor.energy.usage import Quality, UsageSeries

START = datetime(2026, 3, 1, 5, tzinfo=timezone.utc)
WEEK = 7 * 24


def hours(kwh) -> UsageSeries:
    return UsageSeries.measured(start=START, step_minutes=60, kwh=np.asarray(kwh, float))


def test_two_slots_are_bridged_by_a_line():
    full = filled(hours([1.0, np.nan, np.nan, 4.0]))
    assert full.series.kwh.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert full.series.quality.tolist() == [Quality.MEASURED, Quality.ESTIMATED, Quality.ESTIMATED, Quality.MEASURED]
    assert (full.share, full.how) == (0.5, (HowFilled.LINEAR,))


def test_a_longer_gap_takes_the_same_hours_of_the_weeks_around():
    kwh = np.tile(np.arange(WEEK) / 100, 3)
    kwh[WEEK : WEEK + 5] = np.nan
    kwh[2 * WEEK] = 8.0
    full = filled(hours(kwh))
    # The first hour: 0 a week before, 8 a week after.
    assert full.series.kwh[WEEK : WEEK + 5].tolist() == pytest.approx([4.0, 0.01, 0.02, 0.03, 0.04])
    assert full.how == (HowFilled.SAME_HOUR,)


@pytest.mark.parametrize(("length", "left"), [(24, 0), (25, 25)])
def test_a_gap_of_more_than_a_day_stays(length, left):
    kwh = np.ones(5 * WEEK)
    kwh[2 * WEEK : 2 * WEEK + length] = np.nan
    assert filled(hours(kwh)).series.count(Quality.MISSING) == left


def test_where_no_week_around_tells_the_hour_the_gap_stays():
    kwh = np.ones(WEEK)
    kwh[50:60] = np.nan
    full = filled(hours(kwh))
    assert (full.series.count(Quality.MISSING), full.share, full.how) == (10, 0.0, ())


def test_before_the_first_and_after_the_last_value_nothing_is_made_up():
    assert filled(hours([np.nan, 1.0, np.nan])).series.count(Quality.MISSING) == 2


@given(st.lists(st.one_of(st.none(), st.floats(0, 9)), max_size=60), st.integers(0, 30))
def test_what_was_there_stays_and_what_was_filled_says_so(values, longest):
    series = hours([np.nan if value is None else value for value in values])
    full = filled(series, longest=timedelta(hours=longest))
    told = series.quality != Quality.MISSING
    assert np.array_equal(full.series.kwh[told], series.kwh[told])
    assert not (full.mask & told).any()
    assert (full.series.quality[full.mask] == Quality.ESTIMATED).all()
    assert (full.series.kwh[full.mask] >= 0).all()
