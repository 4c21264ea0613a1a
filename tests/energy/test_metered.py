"""Readings of one meter to its series: the step that fits, local days, new meters; any order, any number of times."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.metered import register_series, step_for
from advisor.energy.registers import RegisterReading
from advisor.energy.usage import Quality

LIMA = ZoneInfo("America/Lima")
MIDNIGHT = datetime(2026, 8, 1, 5, tzinfo=timezone.utc)  # 0:00 in Lima
DAY = 1440


def at(day, hour=0, minute=0):
    return MIDNIGHT + timedelta(days=day, hours=hour, minutes=minute)


def by_day(*readings, **more):
    given_readings = [RegisterReading(moment, kwh) for moment, kwh in readings]
    return register_series(given_readings, zone=LIMA, step_minutes=DAY, **more)


@pytest.mark.parametrize(
    ("every", "step"),
    [
        (timedelta(seconds=10), 15),
        (timedelta(minutes=15), 15),
        (timedelta(minutes=20), 30),
        (timedelta(hours=1), 60),
        (timedelta(hours=2), DAY),
        (timedelta(days=3), DAY),
    ],
)
def test_the_step_fits_how_often_the_meter_is_read(every, step):
    assert step_for([MIDNIGHT + n * every for n in range(9)]) == step


def test_neither_a_gap_nor_a_burst_decides_the_step():
    quarters = [at(0, minute=15 * n) for n in range(40)]
    assert step_for([*quarters, at(30), at(60)]) == 15
    assert step_for([at(0), at(0, minute=1), at(4), at(7), at(11)]) == DAY
    assert step_for([at(0)]) == DAY


def test_readings_days_apart_are_spread_evenly_over_whole_local_days_as_estimates():
    series, findings = by_day((at(0), 1000), (at(4), 1020))
    assert (series.start, series.step_minutes) == (MIDNIGHT, DAY)
    assert series.kwh.tolist() == pytest.approx([5, 5, 5, 5])
    assert set(series.quality.tolist()) == {Quality.ESTIMATED}
    assert findings == ()


def test_the_first_and_the_last_day_are_not_told_by_a_part_of_them():
    # 2 kWh an hour from Saturday 8:00 to Tuesday 20:00; only Sunday and Monday are whole.
    series, _findings = by_day((at(0, 8), 1000), (at(3, 20), 1000 + 84 * 2))
    assert series.start == at(1)
    assert series.kwh.tolist() == pytest.approx([48, 48])


def test_a_day_between_two_stretches_takes_its_part_of_each():
    # Until noon of the second day 1 kWh an hour, afterwards 3.
    series, _findings = by_day((at(0), 0), (at(1, 12), 36), (at(2), 72))
    assert series.kwh.tolist() == pytest.approx([24, 48])


def test_what_was_used_before_a_new_meter_stays_unknown():
    series, _findings = by_day((at(0), 48210), (at(2), 48220), (at(4), 3), (at(6), 15), replaced_at=[at(4)])
    assert series.kwh.tolist()[:2] == pytest.approx([5, 5])
    assert series.quality.tolist() == [1, 1, 0, 0, 1, 1]
    assert series.kwh.tolist()[4:] == pytest.approx([6, 6])


def test_a_new_meter_that_shows_more_than_the_old_one_is_no_usage():
    series, _findings = by_day((at(0), 100), (at(1), 105), (at(2), 90_000), (at(3), 90_004), replaced_at=[at(2)])
    assert np.nansum(series.kwh) == pytest.approx(9)


def test_a_register_that_rolled_over_goes_on():
    series, findings = by_day((at(0), 99_990), (at(2), 10), digits=5)
    assert series.kwh.tolist() == pytest.approx([10, 10])
    assert [finding.code for finding in findings] == ["register_rollover"]


def test_a_season_between_two_readings_tells_nothing_of_its_days():
    series, _findings = by_day((at(0), 1000), (at(2), 1010), (at(80), 1500), (at(82), 1510))
    assert series.quality.tolist()[:4] == [1, 1, 0, 0]
    assert np.nansum(series.kwh) == pytest.approx(20)


def test_too_little_for_one_interval_is_no_series():
    assert by_day((at(0), 5)) == (None, ())
    assert by_day((at(0, 8), 5), (at(0, 20), 9))[0] is None


def test_a_meter_read_each_minute_is_measured_though_no_message_comes_on_the_hour():
    readings = [RegisterReading(at(0, minute=n) + timedelta(seconds=37), 50 + n / 100) for n in range(61)]
    series, _findings = register_series(readings, zone=LIMA, step_minutes=15)
    assert series.kwh.tolist() == pytest.approx([0.15] * 3)
    assert series.quality.tolist() == [Quality.MEASURED] * 3


def test_a_device_that_was_silent_for_two_days_leaves_them_unknown():
    quarters = [RegisterReading(at(0, minute=15 * n), n / 10) for n in range(9)]
    later = [RegisterReading(at(2, minute=15 * n), 50 + n / 10) for n in range(9)]
    series, _findings = register_series(quarters + later, zone=LIMA, step_minutes=15)
    assert np.nansum(series.kwh) == pytest.approx(1.6)
    assert series.count(Quality.MISSING) == 46 * 4


growths = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 5000)), min_size=1, max_size=25)


@given(growths, st.sampled_from([15, 30, 60, DAY]), st.integers(0, 9_000_000), st.randoms(use_true_random=False))
def test_any_order_and_any_number_of_times_tell_the_same_and_sum_up_to_the_growth(
    steps, step_minutes, first_wh, shuffler: random.Random
):
    """Readings at full steps: what the series holds is what the register grew by."""
    moment, index_wh = MIDNIGHT, first_wh
    readings = [RegisterReading(moment, index_wh / 1000)]
    for count, grown_wh in steps:
        moment, index_wh = moment + count * timedelta(minutes=step_minutes), index_wh + grown_wh
        readings.append(RegisterReading(moment, index_wh / 1000))
    told, findings = register_series(readings, zone=LIMA, step_minutes=step_minutes)
    assert told.total_kwh == pytest.approx((index_wh - first_wh) / 1000, abs=1e-6)
    assert findings == ()
    mixed = readings + shuffler.choices(readings, k=len(readings))
    shuffler.shuffle(mixed)
    again, _findings = register_series(mixed, zone=LIMA, step_minutes=step_minutes)
    assert (again.start, again.step_minutes) == (told.start, told.step_minutes)
    assert np.array_equal(again.quality, told.quality)
    assert np.array_equal(again.kwh, told.kwh, equal_nan=True)
