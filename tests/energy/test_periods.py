"""Usage over local days and billing periods."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.periods import bills_from_series, daily_kwh, usage_in
from advisor.energy.usage import Quality, UsageSeries
from tests.energy.series import LIMA, MIDNIGHT, flat, of


def test_days_are_those_of_the_home_not_of_utc():
    days = daily_kwh(of(np.arange(48.0)), LIMA)
    assert [(d.day, d.kwh, d.measured_share) for d in days] == [
        (date(2026, 1, 5), float(sum(range(24))), 1.0),
        (date(2026, 1, 6), float(sum(range(24, 48))), 1.0),
    ]


def test_a_day_with_a_gap_is_partial_and_a_day_of_gaps_has_no_usage():
    kwh = np.ones(72)
    kwh[3], kwh[24:48] = np.nan, np.nan
    first, second, third = daily_kwh(of(kwh), LIMA)
    assert (first.kwh, first.measured_share) == (23.0, pytest.approx(23 / 24))
    assert np.isnan(second.kwh)
    assert second.measured_share == 0.0
    assert third.kwh == 24.0


def test_a_day_only_touched_has_a_small_share():
    days = daily_kwh(flat(days=1, start=MIDNIGHT + timedelta(hours=22)), LIMA)
    assert [d.measured_share for d in days] == [pytest.approx(2 / 24), pytest.approx(22 / 24)]


def test_usage_in_a_period_is_half_open_and_tells_its_coverage():
    series = flat(days=10, kwh_per_hour=1.0)
    assert usage_in(series, date(2026, 1, 6), date(2026, 1, 8), LIMA) == (48.0, 1.0)
    assert usage_in(series, date(2026, 1, 14), date(2026, 1, 16), LIMA) == (24.0, 0.5)
    assert usage_in(series, date(2027, 1, 1), date(2027, 2, 1), LIMA) == (0.0, 0.0)


@given(offset_days=st.integers(0, 40), days=st.integers(70, 200), reading_day=st.integers(1, 28))
def test_bills_of_a_whole_series_conserve_its_energy(offset_days, days, reading_day):
    start = MIDNIGHT + timedelta(days=offset_days)
    rng = np.random.default_rng(offset_days + days)
    series = of(rng.uniform(0, 2, days * 24), start=start)
    bills = bills_from_series(series, LIMA, reading_day)
    for before, after in pairwise(bills):
        assert before.end <= after.start
    exact = [b for b in bills if not b.estimated]
    for b in exact:
        assert b.kwh == pytest.approx(usage_in(series, b.start, b.end, LIMA)[0])
        assert b.start.day == b.end.day == reading_day
    inner = usage_in(series, exact[0].start, exact[-1].end, LIMA)[0]
    assert sum(b.kwh for b in exact) == pytest.approx(inner)


def test_a_period_is_scaled_by_its_coverage_and_marked_or_left_out():
    kwh = np.ones((59, 24))
    kwh[0:2] = np.nan  # 2 of 31 days of January missing: 93.5 % covered
    kwh[31 + 3 : 31 + 7] = np.nan  # 4 of 28 days of February missing: 85.7 % covered
    start = MIDNIGHT - timedelta(days=4)
    (january,) = bills_from_series(of(kwh.ravel(), start=start), LIMA, 1)
    assert (january.start, january.end) == (date(2026, 1, 1), date(2026, 2, 1))
    assert january.kwh == pytest.approx(31 * 24)
    assert january.estimated


def test_a_period_with_estimated_intervals_is_marked():
    whole = flat(days=31, start=MIDNIGHT - timedelta(days=4))
    quality = whole.quality.copy()
    quality[100] = Quality.ESTIMATED
    (bill,) = bills_from_series(UsageSeries(whole.start, 60, whole.kwh, quality), LIMA, 1)
    assert bill.estimated


def test_a_series_shorter_than_a_month_has_no_bill():
    assert bills_from_series(flat(days=20), LIMA, 1) == ()
    assert bills_from_series(of([]), LIMA, 1) == ()


@pytest.mark.parametrize("reading_day", [0, 29])
def test_a_reading_day_that_some_months_lack_is_refused(reading_day):
    with pytest.raises(ValueError, match="reading_day"):
        bills_from_series(flat(), LIMA, reading_day)
