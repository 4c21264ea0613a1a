"""Register readings to usage: what a meter says through rollovers, replacements and slips of the pen."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.registers import RegisterReading, readings_to_series, usage_between
from advisor.energy.usage import Quality

START = datetime(2026, 1, 1, 5, tzinfo=timezone.utc)


def monthly(*indexes):
    return [RegisterReading(START + timedelta(days=30 * n), value, row=n + 2) for n, value in enumerate(indexes)]


def hourly(*indexes):
    return [RegisterReading(START + timedelta(hours=n), value) for n, value in enumerate(indexes)]


def usage(readings, **more):
    usages, findings = usage_between(readings, **more)
    return [u.kwh for u in usages], [(f.code, f.row) for f in findings]


def rising_month():
    return monthly(1000, 1120, 1250), [120, 130], []


def rollover():
    return monthly(99850, 99970, 100, 230), [120, 130, 130], [("register_rollover", 4)]


def replaced_meter():
    return monthly(48210, 48330, 12, 140), [120, None, 128], [("register_reset", 4)]


def index_typed_too_high():
    return monthly(1000, 11200, 1250, 1370), [250, 120], [("register_slip", 3)]


def index_typed_too_low():
    return monthly(1000, 1120, 125, 1370), [120, 250], [("register_slip", 4)]


def first_index_typed_too_high():
    # Nothing before it can tell a slip from a new meter, so the first month stays unknown.
    return monthly(10000, 1120, 1250), [None, 130], [("register_reset", 3)]


def last_digit_going_back():
    return monthly(1000, 999.95, 1100), [0.0, pytest.approx(100.0)], []


def same_reading_twice():
    readings = monthly(1000, 1120)
    return [*readings, RegisterReading(readings[1].at, 1120, row=9)], [120], [("register_duplicate", 9)]


def two_indexes_at_one_moment():
    readings = monthly(1000, 1120)
    return [*readings, RegisterReading(readings[1].at, 1130, row=9)], [130], [("register_conflict", 9)]


def out_of_order():
    return monthly(1000, 1120, 1250)[::-1], [120, 130], []


SCENES = [
    rising_month,
    rollover,
    replaced_meter,
    index_typed_too_high,
    index_typed_too_low,
    first_index_typed_too_high,
    last_digit_going_back,
    same_reading_twice,
    two_indexes_at_one_moment,
    out_of_order,
]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_readings_become_usage(scene):
    readings, kwh, findings = scene()
    digits = 5 if scene is rollover else None
    assert usage(readings, digits=digits) == (kwh, findings)


def test_a_fall_is_no_rollover_where_the_register_was_far_from_its_end():
    assert usage(monthly(48210, 48330, 12, 140), digits=5) == ([120, None, 128], [("register_reset", 4)])


@given(st.lists(st.floats(0, 99999), min_size=2, max_size=40), st.sampled_from([None, 5]))
def test_usage_is_never_negative_whatever_was_typed(indexes, digits):
    kwh, _ = usage(monthly(*indexes), digits=digits)
    assert all(value is None or value >= 0 for value in kwh)


def test_hourly_readings_are_measured_intervals():
    series, findings = readings_to_series(hourly(10, 10.5, 11.25, 12), step_minutes=60)
    assert series.start == START
    assert series.kwh.tolist() == pytest.approx([0.5, 0.75, 0.75])
    assert (series.quality == Quality.MEASURED).all()
    assert findings == ()


def test_a_missed_reading_is_spread_and_marked_as_estimated():
    readings = [r for n, r in enumerate(hourly(10, 11, 12, 15, 16)) if n != 2]
    series, _ = readings_to_series(readings, step_minutes=60)
    assert series.kwh.tolist() == pytest.approx([1, 2, 2, 1])
    assert series.quality.tolist() == [2, 1, 1, 2]


def test_a_long_stretch_is_a_gap_and_not_a_flat_line():
    readings = [*hourly(10, 11), RegisterReading(START + timedelta(days=3), 40.0)]
    series, _ = readings_to_series(readings, step_minutes=60)
    assert series.count(Quality.MISSING) == 71
    assert series.total_kwh == pytest.approx(1.0)


def test_the_hour_of_a_reset_is_a_gap():
    series, findings = readings_to_series(hourly(500, 501, 0.2, 0.7), step_minutes=60)
    assert np.isnan(series.kwh[1])
    assert series.kwh[[0, 2]].tolist() == pytest.approx([1.0, 0.5])
    assert [f.code for f in findings] == ["register_reset"]


def test_readings_off_the_grid_keep_the_energy_between_full_steps():
    moments = [START + timedelta(minutes=m) for m in (0, 50, 130, 180)]
    readings = [RegisterReading(at, value) for at, value in zip(moments, (0.0, 5.0, 13.0, 18.0), strict=True)]
    series, _ = readings_to_series(readings, step_minutes=60)
    assert series.kwh.tolist() == pytest.approx([6.0, 6.0, 6.0])
    assert series.total_kwh == pytest.approx(18.0)


def test_one_reading_is_not_enough():
    with pytest.raises(ValueError, match="two readings"):
        readings_to_series(hourly(10), step_minutes=60)
