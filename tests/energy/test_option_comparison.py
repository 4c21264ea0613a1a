"""One price against two on the same months: the break-even shares of the facts, and what holds for every home."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import rates_for
from advisor.energy.bills.options import (
    BilledMonth,
    PeakShares,
    at_level,
    break_even_share,
    compare_options,
    more_at,
)
from advisor.reference.peak_shares import load_peak_shares
from advisor.reference.sample import london_weeks
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
WHEN = {"tariff_book": BOOK, "distributor": "luz-del-sur", "start": date(2025, 7, 1), "end": date(2025, 8, 1)}
# Both of the Osinergmin table of mid-2025, over 140 kWh: 65.70 against 111.88 and 46.80, fixed 2.31 against 4.30.
ONE = rates_for(**WHEN, option="BT5B", residential=False)
TWO = rates_for(**WHEN, option="BT5F")
PLAUSIBLE = PeakShares(Decimal("0.19"), Decimal("0.40"))


def year(kwh, share=None, months=12):
    return [BilledMonth(30, Decimal(kwh), share) for _ in range(months)]


def test_at_250_kwh_a_month_the_options_are_even_at_27_8_per_cent_in_peak_hours():
    # 2.31 + 164.25 = 166.56; all off-peak 4.30 + 117.00 = 121.30, all in peak 4.30 + 279.70 = 284.00
    # (166.56 - 121.30) / 162.70 = 0.2782
    assert break_even_share(ONE, TWO, [Decimal(250)]) == pytest.approx(Decimal("0.278"), abs=Decimal("0.0005"))


def test_without_the_fixed_charges_they_are_even_at_29_per_cent():
    # so much that the fixed charges do not count: (65.70 - 46.80) / (111.88 - 46.80) = 0.2904
    assert break_even_share(ONE, TWO, [Decimal(19_000)]) == pytest.approx(Decimal("0.290"), abs=Decimal("0.0005"))


def test_a_year_at_a_fifth_in_peak_hours_is_cheaper_by_the_soles_worked_by_hand():
    # 250 kWh, 50 in peak: 4.30 + 55.94 + 93.60 = 153.84 against 166.56: 12.72 less, with IGV 15.01 (15.0096)
    # both with 1.68 and lighting 18 × 0.504 = 9.07: 177.31 -> IGV 31.92, 164.59 -> IGV 29.63; 12.72 + 2.29 = 15.01
    # twelve months of 30 days: 15.01 × 12 × 365 / 360 = 182.62
    found = compare_options(ONE, TWO, year(250, Decimal("0.2")), plausible=PLAUSIBLE)
    assert found.expected == found.lowest == found.highest == Decimal("-182.62")
    assert (found.cheaper, found.own_share, found.days) == (True, Decimal("0.2"), 360)


def test_without_metered_hours_the_range_is_the_plausible_one():
    found = compare_options(ONE, TWO, year(250), plausible=PLAUSIBLE)
    assert (found.expected, found.own_share, found.shares) == (None, None, PLAUSIBLE)
    assert found.lowest < 0 < found.highest
    assert found.cheaper is None


def test_one_month_without_hours_leaves_the_range_plausible():
    months = [*year(250, Decimal("0.2"), 11), BilledMonth(30, Decimal(250))]
    assert compare_options(ONE, TWO, months, plausible=PLAUSIBLE).shares == PLAUSIBLE


@given(
    kwh=st.lists(st.integers(1, 900), min_size=1, max_size=12),
    shares=st.lists(st.decimals(min_value=0, max_value=1, places=4), min_size=12, max_size=12),
    residential=st.booleans(),
)
def test_the_own_months_lie_within_their_range(kwh, shares, residential):
    one = rates_for(**WHEN, option="BT5B", residential=residential)
    months = [BilledMonth(30, Decimal(usage), share) for usage, share in zip(kwh, shares, strict=False)]
    found = compare_options(one, TWO, months, plausible=PLAUSIBLE)
    cents = Decimal("0.05") * len(months)  # four rounded lines and IGV each month
    assert found.lowest - cents <= found.expected <= found.highest + cents


@given(kwh=st.integers(20, 900), residential=st.booleans())
def test_at_the_break_even_share_neither_is_cheaper(kwh, residential):
    one = rates_for(**WHEN, option="BT5B", residential=residential)
    share = break_even_share(one, TWO, [Decimal(kwh)])
    if share is None:  # so little usage that the larger fixed charge is never made good
        assert more_at(one, TWO, year(kwh), share=Decimal(0)) > 0
        return
    a_year = more_at(one, TWO, year(kwh), share=share)
    assert abs(a_year) <= 12 * (Decimal("0.06") + Decimal("0.0001") * kwh)


def test_prices_at_another_level_keep_the_break_even_of_their_table():
    half = at_level(TWO, Decimal("0.5"))
    before, after = (rates.tariff.brackets[-1].energy for rates in (TWO, half))
    assert after.peak_price_per_kwh == before.peak_price_per_kwh / 2
    assert half.tariff.brackets[-1].charges[0] == TWO.tariff.brackets[-1].charges[0]
    cheaper_one = at_level(ONE, Decimal("0.5"))
    assert break_even_share(cheaper_one, half, [Decimal(19_000)]) == pytest.approx(
        Decimal("0.290"), abs=Decimal("0.001")
    )


def test_nothing_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing"):
        compare_options(ONE, TWO, [], plausible=PLAUSIBLE)


def test_the_plausible_shares_are_those_of_the_homes_that_come_with_the_product():
    days = london_weeks().reshape(len(london_weeks()), -1, 48)
    shares = np.round(days[:, :, 36:46].sum((1, 2)) / days.sum((1, 2)), 2)
    known = load_peak_shares()
    assert (float(known.lowest), float(known.highest), len(shares)) == (shares.min(), shares.max(), 15)
