"""Bills worked by hand, to the cent; the arithmetic stands in the comments of each case."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from advisor.energy.bills import bill
from advisor.energy.tariffs import OwnBill
from advisor.reference.tariffs import load_tariff_book

FOLDER = Path(__file__).parent / "worked_bills"
MONEY = ("unit_price", "fixed", "public_lighting", "connection")


def cases():
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def billed(case):
    asks = {key: Decimal(value) if key in ("interest", "rounding") else value for key, value in case["asks"].items()}
    own = case.get("own_bill")
    own_bill = own and OwnBill(**{key: Decimal(value) if key in MONEY else value for key, value in own.items()})
    return bill(tariff_book=load_tariff_book(), own_bill=own_bill, **asks)


@pytest.mark.parametrize("case", list(cases()))
def test_a_bill_worked_by_hand_comes_out_to_the_cent(case):
    result = billed(case)
    assert [(line.code, str(line.amount)) for line in result.lines] == [tuple(line) for line in case["lines"]]
    assert (str(result.subtotal), str(result.igv), str(result.total)) == (case["subtotal"], case["igv"], case["total"])
    assert {finding.code for finding in result.findings} == set(case["findings"])


@pytest.mark.parametrize("case", [case for case in cases() if "next_bracket_jump" in case.values[0]])
def test_the_step_at_the_next_limit_is_the_difference_of_two_bills_worked_by_hand(case):
    jump = billed(case).next_bracket_jump
    assert (None if jump is None else str(jump)) == case["next_bracket_jump"]
