"""A reading that does not fit its neighbours is asked about, with what each answer would mean."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from advisor.energy.reading_doubts import Explanation, doubt_of
from advisor.energy.registers import RegisterReading

START = datetime(2026, 8, 1, 13, tzinfo=timezone.utc)


def reading(day, kwh):
    return RegisterReading(START + timedelta(days=day), kwh)


def test_a_register_that_rises_as_a_home_uses_is_not_asked_about():
    assert doubt_of(reading(3, 1015), [reading(0, 1000), reading(9, 1040)]) is None
    assert doubt_of(reading(0, 1000), []) is None
    assert doubt_of(reading(3, 999.95), [reading(0, 1000)]) is None


def test_a_lower_one_may_be_a_slip_or_a_new_meter():
    doubt = doubt_of(reading(3, 123), [reading(0, 1000), reading(-9, 900)])
    assert (doubt.kind, doubt.other.index_kwh, doubt.kwh) == ("lower", 1000, None)
    assert doubt.explanations == (Explanation.SLIP, Explanation.NEW_METER)


def test_near_its_end_it_may_have_rolled_over_and_the_usage_is_said():
    doubt = doubt_of(reading(3, 20), [reading(0, 99_980)])
    assert Explanation.ROLLED_OVER in doubt.explanations
    assert (doubt.digits, doubt.kwh) == (5, pytest.approx(40))


@pytest.mark.parametrize(("before", "after"), [(50_000, 20), (99_980, 60_000), (99_980, 9_999), (980, 2)])
def test_a_register_far_from_its_end_cannot_have_rolled_over(before, after):
    assert Explanation.ROLLED_OVER not in doubt_of(reading(3, after), [reading(0, before)]).explanations


def test_one_typed_later_for_an_earlier_day_must_fit_the_next_one_too():
    doubt = doubt_of(reading(3, 1500), [reading(0, 1000), reading(9, 1040)])
    assert (doubt.kind, doubt.other.index_kwh) == ("above_next", 1040)


def test_more_than_a_connection_carries_is_asked_about():
    # 10 kW through a whole day are 240 kWh.
    assert doubt_of(reading(1, 1239), [reading(0, 1000)]) is None
    doubt = doubt_of(reading(1, 1241), [reading(0, 1000)])
    assert (doubt.kind, doubt.kwh) == ("too_fast", 241)
    assert Explanation.RIGHT in doubt.explanations


def test_two_readings_within_a_minute_are_judged_as_within_an_hour():
    near = RegisterReading(START + timedelta(minutes=1), 1004)
    assert doubt_of(near, [reading(0, 1000)]) is None
