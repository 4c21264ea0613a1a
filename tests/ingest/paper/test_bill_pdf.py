"""PDF bills laid out as the texts of each company are described: every figure found where it stands, none made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advisor.ingest.paper.document import DATES, NUMBERS, TEXTS, BillDocument
from advisor.ingest.paper.pdf import read_bill_pdf
from tests.ingest.paper import making


def found(bill: BillDocument) -> dict[str, object]:
    """The values that were found, numbers as they are printed."""
    values = {name: getattr(bill, name) for name in (*TEXTS, *NUMBERS, *DATES) if getattr(bill, name) is not None}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def lines(bill: BillDocument) -> list[tuple[str, str]]:
    return [(line.code, str(line.amount)) for line in bill.lines]


def test_pluz_prints_amounts_apart_from_their_labels_and_the_total_behind_asterisks() -> None:
    bill = read_bill_pdf(making.pluz())
    assert (bill.layout, bill.source, bill.averaged) == ("pluz", "pdf", False)
    assert found(bill) == {
        "supply_number": "1234567",
        "distributor": "pluz",
        "tariff_option": "BT5B",
        "connection": "single_phase",
        "contracted_power_kw": "3.00",
        "previous_reading": "47548",
        "current_reading": "48211",
        "kwh": "663",
        "unit_price": "0.6291",
        "subtotal": "451.03",
        "igv": "81.19",
        # "TOTAL Mes Actual" is subtotal plus IGV; what is paid is another figure.
        "total_month": "532.22",
        "total_to_pay": "538.50",
        "start": date(2026, 5, 23),
        "end": date(2026, 6, 23),
        "issued": date(2026, 6, 26),
        "due": date(2026, 7, 13),
        "cut_off": date(2026, 9, 29),
    }
    assert lines(bill) == [
        ("connection", "1.69"),
        ("fixed", "2.34"),
        ("energy_all", "417.09"),
        ("interest", "1.91"),
        ("public_lighting", "28.00"),
        ("rural_electrification", "7.29"),
    ]
    assert [(bar.month, bar.kwh) for bar in bill.history][:3] == [
        (date(2025, 7, 1), 520.0),
        (date(2025, 8, 1), 540.0),
        (date(2025, 9, 1), 515.0),
    ]
    assert (len(bill.history), bill.history[-1].month, bill.history[-1].kwh) == (12, date(2026, 6, 1), 663.0)


def test_luz_del_sur_prints_readings_as_a_sum_and_a_space_for_thousands() -> None:
    bill = read_bill_pdf(making.luz_del_sur())
    assert found(bill) == {
        "supply_number": "7654321",
        "distributor": "luz-del-sur",
        "tariff_option": "BT5B",
        "connection": "single_phase",
        "contracted_power_kw": "3.00",
        "meter_factor": "1.0000",
        "previous_reading": "22247.70",
        "current_reading": "22703.20",
        "kwh": "455.50",
        "unit_price": "0.6130",
        "subtotal": "301.62",
        "igv": "54.29",
        "total_month": "361.05",
        "previous_debt": "6505.10",
        "total_to_pay": "6866.20",
        "start": date(2026, 6, 12),
        "end": date(2026, 7, 13),
        "issued": date(2026, 7, 15),
        "due": date(2026, 8, 1),
    }
    assert lines(bill) == [
        ("energy_all", "279.22"),
        ("fixed", "2.26"),
        ("connection", "1.68"),
        ("public_lighting", "17.64"),
        ("interest", "0.82"),
        ("rural_electrification", "5.01"),
        ("late_interest", "0.13"),
        ("rounding", "0.05"),
    ]
    # September is printed as Set and as Sep.
    september = {bar.month: bar.kwh for bar in bill.history if bar.month.month == 9}
    assert september == {date(2024, 9, 1): 377.1, date(2025, 9, 1): 402.0}


def test_luz_del_sur_between_31_and_140_kwh_has_two_prices_of_which_the_second_counts() -> None:
    bill = read_bill_pdf(making.luz_del_sur_tiers())
    assert (found(bill)["kwh"], found(bill)["unit_price"], bill.averaged) == ("132.00", "0.5990", True)
    assert lines(bill)[:2] == [("energy_first_30", "12.58"), ("energy_rest", "61.10")]
    assert found(bill)["total_to_pay"] == "103.70"


def test_the_distriluz_group_prints_price_and_kwh_inside_the_energy_line() -> None:
    bill = read_bill_pdf(making.electrocentro())
    assert found(bill) == {
        "supply_number": "70012345",
        "distributor": "electrocentro",
        "tariff_option": "BT5B",
        "contracted_power_kw": "0.85",
        "meter_factor": "1.0000",
        "previous_reading": "810.00",
        "current_reading": "812.00",
        "kwh": "2.00",
        "unit_price": "0.3462",
        "subtotal": "5.00",
        "total_to_pay": "5.00",
        "start": date(2026, 7, 5),
        "end": date(2026, 8, 5),
        "issued": date(2026, 8, 7),
        "due": date(2026, 8, 22),
    }
    assert lines(bill) == [
        ("fixed", "3.55"),
        ("energy_all", "0.69"),
        ("public_lighting", "0.74"),
        ("interest", "0.02"),
        ("rural_electrification", "0.02"),
        ("rounding", "-0.03"),
        ("rounding", "0.01"),
    ]


def test_a_line_nobody_described_is_kept_with_its_words_where_it_makes_the_subtotal() -> None:
    bill = read_bill_pdf(making.hidrandina())
    assert bill.distributor == "hidrandina"
    assert ("other", "6.10") in lines(bill)
    assert next(line.label for line in bill.lines if line.code == "other") == "Cargo por corte y reconexión"
    assert [(bar.month.isoformat()[:7], bar.kwh) for bar in bill.history] == [
        ("2025-09", 20.0),
        ("2025-10", 21.0),
        ("2025-11", 22.0),
        ("2025-12", 23.0),
        ("2026-01", 24.0),
        ("2026-02", 25.0),
    ]


def test_electro_sur_este_writes_kw_h_and_three_dates_that_are_not_the_same() -> None:
    bill = read_bill_pdf(making.electro_sur_este())
    assert found(bill) == {
        "supply_number": "100200300",
        "distributor": "electro-sur-este",
        "kwh": "1296.00",
        "unit_price": "0.8855",
        "subtotal": "1226.91",
        "igv": "220.84",
        "total_to_pay": "1462.00",
        "start": date(2026, 6, 30),
        "end": date(2026, 7, 31),
        "due": date(2026, 8, 18),
        "cut_off": date(2026, 9, 20),
    }


def test_electro_oriente_prints_values_before_their_labels() -> None:
    bill = read_bill_pdf(making.electro_oriente())
    assert found(bill) == {
        "supply_number": "987654",
        "distributor": "electro-oriente",
        "kwh": "100",
        "unit_price": "0.7097",
        "subtotal": "83.07",
        "total_to_pay": "84.00",
        "start": date(2026, 7, 2),
        "end": date(2026, 8, 1),
    }
    assert ("rounding", "-0.18") in lines(bill)


@pytest.mark.parametrize(
    ("company", "layout", "distributor"),
    [
        ("SEAL", "seal", "seal"),
        ("ELECTROSUR S.A.", "electrosur", "electrosur"),
        ("ELECTRO PUNO S.A.A.", "generic", "electro-puno"),
        ("Luz de la Aldea", "generic", None),
    ],
)
def test_any_other_company_is_read_by_the_words_that_bills_share(company, layout, distributor) -> None:
    bill = read_bill_pdf(making.by_generic_words(company))
    assert (bill.layout, bill.distributor) == (layout, distributor)
    assert found(bill) | {"distributor": None} == {
        "supply_number": "3334445",
        "distributor": None,
        "tariff_option": "BT5B",
        "kwh": "132",
        "unit_price": "0.6439",
        "subtotal": "96.30",
        "igv": "17.33",
        "total_to_pay": "115.00",
        "start": date(2026, 7, 4),
        "end": date(2026, 8, 4),
    }


def test_each_value_says_where_it_stands_and_how_it_is_printed() -> None:
    bill = read_bill_pdf(making.pluz())
    total = bill.found["total_to_pay"]
    assert (total.page, total.text) == (1, "538.50")
    left, top, right, bottom = total.box
    # It was drawn from x = 380 with its baseline at y = 400.
    assert left == pytest.approx(380, abs=1)
    assert top < 400 <= bottom + 1
    assert right > left
    assert bill.found["cut_off"].text == "29/SET/2026"


def test_what_is_not_printed_is_not_made_up() -> None:
    bill = read_bill_pdf(making.by_generic_words("Luz de la Aldea"))
    assert (bill.previous_reading, bill.due, bill.connection, bill.history) == (None, None, None, ())


def test_blocks_whose_sum_does_not_close_are_not_joined() -> None:
    """One amount of the block is another: which one is wrong cannot be known, so none is taken."""
    amounts = ["1.69", "2.34", "417.09", "1.91", "29.00", "451.03"]
    labels = ["Reposición y Mant. de Conexión", "Cargo Fijo", "Energía", "Interés Compensatorio", "Alumbrado Público"]
    page = [
        (40, 40, "Pluz Energía Perú S.A.A. Suministro 1234567"),
        (40, 80, "663kWh al precio de S/ 0.6291"),
        *making.column(40, 180, [*labels, "SUBTOTAL Mes Actual"]),
        *making.column(520, 400, amounts, side=making.RIGHT),
    ]
    bill = read_bill_pdf(making.pdf(page))
    assert (bill.lines, bill.subtotal, str(bill.kwh)) == ((), None, "663")


def test_a_bill_survives_the_way_to_json_and_back() -> None:
    bill = read_bill_pdf(making.luz_del_sur())
    again = BillDocument.from_document(bill.as_document())
    assert again.as_document() == bill.as_document()
    assert again.lines[0].amount == Decimal("279.22")
    assert again.end == date(2026, 7, 13)
