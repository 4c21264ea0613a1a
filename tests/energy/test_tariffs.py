"""The book of price lists, and prices taken before tax."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.energy.bills import bill
from advisor.energy.tariffs import Bracket, OwnBill, TariffNotFound
from advisor.energy.tariffs.charges import EnergyCharge, FixedCharge
from advisor.energy.tariffs.repricing import UnableToMix, before_tax, mixed_by_days
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()


def covering(start, end, distributor="luz-del-sur", **more):
    spans = BOOK.covering(distributor=distributor, option="BT5B", start=start, end=end, **more)
    return [(span.tariff.valid_from, span.days) for span in spans]


@pytest.mark.parametrize(("published", "printed"), [("0.7423", "0.6291"), ("2.76", "2.34")])
def test_a_published_price_less_igv_is_the_one_a_real_bill_prints(published, printed):
    charge = EnergyCharge(Decimal(published)) if published.startswith("0") else FixedCharge(Decimal(published))
    result = before_tax(charge, rate=Decimal("0.18"))
    assert str(getattr(result, "price_per_kwh", None) or result.amount) == printed


def test_a_list_holds_from_its_day_until_the_day_of_the_next():
    may, august = date(2026, 5, 4), date(2026, 8, 4)
    assert covering(date(2026, 8, 3), date(2026, 8, 4)) == [(may, 1)]
    assert covering(date(2026, 8, 4), date(2026, 8, 5)) == [(august, 1)]
    assert covering(date(2026, 7, 20), date(2026, 8, 20)) == [(may, 15), (august, 16)]


def test_days_without_a_list_are_not_covered():
    with pytest.raises(TariffNotFound) as missing:
        covering(date(2026, 5, 1), date(2026, 6, 1))
    assert missing.value.earliest == date(2026, 5, 4)
    with pytest.raises(TariffNotFound) as missing:
        covering(date(2026, 5, 4), date(2026, 6, 4), distributor="seal")
    assert missing.value.earliest is None


def test_a_system_that_is_not_known_has_no_lists():
    with pytest.raises(TariffNotFound):
        covering(date(2026, 5, 4), date(2026, 6, 4), system="canete")


def test_the_book_knows_its_distributors_and_their_options():
    assert BOOK.distributors() == ("luz-del-sur", "pluz")
    assert BOOK.options("pluz") == ("BT5B", "BT5F", "BT5I")


def test_the_levy_is_that_of_the_year_and_the_first_known_before():
    assert BOOK.levy_on(date(2026, 7, 1)).price_per_kwh == Decimal("0.0110")
    assert BOOK.levy_on(date(2025, 12, 31)).price_per_kwh == Decimal("0.0107")
    assert BOOK.levy_on(date(2010, 1, 1)).price_per_kwh == Decimal("0.0084")


def test_lists_with_different_brackets_are_not_mixed():
    flat = (Bracket(None, (EnergyCharge(Decimal("0.7")),)),)
    with pytest.raises(UnableToMix):
        mixed_by_days([(flat, 3), (BOOK.tariffs[0].brackets, 4)])


def test_a_change_that_cannot_be_mixed_is_billed_at_the_list_of_most_days():
    lists = BOOK.schedules(distributor="luz-del-sur", option="BT5B")
    flat = replace(lists[1], brackets=(Bracket(None, (EnergyCharge(Decimal("0.7000")),)),))
    book = replace(BOOK, tariffs=(lists[0], flat))
    result = bill(tariff_book=book, distributor="luz-del-sur", kwh=100, start=date(2026, 8, 1), end=date(2026, 9, 1))
    assert result.amount("energy_all") == Decimal("70.00")
    assert result.bracket == "all"
    assert "price_change_not_mixed" in {finding.code for finding in result.findings}


def test_tariff_values_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        BOOK.tariffs[0].status = "verified"


@pytest.mark.parametrize("wrong", [{"unit_price": Decimal(0)}, {"fixed": Decimal(-1)}, {"kwh": float("nan")}])
def test_an_own_bill_with_an_impossible_value_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        OwnBill(**wrong)
