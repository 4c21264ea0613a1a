"""Why a bill changed: a worked example by hand, and parts that sum to the difference whatever the bills."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import rates_for, total_at
from advisor.energy.bills.change import PastBill, change_between
from advisor.energy.tariffs import OwnBill
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
D = Decimal
# Lighting of the own bill is one amount whatever the usage: the examples then hold the FOSE step alone.
SAME_LIGHT = OwnBill(public_lighting=D("9.00"))


def past(start, end, kwh, *, total=None, own=SAME_LIGHT, distributor="luz-del-sur", option="BT5B", peak=None):
    rates = rates_for(tariff_book=BOOK, distributor=distributor, option=option, start=start, end=end, own_bill=own)
    return PastBill(start, end, D(str(kwh)), rates, None if total is None else D(str(total)), peak)


def test_a_home_that_passes_140_pays_the_step_apart_from_its_kwh():
    """Both months at the list of Luz del Sur of 4 August 2026, before IGV (÷ 1.18): 0.4381, 13.14, 0.6259; 0.6403.

    120 kWh: energy 13.14 + 90 × 0.6259 = 56.33 → 69.47; 150 kWh: 96.05 (150 × 0.6403 = 96.045). Fixed 2.20 and 2.25.
    Taxed: 1.68 + fixed + energy + 9.00 = 82.35 and 108.98; IGV 14.82 and 19.62; levy 1.32 and 1.65. 98.49, 130.25.
    At 140 kWh: 13.14 + 68.85 = 81.99, taxed 94.87, IGV 17.08, levy 1.54: 113.49. At 140.001: 89.64 (rounded), fixed
    2.25, taxed 102.57, IGV 18.46, levy 1.54: 122.57. So the step is 9.08, and the 30 kWh cost 31.76 − 9.08 = 22.68.
    """
    older = past(date(2026, 8, 4), date(2026, 9, 3), 120)
    newer = past(date(2026, 9, 3), date(2026, 10, 3), 150)
    change = change_between(older, newer)
    assert (change.before, change.after, change.total) == (D("98.49"), D("130.25"), D("31.76"))
    assert [(c.limit_kwh, c.code, c.amount) for c in change.brackets] == [(140, "energy_bracket", D("9.08"))]
    assert (change.days, change.usage, change.price, change.other) == (D("0.00"), D("22.68"), D("0.00"), D("0.00"))
    assert change.weather is None
    assert change.modelled


def test_more_days_at_the_same_pace_are_days_and_not_usage():
    older = past(date(2026, 8, 4), date(2026, 9, 3), 90)
    newer = past(date(2026, 9, 3), date(2026, 10, 8), 105)  # 35 days at 3 kWh a day
    change = change_between(older, newer)
    assert change.usage == 0
    # 90 kWh: 13.14 + 37.55 of energy, taxed 63.57, IGV 11.44, levy 0.99: 76.00.
    # 105 kWh: 13.14 + 46.94, taxed 72.96, IGV 13.13, levy 1.16: 87.25.
    assert change.days == change.total == D("11.25")


def test_the_same_usage_at_a_dearer_list_is_price_alone():
    older = past(date(2026, 6, 4), date(2026, 7, 4), 100)
    newer = past(date(2026, 8, 4), date(2026, 9, 3), 100)
    change = change_between(older, newer)
    assert change.price == change.total > 0
    assert (change.days, change.usage, change.bracket, change.other) == (0, 0, 0, 0)


def test_what_the_paper_adds_beyond_the_model_is_other():
    older = past(date(2026, 8, 4), date(2026, 9, 3), 120, total="98.50")
    newer = past(date(2026, 9, 3), date(2026, 10, 3), 120, total="101.49")
    change = change_between(older, newer)
    assert change.total == D("2.99") == change.other
    assert not change.modelled


def test_weather_takes_its_part_of_the_usage_and_leaves_the_rest():
    older = past(date(2026, 8, 4), date(2026, 9, 3), 100)
    newer = past(date(2026, 9, 3), date(2026, 10, 3), 120)
    without, with_weather = (change_between(older, newer, weather_kwh=w) for w in (None, 20.0))
    assert with_weather.weather == without.usage
    assert with_weather.usage == 0


def test_a_limit_crossed_and_crossed_back_is_not_told():
    older = past(date(2026, 8, 4), date(2026, 9, 3), 130)
    newer = past(date(2026, 9, 3), date(2026, 10, 8), 135)  # 35 days at the old pace would be 151.7 kWh
    change = change_between(older, newer)
    assert change.brackets == ()
    assert change.days > 0 > change.usage


def test_bands_of_public_lighting_are_limits_of_their_own():
    older = past(date(2026, 8, 4), date(2026, 9, 3), 90, own=None)
    newer = past(date(2026, 9, 3), date(2026, 10, 3), 110, own=None)
    (crossed,) = change_between(older, newer).brackets
    # From factor 4 to factor 8 at 0.504: 4.032 → 2.02 to 4.03, with IGV 2.37 or 2.38 more.
    assert (crossed.limit_kwh, crossed.code) == (100, "public_lighting")
    assert D("2.36") <= crossed.amount <= D("2.39")


def test_a_bill_without_days_is_refused():
    bill = past(date(2026, 8, 4), date(2026, 9, 3), 90)
    with pytest.raises(ValueError, match="end after"):
        change_between(bill, PastBill(bill.end, bill.end, bill.kwh, bill.rates))


energies = st.decimals(min_value=0, max_value=700, places=1)
months = st.builds(
    lambda start, days: (start, start + timedelta(days=days)),
    st.dates(date(2026, 3, 1), date(2026, 11, 1)),
    st.integers(20, 40),
)
totals = st.none() | st.decimals(min_value=0, max_value=900, places=2)


@given(
    months=st.tuples(months, months),
    kwh=st.tuples(energies, energies),
    totals=st.tuples(totals, totals),
    weather=st.none() | st.floats(-200, 200),
    option=st.sampled_from(["BT5B", "BT5F"]),
    share=st.decimals(min_value=0, max_value=1, places=2),
    own=st.sampled_from([None, SAME_LIGHT, OwnBill(unit_price=D("0.7011"), kwh=95)]),
)
def test_the_parts_always_sum_to_the_difference(months, kwh, totals, weather, option, share, own):
    bills = [
        past(
            *days,
            used,
            total=printed,
            option=option,
            own=own,
            distributor="pluz",
            peak=(used * share).quantize(D("0.001")),
        )
        for days, used, printed in zip(months, kwh, totals, strict=True)
    ]
    change = change_between(*bills, weather_kwh=weather)
    parts = (change.days, change.weather or 0, change.usage, change.price, change.bracket, change.other)
    assert sum(parts) == change.total == change.after - change.before
    for bill, shown in zip(bills, (change.before, change.after), strict=True):
        assert shown == (bill.total if bill.total is not None else bill.modelled(bill.kwh))


@given(months=months, kwh=energies)
def test_a_bill_beside_itself_has_not_changed(months, kwh):
    bill = past(*months, kwh)
    change = change_between(bill, bill)
    assert not any((change.days, change.usage, change.price, change.other, change.bracket))
    assert change.before == total_at(bill.rates, kwh=bill.kwh)
