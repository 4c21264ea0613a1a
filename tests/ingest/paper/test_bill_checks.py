"""A bill that does not agree with itself says so, and one that agrees says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.energy.usage import BillPeriod
from advisor.ingest import read_file
from advisor.ingest.paper.checks import check_bill
from advisor.ingest.paper.document import BillDocument, PrintedLine, PrintedMonth
from advisor.ingest.paper.result import periods_of
from tests.ingest.files import LIMA
from tests.ingest.paper import making

# A real bill closes to the cent: 663 x 0.6291 = 417.09; 1.69 + 2.34 + 417.09 + 28.00 + 1.91 = 451.03; IGV 18 % = 81.19.
AGREES = BillDocument(
    source="pdf",
    previous_reading=Decimal(47548),
    current_reading=Decimal(48211),
    kwh=Decimal(663),
    unit_price=Decimal("0.6291"),
    subtotal=Decimal("451.03"),
    igv=Decimal("81.19"),
    start=date(2026, 5, 23),
    end=date(2026, 6, 23),
    lines=tuple(
        PrintedLine(code, code, Decimal(amount))
        for code, amount in {
            "connection": "1.69",
            "fixed": "2.34",
            "energy_all": "417.09",
            "public_lighting": "28.00",
            "interest": "1.91",
            "rural_electrification": "7.29",
        }.items()
    ),
)


def codes(bill: BillDocument) -> list[str]:
    return [finding.code for finding in check_bill(bill)]


def test_the_worked_bill_of_the_facts_agrees_with_itself() -> None:
    assert codes(AGREES) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"current_reading": Decimal(48212)}, "bill_readings_disagree"),
        ({"meter_factor": Decimal(2)}, "bill_readings_disagree"),
        ({"unit_price": Decimal("0.6391")}, "bill_energy_disagrees"),
        ({"subtotal": Decimal("451.05"), "igv": None}, "bill_lines_disagree"),
        ({"igv": Decimal("81.91")}, "bill_igv_disagrees"),
        ({"start": date(2026, 5, 29)}, "bill_period_unusual"),
        ({"start": date(2026, 5, 18)}, "bill_period_unusual"),
    ],
)
def test_one_wrong_figure_is_named(change: dict, code: str) -> None:
    assert codes(replace(AGREES, **change)) == [code]


@pytest.mark.parametrize("days", [26, 35])
def test_the_shortest_and_the_longest_usual_period_pass(days: int) -> None:
    assert codes(replace(AGREES, start=date.fromordinal(AGREES.end.toordinal() - days))) == []


def test_a_home_without_igv_is_no_remark() -> None:
    assert codes(replace(AGREES, igv=Decimal(0))) == []
    assert codes(replace(AGREES, igv=None)) == []


def test_whole_kwh_of_a_meter_with_tenths_are_no_remark() -> None:
    tenths = replace(AGREES, current_reading=Decimal("48211.4"))
    assert codes(tenths) == []


def test_the_printed_months_become_periods_before_the_bill() -> None:
    """The bill of July ends on 13 July; June's bar ends where it begins, September's ends nine readings before."""
    bill = BillDocument(
        source="pdf",
        start=date(2026, 6, 12),
        end=date(2026, 7, 13),
        kwh=Decimal("455.50"),
        total_to_pay=Decimal("6866.20"),
        previous_debt=Decimal("6505.10"),
        history=(
            PrintedMonth(date(2025, 9, 1), 402.0),
            PrintedMonth(date(2026, 6, 1), 431.0, estimated=True),
            PrintedMonth(date(2026, 7, 1), 455.5),
        ),
    )
    assert periods_of(bill) == (
        BillPeriod(date(2025, 8, 12), date(2025, 9, 12), 402.0),
        BillPeriod(date(2026, 5, 12), date(2026, 6, 12), 431.0, None, True),
        BillPeriod(date(2026, 6, 12), date(2026, 7, 13), 455.5, Decimal("361.10")),
    )


def test_a_bar_of_the_month_before_may_be_the_newest_one_printed() -> None:
    """The bill of August does not draw its own month: the newest bar, July, ends where the bill begins."""
    bill = BillDocument(
        source="pdf",
        start=date(2026, 7, 4),
        end=date(2026, 8, 4),
        kwh=Decimal(132),
        history=tuple(PrintedMonth(date(2026, month, 1), 100.0 + month) for month in (5, 6, 7)),
    )
    assert [period.end for period in periods_of(bill)] == [
        date(2026, 5, 4),
        date(2026, 6, 4),
        date(2026, 7, 4),
        date(2026, 8, 4),
    ]


def test_reading_a_pdf_bill_gives_the_contract_of_bills_and_the_document() -> None:
    result = read_file(making.pluz(), zone=LIMA, filename="recibo.pdf")
    document = result.as_document()
    assert (result.kind, document["kind"]) == ("bill_document", "bills")
    assert document["document"]["total_to_pay"] == "538.50"
    (supply,) = document["supplies"]
    assert (supply["supply_point"], supply["intervals"], supply["total_kwh"]) == ("1234567", 12, 7074.0)
    assert supply["bills"][-1] == {
        "start": "2026-05-23",
        "end": "2026-06-23",
        "kwh": 663.0,
        "total": "538.50",
        "estimated": False,
    }
    assert document["findings"] == []
