"""The usage of a bill against the home's own: averaged months and the one that catches up, jumps, length of period."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.bills import rates_for
from advisor.energy.bills.change import PastBill
from advisor.energy.bills.review_usage import check_usage, spread
from advisor.energy.money import to_kwh
from advisor.energy.tariffs import OwnBill
from advisor.energy.usage import BillPeriod
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
D = Decimal
FIRST_DAY = date(2026, 8, 4)


def months(*kwh, averaged=(), days=30):
    """Bills one after the other from 4 August 2026; `averaged` are the places of those nobody read."""
    return [
        BillPeriod(FIRST_DAY + timedelta(days * i), FIRST_DAY + timedelta(days * (i + 1)), used, None, i in averaged)
        for i, used in enumerate(kwh)
    ]


def priced(bills):
    """The bills at the list of Luz del Sur of 4 August 2026, with S/ 9.00 of lighting whatever the usage."""
    own = OwnBill(public_lighting=D("9.00"))
    return {
        bill.start: PastBill(
            bill.start,
            bill.end,
            to_kwh(bill.kwh),
            rates_for(tariff_book=BOOK, distributor="luz-del-sur", start=bill.start, end=bill.end, own_bill=own),
        )
        for bill in bills
        if bill.kwh is not None
    }


def checked(bills, **told):
    found = check_usage(bills[-1], earlier=bills[:-1], priced=priced(bills), **told)
    return {check.code: check for check in found}


def test_a_month_that_catches_up_is_told_what_spreading_its_kwh_would_have_cost():
    """100 averaged and 160 read make 260 kWh, 130 a month: both under 140.

    Billed: 100 → 13.14 + 43.81 = 56.95, taxed 69.83, IGV 12.57, levy 1.10: 83.50. 160 → 102.45 (160 × 0.6403), taxed
    115.38, IGV 20.77, levy 1.76: 137.91. Spread: 130 → 13.14 + 62.59 = 75.73, taxed 88.61, IGV 15.95, levy 1.43: 105.99
    each. 83.50 + 137.91 − 211.98 = 9.43.
    """
    check = checked(months(100, 160, averaged={0}))["catch_up"]
    assert (check.verdict, check.expected, check.cost, check.params) == ("differs", D("130"), D("9.43"), {"months": 1})


def test_catching_up_below_the_step_costs_the_same():
    check = checked(months(90, 110, averaged={0}))["catch_up"]
    assert (check.verdict, check.cost) == ("agrees", None)


def test_catching_up_is_not_looked_for_without_an_averaged_month_right_before():
    assert "catch_up" not in checked(months(100, 100, 160, averaged={0}))
    assert "catch_up" not in checked(months(100, 160, averaged={1}))
    assert "catch_up" not in checked([*months(100, averaged={0}), *months(0, 0, 160)[2:]])


def test_without_prices_of_the_averaged_month_its_cost_is_not_told():
    bills = months(100, 160, averaged={0})
    (_period, _averaged, check, _jump) = check_usage(bills[-1], earlier=bills[:-1], priced=priced(bills[1:]))
    assert (check.verdict, check.cost) == ("cannot_tell", None)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(0, 900), st.integers(25, 36))
def test_spreading_neither_adds_nor_loses_a_watt_hour(averaged, last, days):
    bills = months(*averaged, last, averaged=range(len(averaged)), days=days)
    found = spread(bills[-1], bills[:-1])
    assert sum(found.kwh) == sum(averaged) + last
    assert max(found.kwh) - min(found.kwh) <= D("0.001") * len(found.kwh)


def test_an_averaged_bill_says_so():
    assert checked(months(100, 100, averaged={1}))["averaged"].verdict == "differs"
    assert checked(months(100, 100))["averaged"].verdict == "agrees"


@pytest.mark.parametrize(("days", "verdict"), [(25, "differs"), (26, "agrees"), (35, "agrees"), (36, "differs")])
def test_the_length_of_the_period(days, verdict):
    check = checked(months(100, days=days))["period"]
    assert (check.verdict, check.printed) == (verdict, D(days))


def test_a_jump_is_told_with_what_it_costs():
    """Usual 100 kWh (83.50 above), now 160 (137.91): 54.41 more."""
    check = checked(months(95, 100, 110, 160))["jump"]
    assert (check.verdict, check.expected, check.cost) == ("differs", D("100"), D("54.41"))


def test_half_as_much_again_is_not_yet_a_jump_nor_is_what_happened_before():
    assert checked(months(95, 100, 110, 150))["jump"].verdict == "agrees"
    assert checked(months(160, 95, 100, 110, 160))["jump"].verdict == "agrees"


def test_a_longer_period_is_not_a_jump():
    *before, last = months(100, 100, 100, 160)
    longer = BillPeriod(last.start, last.start + timedelta(48), 160)
    assert checked([*before, longer])["jump"].verdict == "agrees"


def test_averaged_and_empty_bills_say_nothing_of_the_usual_one():
    bills = months(10, 10, 100, None, 110, 160, averaged={0, 1})
    check = checked(bills)["jump"]
    assert (check.verdict, check.params) == ("cannot_tell", {"basis": "bills", "bills": 2})


def test_the_homes_own_meter_decides_where_it_covers_the_period():
    jump = months(95, 100, 110, 160)
    assert checked(jump, measured_kwh=158.0)["jump"].verdict == "agrees"
    beyond = checked(months(100), measured_kwh=90.0)["jump"]
    assert (beyond.verdict, beyond.expected, beyond.params["basis"]) == ("differs", D("90"), "meter")
    assert checked(months(100), measured_kwh=96.0)["jump"].verdict == "agrees"  # 4 kWh are within 5 %
    assert checked(months(100), measured_kwh=130.0)["jump"].verdict == "agrees"  # less than was used costs nothing
