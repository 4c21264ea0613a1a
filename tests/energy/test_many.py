"""Many usages billed at once cost what each costs billed line by line, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import UnableToBill, bill_at, bill_totals, rates_for
from advisor.energy.bills.many import watt_hours
from advisor.energy.money import to_kwh
from advisor.energy.tariffs import OwnBill
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
PERIODS = [
    (date(2026, 5, 4), date(2026, 6, 4)),
    (date(2026, 7, 20), date(2026, 8, 19)),  # two lists inside the period
    (date(2025, 9, 1), date(2025, 10, 1)),  # before the first list
]
# The limits of the brackets and of the bands of public lighting, and a watt-hour to each side.
LIMITS = [limit + away for limit in (30, 100, 140, 150, 300, 500) for away in (-0.001, 0, 0.001, 1)]
usages = st.lists(st.sampled_from(LIMITS) | st.floats(0, 3000) | st.integers(0, 400), min_size=1, max_size=30)
own_bills = st.none() | st.builds(
    OwnBill,
    unit_price=st.none() | st.decimals(min_value="0.3", max_value="1.5", places=4),
    fixed=st.none() | st.decimals(min_value=0, max_value=9, places=2),
    public_lighting=st.none() | st.decimals(min_value=0, max_value=90, places=2),
    kwh=st.none() | st.floats(min_value=0, max_value=900),
)


@given(
    distributor=st.sampled_from(["luz-del-sur", "pluz"]),
    option=st.sampled_from(["BT5B", "BT5F", "BT5I"]),
    residential=st.booleans(),
    fose=st.booleans(),
    period=st.sampled_from(PERIODS),
    igv=st.booleans(),
    own_bill=own_bills,
    kwh=usages,
    share=st.floats(0, 1),
    base=st.floats(0, 1),
)
def test_each_total_is_that_of_the_bill_line_by_line(
    distributor, option, residential, fose, period, igv, own_bill, kwh, share, base
):
    start, end = period
    rates = rates_for(
        tariff_book=BOOK, distributor=distributor, option=option, start=start, end=end, igv=igv, own_bill=own_bill,
        residential=residential, fose=fose,
    )  # fmt: skip
    # In whole watt-hours, so that the parts are within the whole after rounding too.
    whole = [float(to_kwh(value)) for value in kwh]
    peaks = [int(value * 1000 * share) / 1000 for value in whole]
    bases = [int((value - peak) * 1000 * base) / 1000 for value, peak in zip(whole, peaks, strict=True)]
    found = bill_totals(rates, kwh=np.array(kwh, dtype=float), peak_kwh=np.array(peaks), base_kwh=np.array(bases))
    one_by_one = [
        bill_at(rates, kwh=k, peak_kwh=p, base_kwh=b).total for k, p, b in zip(kwh, peaks, bases, strict=True)
    ]
    assert found == one_by_one
    assert all(total.as_tuple().exponent == -2 for total in found)


def test_a_home_without_any_list_is_billed_on_its_own_price_alike():
    own = OwnBill(unit_price=Decimal("0.6894"), kwh=80)
    rates = rates_for(
        tariff_book=BOOK, distributor="hidrandina", start=date(2026, 5, 4), end=date(2026, 6, 4), own_bill=own
    )
    kwh = np.arange(0, 320, 0.7)
    assert bill_totals(rates, kwh=kwh) == [bill_at(rates, kwh=float(value)).total for value in kwh]


@given(st.lists(st.floats(0, 5000) | st.integers(0, 5_000_000).map(lambda n: n / 2000), min_size=1, max_size=50))
def test_watt_hours_are_rounded_as_one_by_one(kwh):
    assert watt_hours(np.array(kwh)).tolist() == [int(to_kwh(value) * 1000) for value in kwh]


@pytest.mark.parametrize("kwh", [[-1.0], [float("nan")], [float("inf")]])
def test_what_is_no_usage_is_refused(kwh):
    rates = rates_for(tariff_book=BOOK, distributor="pluz", start=date(2026, 5, 4), end=date(2026, 6, 4))
    with pytest.raises(ValueError, match="kwh must be"):
        bill_totals(rates, kwh=np.array(kwh))


def test_a_two_period_option_needs_the_peak_part():
    rates = rates_for(tariff_book=BOOK, distributor="pluz", option="BT5F", start=date(2026, 5, 4), end=date(2026, 6, 4))
    with pytest.raises(UnableToBill, match="peak_kwh_needed"):
        bill_totals(rates, kwh=np.array([100.0]))
    with pytest.raises(ValueError, match="within"):
        bill_totals(rates, kwh=np.array([100.0]), peak_kwh=np.array([100.5]))
