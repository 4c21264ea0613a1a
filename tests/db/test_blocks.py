"""Month blocks keep what they are given, exactly, and merge by rule whatever the order."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.db.blocks import UnstorableUsage, pack, smallest_scale, to_units, unpack
from advisor.db.intervals import IntervalBlock
from advisor.db.months import join, month_start, split
from advisor.energy.usage import UsageSeries

from .slots import START, slots

LIMA = ZoneInfo("America/Lima")
UTC = timezone.utc


def series(values, *, start=START, step_minutes=30):
    return UsageSeries.measured(start=start, step_minutes=step_minutes, kwh=np.asarray(values, float))


@given(st.lists(st.integers(0, 4_000_000), min_size=1, max_size=200), st.sampled_from([1e-3, 1e-4, 1e-5, 1e-6]))
def test_a_block_gives_back_exactly_the_decimals_it_was_given(units, scale):
    values = np.array(units) / round(1 / scale)
    found = smallest_scale(values)
    block = IntervalBlock()
    pack(slots(to_units(values, found), scale_kwh=found), block)
    assert np.array_equal(unpack(block).kwh, values)


@pytest.mark.parametrize(("largest", "width"), [(65_535, "u2"), (65_536, "u4"), (2**32 - 1, "u4"), (2**32, "u8")])
def test_a_block_widens_when_a_value_does_not_fit(largest, width):
    block = IntervalBlock()
    pack(slots([0, largest]), block)
    assert block.codec == f"zlib-{width}"
    assert unpack(block).units.tolist() == [0, largest]


def test_values_that_no_scale_holds_are_rounded_to_a_thousandth_of_a_watt_hour():
    third = np.array([1 / 3])
    scale = smallest_scale(third)
    assert scale == 1e-6
    assert abs(slots(to_units(third, scale), scale_kwh=scale).kwh[0] - 1 / 3) <= 0.5e-6


@pytest.mark.parametrize("bad", [-0.001, np.inf])
def test_energy_that_cannot_be_stored_is_refused(bad):
    with pytest.raises(UnstorableUsage):
        smallest_scale(np.array([1.0, bad]))


@given(st.integers(0, 10_000), st.sampled_from([1, 5, 15, 20, 30]))
def test_cutting_a_slot_finer_keeps_its_sum(units, step):
    assert int(slots([units], step_minutes=60).at_step(step).units.sum()) == units


@settings(max_examples=40)
@given(st.integers(0, 80), st.integers(1, 4000), st.sampled_from([15, 30, 60]), st.integers(0, 2**31))
def test_a_series_cut_into_months_and_joined_again_is_the_same(first_day, count, step, seed):
    random = np.random.default_rng(seed)
    kwh = np.round(random.gamma(2, 0.2, count), 3)
    kwh[random.random(count) < 0.1] = np.nan
    kwh[0], kwh[-1] = 0.5, 0.5
    given_series = series(kwh, start=START + timedelta(days=first_day), step_minutes=step)
    again = join(split(given_series, zone=LIMA, source=1))
    assert again.start == given_series.start
    assert again.step_minutes == step
    assert np.array_equal(again.kwh, given_series.kwh, equal_nan=True)
    assert np.array_equal(again.quality, given_series.quality)


def test_months_are_those_of_the_home_s_own_clock():
    late_evening = datetime(2026, 4, 1, 4, 30, tzinfo=UTC)
    months = list(split(series([1.0, 2.0], start=late_evening), zone=LIMA, source=1))
    assert [part.month for part in months] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [float(np.nansum(part.kwh)) for part in months] == [1.0, 2.0]


def test_a_month_with_a_clock_change_has_the_right_number_of_slots():
    madrid = ZoneInfo("Europe/Madrid")
    start = month_start(date(2026, 3, 1), madrid)
    (month,) = split(series(np.ones(48), start=start), zone=madrid, source=1)
    assert len(month.units) == 31 * 48 - 2


def test_series_of_two_steps_are_joined_at_the_coarser_one():
    hours = split(series([1.0, 1.0], start=START, step_minutes=60), zone=LIMA, source=1)
    april = datetime(2026, 4, 1, 5, 0, tzinfo=UTC)
    halves = split(series([0.5, 0.5, 0.25], start=april, step_minutes=30), zone=LIMA, source=2)
    joined = join([*hours, *halves])
    assert joined.step_minutes == 60
    assert joined.kwh[-1] == 1.0
    assert joined.total_kwh == 3.0


def test_joining_nothing_gives_nothing():
    assert join([]) is None
