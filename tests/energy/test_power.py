"""Readings of power to energy: each holds until the next one, for a quarter of an hour at most."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.power import power_to_series
from advisor.energy.usage import Quality

NOON = datetime(2026, 8, 4, 12, tzinfo=timezone.utc).timestamp()


def series(*readings, step=15, shuffled=False):
    at, watts = zip(*(readings[::-1] if shuffled else readings), strict=True)
    return power_to_series(NOON + 60 * np.array(at, dtype=float), np.array(watts, dtype=float), step_minutes=step)


def test_a_steady_lamp_is_its_power_times_the_time():
    # 100 W for a quarter of an hour are 25 Wh.
    lamp = series(*[(minute, 100) for minute in range(0, 35, 5)])
    assert lamp.kwh.tolist()[:2] == pytest.approx([0.025, 0.025])
    assert lamp.quality.tolist()[:2] == [Quality.MEASURED, Quality.MEASURED]


def test_each_reading_counts_for_as_long_as_it_holds():
    # 600 W for 5 minutes, then 0 W for 10: 50 Wh in the quarter of an hour.
    assert series((0, 600), (5, 0), (15, 0)).kwh[0] == pytest.approx(0.05)


def test_a_reading_in_the_middle_of_an_interval_is_cut_at_its_end():
    # From 12:10, 900 W: 5 minutes in the first quarter (too little of it to say anything), all of the second.
    quarter = series((10, 900), (20, 900), (30, 900))
    assert quarter.start.minute == 15
    assert quarter.kwh[0] == pytest.approx(0.225)


def test_a_silent_meter_is_absent_and_not_steady():
    gap = series((0, 400), (15, 400), (120, 400), (135, 400))
    assert gap.quality.tolist()[:3] == [Quality.MEASURED, Quality.MEASURED, Quality.MISSING]
    assert gap.quality.tolist()[8] == Quality.MEASURED
    assert np.isnan(gap.kwh[4])


def test_an_interval_half_covered_is_an_estimate_of_the_whole():
    half = series((0, 400), (8, 400), (10, 400), step=60)
    assert half.kwh.tolist() == []  # 10 of 60 minutes: nobody knows how long the last one holds
    more = series((0, 400), (15, 400), (31, 400), step=60)
    assert more.kwh.tolist() == pytest.approx([0.4])
    assert more.quality.tolist() == [Quality.ESTIMATED]


def test_the_order_does_not_matter_and_power_sent_back_is_none_used():
    assert series((0, 600), (5, 0), (15, 0), shuffled=True).kwh[0] == pytest.approx(0.05)
    assert series((0, -600), (5, -600), (10, -600), (15, 0)).kwh[0] == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 9000)),
        min_size=1,
        max_size=40,
        unique_by=lambda reading: reading[0],
    )
)
def test_energy_is_never_more_than_the_highest_power_through_all_of_it(readings):
    made = series(*readings)
    assert np.all(made.kwh[made.quality > 0] <= max(watts for _at, watts in readings) / 1000 / 4 + 1e-9)
    assert np.all(made.kwh[made.quality > 0] >= 0)
