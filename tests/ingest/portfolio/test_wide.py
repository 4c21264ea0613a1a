"""Sheets with one row a client, worked by hand, and written in every usual way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.ingest import UnableToReadFile
from advisor.ingest.portfolio import read_portfolio
from tests.ingest.portfolio.writing import LIMA, SPELLINGS, Home, as_text, as_workbook, sheet

ROSA = Home("C-1", "Rosa Ñahui", "Lima", "Luz del Sur", "1234567", tuple(100.25 + month for month in range(12)))
JUAN = Home("C-2", "Juan Mamani", "La Libertad", "Hidrandina", "7654321", (80.5, 81.5, None, *[90.25] * 9))


def read(content: bytes, **answers: str):
    return read_portfolio(content, zone=LIMA, answers=answers)


def codes(result, row: int) -> list[str]:
    return [mark.code for found in result.rows if found.row == row for mark in found.remarks]


def changed(column: int, cell: str) -> bytes:
    """The sheet of Rosa and Juan with one cell of Juan written anew."""
    rows = sheet([ROSA, JUAN])
    rows[2][column] = cell
    return as_text(rows)


def test_a_row_becomes_a_client_with_its_calendar_months():
    result = read(as_text(sheet([ROSA, JUAN])))
    rosa, juan = result.clients
    assert (rosa.reference, rosa.name, rosa.supply_number, rosa.row) == ("C-1", "Rosa Ñahui", "1234567", 2)
    assert (rosa.bills[0].start, rosa.bills[0].end, rosa.bills[0].kwh) == (date(2025, 1, 1), date(2025, 2, 1), 100.25)
    assert [bill.kwh for bill in juan.bills] == list(JUAN.kwh)
    assert codes(result, 3) == ["months_missing"]
    assert vars(result.counts) == {"lines": 3, "header": 1, "blank": 0, "valid": 1, "warned": 1, "refused": 0}


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (0, "", "client_missing"),
        (0, "C-1", "client_repeated"),
        (0, "TOTAL", "row_of_totals"),
        (0, "x" * 65, "cell_too_long"),
        (1, "=HYPERLINK(1)", "formula_cell"),
        (6, "12a", "kwh_not_a_number"),
        (6, "1_000", "kwh_not_a_number"),
        (6, "inf", "kwh_not_a_number"),
        (6, "-40", "kwh_below_zero"),
        (6, "99999999", "kwh_impossible"),
        (6, "=SUM(A1)", "formula_cell"),
    ],
)
def test_a_bad_cell_refuses_its_row_and_no_other(column, cell, code):
    result = read(changed(column, cell))
    assert code in codes(result, 3)
    assert [client.reference for client in result.clients] == ["C-1"]
    assert (result.counts.valid, result.counts.refused) == (1, 1)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [(5, "12", "supply_number_odd"), (6, "3500", "kwh_unusual"), (6, "1200", "kwh_far_from_usual")],
)
def test_a_doubtful_cell_is_remarked_on_and_its_row_used(column, cell, code):
    result = read(changed(column, cell))
    assert code in codes(result, 3)
    assert len(result.clients) == 2


def test_amounts_stand_beside_the_months():
    content = "Código;ene-25;feb-25;Importe ene-25;Importe feb-25\nC-1;100;90;S/ 70.50;ninguno\n"
    (client,) = read(content.encode()).clients
    assert [str(bill.total) for bill in client.bills] == ["70.5", "None"]


@pytest.mark.parametrize("blank", ["", "-", "n/a", "s/d"])
def test_a_client_without_any_usage_is_refused(blank):
    empty = sheet([ROSA, JUAN])
    empty[2][6:] = [blank] * 12
    assert "client_without_usage" in codes(read(as_text(empty)), 3)


def test_few_months_are_said():
    few = Home("C-3", "Eva", "Lima", "Enel", "", (*[None] * 10, 100.0, 110.0))
    assert codes(read(as_text(sheet([ROSA, few]))), 3) == ["few_months"]


def test_a_title_blank_lines_and_a_repeated_header_have_their_fate():
    rows = sheet([ROSA])
    result = read(as_text([["Cartera 2025"], [""], *rows, [""], rows[0], sheet([JUAN])[1]]))
    assert vars(result.counts) == {"lines": 7, "header": 3, "blank": 2, "valid": 1, "warned": 1, "refused": 0}


def test_years_above_the_months_are_taken():
    rows = [["", "2024", "", "2025", ""], ["Código", "Nov", "Dic", "Ene", "Feb"], ["C-1", "1", "2", "3", "4"]]
    (client,) = read(as_text(rows)).clients
    assert [bill.start for bill in client.bills] == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Código;Ene;Feb;Mar\nC-1;1;2;3\n", "portfolio_no_year"),
        ("Código;ene-25;2025-01;feb-25\nC-1;1;2;3\n", "portfolio_month_twice"),
        ("Código;ene-25;feb-25\n", "portfolio_no_clients"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content, code):
    with pytest.raises(UnableToReadFile) as unable:
        read(content.encode())
    assert unable.value.finding.code == code


def test_the_decimal_sign_is_asked_once_and_the_answer_taken():
    content = b"Codigo;ene-25;feb-25\nC-1;1.234;1.100\n"
    result = read(content)
    assert [question.key for question in result.questions] == ["decimal"]
    assert [read(content, decimal=choice).clients[0].bills[0].kwh for choice in ("point", "comma")] == [1.234, 1234.0]


def test_a_sheet_behind_a_cover_is_found_in_a_workbook():
    rows = [[cell if index < 6 or not row else (float(cell) if cell else None) for index, cell in enumerate(cells)]
            for row, cells in enumerate(sheet([ROSA, JUAN]))]  # fmt: skip
    result = read(as_workbook(rows))
    assert [[bill.kwh for bill in client.bills] for client in result.clients] == [list(ROSA.kwh), list(JUAN.kwh)]


figures = st.integers(min_value=2000, max_value=99999).map(lambda cents: cents / 100)


@given(
    kwh=st.lists(st.tuples(*[st.one_of(figures, figures, st.none())] * 12), min_size=1, max_size=4),
    spelling=st.sampled_from(sorted(SPELLINGS)),
    language=st.sampled_from(["es", "en"]),
    decimal=st.sampled_from([".", ","]),
    separator=st.sampled_from([";", "\t", "|", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
    order=st.permutations(range(18)),
)
@settings(max_examples=80)
def test_the_same_clients_however_the_sheet_is_written(
    kwh, spelling, language, decimal, separator, encoding, end, order
):
    homes = [
        Home(f"C-{number:03d}", "Casa Ñandú", "Lima", "Luz del Sur", str(1234500 + number), tuple(values))
        for number, values in enumerate(kwh, start=1)
        if any(value is not None for value in values)
    ]
    if not homes:
        return
    rows = sheet(homes, spelling=spelling, language=language, decimal=decimal, order=order)
    result = read(as_text(rows, separator=separator, encoding=encoding, end=end))
    assert not result.questions
    told = {client.reference: client for client in result.clients}
    assert sorted(told) == [home.code for home in homes]
    for home in homes:
        client = told[home.code]
        by_month = {bill.start.month: bill.kwh for bill in client.bills}
        assert [by_month.get(month) for month in range(1, 13)] == list(home.kwh)
        assert (client.name, client.department, client.supply_number) == (home.name, home.department, home.supply)
    counts = result.counts
    assert counts.lines == counts.header + counts.blank + counts.valid + counts.warned + counts.refused
