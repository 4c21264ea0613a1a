"""Another tariff option for a home: by its own hours where metered, else by what is plausible, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.assessment.inputs import HouseholdInput
from advisor.assessment.options import option_outlook, peak_shares
from advisor.energy.bills.options import PeakShares
from advisor.energy.tariffs import OwnBill
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.reference.loader import load_reference

LIMA = ZoneInfo("America/Lima")
PLAUSIBLE = PeakShares(Decimal("0.19"), Decimal("0.40"))
AS_OF = date(2026, 8, 20)
BASE_KWH, DAYS = 0.2, 170


def bills(kwh=250.0, count=12):
    ends = [date(2026, 8, 1) - timedelta(days=30 * number) for number in reversed(range(count))]
    return tuple(BillPeriod(end - timedelta(days=30), end, kwh) for end in ends)


def metered(evening: float):
    """170 days of hours until 1 August: 0.2 kWh, in peak hours another amount."""
    midnight = datetime(2026, 8, 1, tzinfo=LIMA) - timedelta(days=DAYS)
    hours = np.arange(24 * DAYS) % 24
    kwh = np.where((hours >= 18) & (hours < 23), evening, BASE_KWH)
    return UsageSeries.measured(start=midnight.astimezone(timezone.utc), step_minutes=60, kwh=kwh)


def outlook(**told):
    home = HouseholdInput(**{"distributor": "luz-del-sur", "bills": bills(), **told})
    return option_outlook(home, reference=load_reference(), plausible=PLAUSIBLE, as_of=AS_OF)


def test_with_bills_alone_the_plausible_shares_leave_it_open():
    found = outlook()
    assert (found.current, found.other, found.comparison.expected) == ("BT5B", "BT5F", None)
    assert found.comparison.cheaper is None
    assert found.comparison.shares == PLAUSIBLE


@pytest.mark.parametrize(("evening", "cheaper"), [(0.1, True), (0.9, False)])
def test_own_hours_decide(evening, cheaper):
    # 19 h of 0.2 kWh = 3.8; 5 h of 0.1 = 0.5: 11.6 %; of 0.9 = 4.5: 54.2 %
    found = outlook(bills=(), series=metered(evening)).comparison
    assert found.cheaper is cheaper
    assert float(found.own_share) == pytest.approx(5 * evening / (5 * evening + 19 * BASE_KWH), abs=0.001)
    assert found.lowest <= found.expected <= found.highest


def test_the_break_even_share_is_that_of_the_table_at_any_level_of_prices():
    # 250 kWh: 27.8 % at the prices of mid-2025 (tests/energy/test_option_comparison.py); another level moves it little
    for price in ("0.55", "0.6259", "0.80"):
        own = OwnBill(unit_price=Decimal(price), kwh=250)
        share = outlook(last_bill=own).comparison.break_even
        assert share == pytest.approx(Decimal("0.278"), abs=Decimal("0.004"))


def test_a_home_on_two_prices_is_asked_the_other_way_round():
    found = outlook(tariff_option="bt5f", last_bill=OwnBill(unit_price=Decimal("0.99"), kwh=250))
    assert (found.current, found.other) == ("BT5F", "BT5B")
    assert found.one.tariff.status != "own_bill"  # the price printed on a BT5F bill is not that of BT5B


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"tariff_option": "BT6"}, "option_not_compared"),
        ({"bills": bills(count=2)}, "too_few_bills_to_compare"),
        ({"bills": ()}, "too_few_bills_to_compare"),
        ({"distributor": "seal"}, "unit_price_needed"),
        (
            {"distributor": "seal", "last_bill": OwnBill(unit_price=Decimal("0.7"), kwh=90)},
            "option_without_prices",
        ),
    ],
)
def test_what_cannot_be_told_is_said_with_its_reason(told, code):
    found = outlook(**told)
    assert found.comparison is None
    assert code in {finding.code for finding in found.findings}


def test_a_home_outside_fose_is_compared_without_its_steps():
    found = outlook(bills=bills(25.0), last_bill=OwnBill(unit_price=Decimal("0.6403"), kwh=25))
    assert len(found.one.tariff.brackets) == len(found.two.tariff.brackets) == 1


def test_a_month_with_few_hours_has_no_share_of_its_own():
    series = metered(0.1)
    kwh = series.kwh.copy()
    kwh[-24 * 20 :] = np.nan
    quality = np.where(np.isnan(kwh), 0, series.quality).astype(series.quality.dtype)
    periods = bills(count=4)
    shares = peak_shares(replace(series, kwh=kwh, quality=quality), periods, LIMA)
    assert shares[-1] is None
    assert [round(float(share), 3) for share in shares[:-1]] == [0.116] * 3


def test_readings_of_days_tell_no_hours():
    series = metered(0.1)
    by_day = UsageSeries.measured(start=series.start, step_minutes=1440, kwh=series.kwh.reshape(-1, 24).sum(axis=1))
    assert peak_shares(by_day, bills(count=3), LIMA) == [None] * 3
