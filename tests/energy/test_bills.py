"""What is true of every bill, and what a bill says when it cannot be sure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import UnableToBill, bill, bill_at, bill_totals, jump_at, rates_for, total_at
from advisor.energy.tariffs import OwnBill
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 4)
CENT = Decimal("0.01")
energies = st.decimals(min_value=0, max_value=2000, places=1)
distributors = st.sampled_from(["luz-del-sur", "pluz"])
own_bills = st.none() | st.builds(
    OwnBill,
    unit_price=st.none() | st.decimals(min_value="0.3", max_value="1.5", places=4),
    fixed=st.none() | st.decimals(min_value=0, max_value=9, places=2),
    public_lighting=st.none() | st.decimals(min_value=0, max_value=90, places=2),
    connection=st.none() | st.decimals(min_value=0, max_value=5, places=2),
    kwh=st.none() | st.floats(min_value=0, max_value=900),
)


def month(distributor="luz-del-sur", *, start=MAY, end=JUNE, **more):
    return rates_for(tariff_book=BOOK, distributor=distributor, start=start, end=end, **more)


def codes(result):
    return {finding.code for finding in result.findings}


@given(distributor=distributors, kwh=energies, igv=st.booleans(), own_bill=own_bills)
def test_lines_sum_to_the_total_and_taxed_lines_to_the_subtotal(distributor, kwh, igv, own_bill):
    result = bill_at(month(distributor, igv=igv, own_bill=own_bill), kwh=kwh)
    assert sum(line.amount for line in result.lines) == result.total
    untaxed = ("igv", "rural_electrification")
    assert sum(line.amount for line in result.lines if line.code not in untaxed) == result.subtotal
    assert all(line.amount == line.amount.quantize(CENT) for line in result.lines)
    assert (result.amount("igv") > 0) == igv or result.subtotal < Decimal("0.03")


@given(distributor=distributors, kwh=energies, more=energies, own_bill=own_bills)
def test_a_bill_never_falls_when_usage_rises(distributor, kwh, more, own_bill):
    rates = month(distributor, own_bill=own_bill)
    # Where the first 30 kWh are priced and where they are a lump, rounding may differ by a cent.
    assert total_at(rates, kwh=kwh + more) >= total_at(rates, kwh=kwh) - CENT


@given(kwh=st.integers(10, 600), peak=st.floats(0, 1), moved=st.floats(0, 1))
def test_moving_usage_off_peak_never_raises_a_two_rate_bill(kwh, peak, moved):
    rates = month(option="BT5F")
    peak_kwh = kwh * peak
    before = total_at(rates, kwh=kwh, peak_kwh=peak_kwh)
    after = total_at(rates, kwh=kwh, peak_kwh=peak_kwh * (1 - moved))
    assert after <= before + 3 * CENT  # four rounded lines


@given(distributor=distributors, kwh=st.sampled_from([10, 31, 80, 139, 141, 500]))
def test_the_marginal_price_is_what_a_hundred_more_kwh_of_the_bracket_would_cost_each(distributor, kwh):
    rates = month(distributor)
    here, there = bill_at(rates, kwh=kwh), bill_at(rates, kwh=Decimal(kwh) + Decimal("0.9"))
    energy = here.total - here.amount("public_lighting") * Decimal("1.18")
    other = there.total - there.amount("public_lighting") * Decimal("1.18")
    assert float(other - energy) == pytest.approx(0.9 * float(here.marginal_price_per_kwh), abs=0.03)


def test_many_usages_are_billed_as_each_alone():
    rates = month("pluz")
    kwh = np.array([0.0, 29.5, 140.0, 140.1, 700.0])
    assert bill_totals(rates, kwh=kwh) == [bill_at(rates, kwh=value).total for value in kwh]


def test_any_fraction_over_the_limit_is_in_the_next_bracket():
    rates = month()
    assert bill_at(rates, kwh=140).bracket == "31-140"
    assert bill_at(rates, kwh=140.1).bracket == ">140"
    assert bill_at(rates, kwh=30.4).bracket == "31-140"


def test_the_step_at_140_is_the_same_from_anywhere():
    rates = month()
    assert jump_at(rates) == bill_at(rates, kwh=50).next_bracket_jump == Decimal("9.53")


def test_the_document_has_the_keys_and_types_of_the_contract():
    document = bill_at(month(), kwh=132).as_document()
    assert document["kwh"] == 132
    assert isinstance(document["kwh"], int)
    assert document["bracket"] == "31-140"
    assert document["next_bracket_at_kwh"] == 140
    assert document["next_bracket_jump"] == "9.53"
    assert document["system"] == "lima-sur"
    assert document["tariff_versions"] == ["luz-del-sur/lima-sur/BT5B/2026-05-04"]
    first = next(line for line in document["lines"] if line["code"] == "energy_first_30")
    assert (first["quantity"], first["unit_price"], first["amount"]) == ("30", "0.4193", "12.58")


def test_lines_name_where_they_come_from():
    result = bill_at(month(own_bill=OwnBill(fixed=Decimal("2.30"))), kwh=100)
    source = {line.code: (line.source, line.status) for line in result.lines}
    assert source["fixed"] == ("own bill", "own_bill")
    assert source["energy_rest"] == ("luz-del-sur/lima-sur/BT5B/2026-05-04", "unverified")
    assert source["public_lighting"][1] == "estimate"
    assert "memory" in source["public_lighting"][0]


def test_an_own_price_close_to_the_list_is_used_without_a_remark():
    own = OwnBill(unit_price=Decimal("0.6130"), kwh=455.5)
    result = bill_at(month(own_bill=own), kwh=455.5)
    assert result.lines[2].unit_price == Decimal("0.6130")
    assert "own_price_differs" not in codes(result)
    assert result.tariff_versions[-1] == "own bill"


def test_without_its_usage_an_own_price_is_taken_as_of_the_bracket_it_is_nearest_to():
    result = bill_at(month(own_bill=OwnBill(unit_price=Decimal("0.6130"))), kwh=200)
    (finding,) = [f for f in result.findings if f.code == "own_bill_bracket_unknown"]
    assert finding.params["bracket"] == ">140"
    assert result.lines[2].unit_price == Decimal("0.6130")


@pytest.mark.parametrize(("price", "kwh"), [("0.6134", 120), ("0.6134", 25), ("0.5900", 25)])
def test_a_home_that_pays_the_high_price_below_the_limit_is_outside_fose(price, kwh):
    result = bill_at(month(own_bill=OwnBill(unit_price=Decimal(price), kwh=kwh)), kwh=100)
    assert "fose_not_applied" in codes(result)
    assert (result.bracket, result.next_bracket_at_kwh, result.next_bracket_jump) == ("all", None, None)
    assert result.amount("energy_all") == 100 * Decimal(price)
    assert result.amount("fixed") == Decimal("2.27")


@pytest.mark.parametrize(("price", "kwh"), [("0.5990", 120), ("0.6050", 120), ("0.4193", 25), ("0.4400", 25)])
def test_a_home_that_pays_about_the_social_price_is_within_fose(price, kwh):
    assert "fose_not_applied" not in codes(
        bill_at(month(own_bill=OwnBill(unit_price=Decimal(price), kwh=kwh)), kwh=100)
    )


def test_a_list_that_may_be_old_says_nothing_of_fose_for_a_price_a_little_higher():
    own = OwnBill(unit_price=Decimal("0.6291"), kwh=120)
    late = month("pluz", start=date(2026, 9, 4), end=date(2026, 10, 4), own_bill=own)
    assert "fose_not_applied" not in codes(bill_at(late, kwh=100))


def test_public_lighting_of_the_own_bill_stays_and_says_when_the_band_would_change():
    own = OwnBill(public_lighting=Decimal("4.03"), kwh=120)
    same, other = bill_at(month(own_bill=own), kwh=130), bill_at(month(own_bill=own), kwh=200)
    assert same.amount("public_lighting") == other.amount("public_lighting") == Decimal("4.03")
    assert "public_lighting_band_differs" not in codes(same)
    assert "public_lighting_band_differs" in codes(other)


def test_a_home_without_list_or_price_is_asked_for_the_price_on_its_bill():
    with pytest.raises(UnableToBill) as unable:
        bill(tariff_book=BOOK, distributor="seal", department="Arequipa", kwh=100, start=MAY, end=JUNE)
    assert unable.value.finding.code == "unit_price_needed"
    assert unable.value.finding.params == {"distributor": "seal", "department": "Arequipa"}


def test_an_unknown_distributor_is_billed_from_its_own_price_and_says_what_is_left_out():
    own = OwnBill(unit_price=Decimal("0.70"))
    result = bill(tariff_book=BOOK, distributor=None, kwh=100, start=MAY, end=JUNE, own_bill=own)
    wanted = {"fose_structure_inferred", "own_bill_bracket_unknown", "fixed_charge_unknown", "public_lighting_unknown"}
    assert codes(result) == wanted
    assert result.tariff_versions == ("own bill",)
    assert result.distributor is None
    assert {line.status for line in result.lines if line.code.startswith("energy")} == {"inferred"}


def test_an_option_without_prices_is_refused_even_with_an_own_price():
    with pytest.raises(UnableToBill, match="option_without_prices"):
        month("seal", option="BT5F", own_bill=OwnBill(unit_price=Decimal("0.70")))


def test_two_rate_options_need_the_peak_energy():
    with pytest.raises(UnableToBill, match="peak_kwh_needed"):
        bill_at(month(option="BT5F"), kwh=100)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (date(2026, 1, 4), date(2026, 2, 4), "tariff_not_known_for_dates"),
        (date(2026, 4, 20), date(2026, 5, 20), "tariff_not_known_for_dates"),
        (date(2026, 11, 4), date(2026, 12, 4), "tariff_may_be_outdated"),
        (date(2026, 7, 20), date(2026, 8, 20), "price_change_inside_period"),
        (date(2027, 1, 4), date(2027, 2, 4), "levy_estimated"),
        (date(2015, 1, 4), date(2015, 2, 4), "levy_estimated"),
    ],
)
def test_a_period_the_lists_do_not_surely_cover_is_billed_with_a_remark(start, end, code):
    assert code in codes(bill_at(month(start=start, end=end), kwh=100))


def test_a_levy_worked_out_from_a_rule_is_labelled_on_its_line():
    early = bill_at(month(start=date(2024, 1, 4), end=date(2024, 2, 4)), kwh=100)
    levy = early.lines[-1]
    assert (levy.code, levy.amount, levy.status) == ("rural_electrification", Decimal("1.03"), "unverified")


def test_a_period_before_the_first_list_costs_what_it_would_at_the_first_list():
    early = bill_at(month(start=date(2026, 1, 4), end=date(2026, 2, 4)), kwh=100)
    assert early.total == bill_at(month(), kwh=100).total


@given(kwh=energies, days=st.integers(1, 60))
def test_a_period_across_a_price_change_costs_between_both_lists(kwh, days):
    change = date(2026, 8, 4)
    old = bill_at(month(), kwh=kwh).amount("energy_rest")
    new = bill_at(month(start=change, end=change + timedelta(days=31)), kwh=kwh).amount("energy_rest")
    mixed = bill_at(month(start=change - timedelta(days=30), end=change + timedelta(days=days)), kwh=kwh)
    assert old <= mixed.amount("energy_rest") <= new


@pytest.mark.parametrize("kwh", [-1, float("nan"), float("inf")])
def test_energy_that_is_not_a_quantity_is_refused(kwh):
    with pytest.raises(ValueError, match="kwh must be"):
        bill_at(month(), kwh=kwh)
