"""A bar typed anew keeps its stored amount only where its kWh are as they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from advisor.energy.usage import BillPeriod
from advisor.web.guest.months import billing_periods
from advisor.web.household.households.bill_form import BillsForm

LAST = date(2026, 8, 4)
PERIODS = billing_periods(LAST)[:3]
KWH, TOTALS = (128.04, 140.0, 132.0), ("90.10", "99.20", "93.30")
STORED = tuple(
    BillPeriod(start, end, kwh, Decimal(total))
    for (start, end), kwh, total in zip(reversed(PERIODS), KWH, TOTALS, strict=True)
)


def amounts(app, **typed: str) -> list[Decimal | None]:
    """Return the amounts of the three months, the latest first, after the form was sent with these answers."""
    with app.test_request_context():
        form = BillsForm(MultiDict({"last_reading": LAST.isoformat(), **typed}))
        form.today = LAST
        return [bill.total for bill in reversed(form.bill_periods(stored=STORED))]


AS_SHOWN = {"bar_1": "132", "bar_2": "140", "bar_3": "128"}


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ({}, ["93.30", "99.20", "90.10"]),
        ({"bar_2": "104"}, ["93.30", None, "90.10"]),
        ({"bar_1": "123"}, [None, "99.20", "90.10"]),
        ({"bar_1": "123", "total": "88.40"}, ["88.40", "99.20", "90.10"]),
        ({"bar_2": ""}, ["93.30", None, "90.10"]),
    ],
)
def test_an_amount_belongs_to_its_kwh(app, typed, left):
    told = {**AS_SHOWN, **typed}
    assert amounts(app, **told) == [None if amount is None else Decimal(amount) for amount in left]
