"""The values of usage: a regular grid in UTC, gaps that are no zeros, local clocks, periods that end later."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.usage import BillPeriod, Quality, UsageSeries

START = datetime(2026, 1, 1, 5, tzinfo=timezone.utc)  # midnight in Lima
LIMA, LONDON = ZoneInfo("America/Lima"), ZoneInfo("Europe/London")


def series(kwh, *, start=START, step_minutes=60):
    return UsageSeries.measured(start=start, step_minutes=step_minutes, kwh=np.array(kwh, dtype=float))


def test_a_gap_is_missing_and_counts_nothing():
    usage = series([0.5, np.nan, 0.0])
    assert usage.total_kwh == 0.5
    assert (usage.count(Quality.MEASURED), usage.count(Quality.MISSING)) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": datetime(2026, 1, 1, tzinfo=LIMA)}, "UTC"),
        ({"step_minutes": 7}, "divide a day"),
        ({"quality": np.array([2], dtype=np.uint8)}, "equally long"),
        ({"quality": np.array([2, 0], dtype=np.uint8)}, "NaN exactly where"),
    ],
    ids=["a local start", "an odd step", "too few codes", "a value marked missing"],
)
def test_a_series_that_contradicts_itself_is_refused(changes, words):
    parts = {"start": START, "step_minutes": 60, "kwh": np.ones(2), "quality": np.full(2, 2, dtype=np.uint8)}
    with pytest.raises(ValueError, match=words):
        UsageSeries(**{**parts, **changes})


def test_the_clock_of_lima_is_five_hours_behind_all_year():
    local = series(np.ones(365 * 24)).local_starts(LIMA)
    assert local[0] == np.datetime64("2026-01-01T00:00")
    assert local[-1] == np.datetime64("2026-12-31T23:00")


def test_a_year_in_london_has_its_summer_hour_though_both_ends_are_in_winter():
    usage = series(np.ones(365 * 24), start=datetime(2026, 1, 1, tzinfo=timezone.utc))
    local = usage.local_starts(LONDON)
    july = usage.starts() == np.datetime64("2026-07-01T12:00")
    assert local[july] == np.datetime64("2026-07-01T13:00")
    assert local[-1] == usage.starts()[-1]


@given(st.integers(0, 60), st.integers(0, 3000), st.integers(0, 3000))
def test_a_part_holds_exactly_the_intervals_that_start_inside(length, low_minutes, high_minutes):
    usage = series(np.arange(length))
    low, high = START + timedelta(minutes=low_minutes), START + timedelta(minutes=high_minutes)
    inside = [i for i in range(length) if low <= START + i * usage.step < high]
    part = usage.between(low, high)
    assert part.kwh.tolist() == [float(i) for i in inside]
    assert not inside or part.start == START + inside[0] * usage.step


def test_a_billing_period_ends_after_it_starts():
    assert BillPeriod(date(2026, 5, 4), date(2026, 6, 4), 132.0).days == 31
    with pytest.raises(ValueError, match="end after it starts"):
        BillPeriod(date(2026, 5, 4), date(2026, 5, 4), 0.0)
