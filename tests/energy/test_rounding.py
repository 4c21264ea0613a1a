"""The amount to pay: rounded to the distributor's unit, with the difference given back the month after."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills.rounding import payment, payments
from advisor.reference.tariffs import load_tariff_book

UNITS = {key: known.unit for key, known in load_tariff_book().rounding.items()}
amounts = st.decimals(min_value=0, max_value=9999, places=2)


def test_the_units_are_those_seen_on_bills():
    assert (UNITS["luz-del-sur"], UNITS["pluz"], len(UNITS)) == (Decimal("0.10"), Decimal("0.50"), 2)


def test_a_bill_of_luz_del_sur_is_rounded_as_printed():
    paid = payment(Decimal("361.05"), unit=UNITS["luz-del-sur"])
    assert (paid.rounding, paid.to_pay, paid.carry) == (Decimal("0.05"), Decimal("361.10"), Decimal("-0.05"))


def test_what_was_rounded_comes_back_next_month():
    # 51.20 -> 51.00, 0.20 carried; 217.20 + 0.20 = 217.40 -> 217.50, -0.10 carried; 100.10 - 0.10 = 100.00
    paid = payments([Decimal("51.20"), Decimal("217.20"), Decimal("100.10")], unit=UNITS["pluz"])
    assert [str(one.to_pay) for one in paid] == ["51.00", "217.50", "100.00"]
    assert [str(one.carried) for one in paid] == ["0.00", "0.20", "-0.10"]


@given(st.lists(amounts, min_size=1, max_size=14), st.sampled_from(sorted(UNITS.values())))
def test_no_cent_is_lost_over_the_months(totals, unit):
    paid = payments(totals, unit=unit)
    assert sum(one.to_pay for one in paid) == sum(totals) - paid[-1].carry
    assert all(one.to_pay % unit == 0 and abs(one.rounding) <= unit / 2 for one in paid)


def test_a_unit_of_nothing_is_refused():
    with pytest.raises(ValueError, match="unit"):
        payment(Decimal("10.00"), unit=Decimal("0.00"))
