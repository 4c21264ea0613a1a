"""Tariff options: which can be billed, what the others would need, and what they cost beside each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import UnableToBill, rates_for
from advisor.energy.tariffs.charges import BilledUsage, TieredThreePeriodEnergy
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 4)
PRICES = [Decimal(price) for price in ("0.4794", "0.3613", "0.3611", "0.6848", "0.5161", "0.5158")]


def rates(option, **more):
    return rates_for(tariff_book=BOOK, distributor="luz-del-sur", start=MAY, end=JUNE, option=option, **more)


@pytest.mark.parametrize("option", ["BT5A", "BT6", "BT7", "BT8"])
def test_an_option_without_prices_says_what_the_own_bill_must_tell(option):
    with pytest.raises(UnableToBill) as unable:
        rates(option)
    assert unable.value.finding.code == "option_without_prices"
    assert unable.value.finding.params["needs"] == list(BOOK.minimum_data[option].needs) != []


def test_an_unknown_option_needs_nothing_we_could_name():
    with pytest.raises(UnableToBill) as unable:
        rates("MT2")
    assert unable.value.finding.params["needs"] == []


def test_every_option_that_can_be_billed_has_its_minimum_data():
    assert {tariff.option for tariff in BOOK.tariffs} <= set(BOOK.minimum_data)


def test_three_periods_need_both_parts():
    for parts, code in (({}, "peak_kwh_needed"), ({"peak_known": True}, "base_kwh_needed")):
        with pytest.raises(UnableToBill, match=code):
            rates("BT5I").check_parts(**{"peak_known": False, "base_known": False, **parts})
    rates("BT5I").check_parts(peak_known=True, base_known=True)
    assert (rates("BT5F").by_hours, rates("BT5B").by_hours) == (True, False)


def test_parts_of_a_usage_are_within_it():
    with pytest.raises(ValueError, match="within"):
        BilledUsage(Decimal(10), Decimal(6), Decimal(5))


@given(
    wh=st.integers(1, 400_000),
    peak=st.fractions(min_value=0, max_value=1),
    base=st.fractions(min_value=0, max_value=1),
)
def test_no_part_of_a_tier_is_negative_and_all_add_up(wh, peak, base):
    peak_wh = int(wh * peak)
    base_wh = int((wh - peak_wh) * base)
    usage = BilledUsage(*(Decimal(part).scaleb(-3) for part in (wh, peak_wh, base_wh)))
    parts = TieredThreePeriodEnergy(Decimal(30), *PRICES).parts(usage)
    assert all(part.quantity >= 0 for part in parts)
    assert sum(part.quantity for part in parts) == usage.kwh
    peak_parts = [part.quantity for part in parts if part.code == "energy_peak"]
    assert sum(peak_parts) == usage.peak_kwh
