"""Hopeless files get one clear finding; bad rows are named by line and column while the good ones load."""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np
import pytest

from advisor.energy.findings import Severity
from advisor.energy.usage import Quality
from advisor.ingest import ReadResult, UnableToReadFile, read_file
from tests.ingest.files import LIMA

HEADER = "Fecha;Hora;Consumo (kWh)"


def day_of_hours(*, replaced: dict[int, str] | None = None, header: str = HEADER) -> bytes:
    """A day of hours of 0,5 kWh under a header on line 1; `replaced` gives other text for some lines."""
    lines = [header, *(f"02/05/2024;{hour:02d}:00;0,5" for hour in range(24))]
    lines += [f"13/05/2024;{hour:02d}:00;0,5" for hour in range(24)]
    for line, text in (replaced or {}).items():
        lines[line - 1] = text
    return ("\n".join(lines) + "\n").encode()


def read(content: bytes, **answers: str) -> ReadResult:
    return read_file(content, filename="archivo.csv", zone=LIMA, answers=answers)


def word_bytes() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n \n\r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf_broken"),
        (word_bytes(), "format_not_yet"),
        (b"\x1f\x8b\x08\x00abc", "archive_damaged"),
        (b"<?xml version='1.0'?><feed/>", "no_rows"),
        (b"<?xml version='1.0'?><feed>", "xml_damaged"),
        (b"<html><p>Sesi\xc3\xb3n terminada</p></html>", "page_without_table"),
        (b'{"kwh": [1, 2]}', "format_not_yet"),
        (b"100,NEM12,201412161532,A,B\n200,1,E1\n", "no_rows"),
        (bytes(range(1, 32)) * 40, "not_text"),
        (b"Fecha;kWh\n01/05/2024;1\x00\n", "nul_bytes"),
        (b"hola\nque tal\n", "no_time_column"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "no_time_column"),
        (HEADER.encode() + b"\n", "no_rows"),
        (b"Fecha;Nota\n01/05/2024;bien\n02/05/2024;mal\n03/05/2024;bien\n", "no_value_column"),
        (b"Fecha;Gas (m3)\n01/05/2024;1\n02/05/2024;2\n03/05/2024;1\n", "not_electricity"),
    ],
)
def test_a_hopeless_file_raises_one_finding(content: bytes, code: str) -> None:
    with pytest.raises(UnableToReadFile) as caught:
        read(content)
    assert caught.value.finding.code == code
    assert caught.value.finding.severity is Severity.ERROR


def test_the_line_of_a_nul_byte_is_named() -> None:
    with pytest.raises(UnableToReadFile) as caught:
        read(b"Fecha;kWh\n01/05/2024;1\n02/05/2024;1\x00\n")
    assert caught.value.finding.params == {"line": 3}


@pytest.mark.parametrize(
    ("text", "code", "column", "value"),
    [
        ("02/05/2024;03:00;nan1", "not_a_number", 2, "nan1"),
        ("02/05/2024;03:00;inf", "not_a_number", 2, "inf"),
        ("02/05/2024;03:00;1_000", "not_a_number", 2, "1_000"),
        ("02/05/2024;03:00;1e309", "not_a_number", 2, "1e309"),
        ("02/05/2024;03:00;٣", "not_a_number", 2, "٣"),
        ("02/05/2024;03:00;abc", "not_a_number", 2, "abc"),
        ("02/05/2024;03:00;-0,5", "negative_value", 2, "-0,5"),
        ("31/02/2024;03:00;0,5", "not_a_time", 0, "31/02/2024"),
        ("ayer;03:00;0,5", "not_a_time", 0, "ayer"),
        ("02/05/2024;25:00;0,5", "not_a_time", 1, "25:00"),
        ("02/05/2024;03:00;0,5;9;9", "too_many_cells", 3, "9"),
    ],
)
def test_a_bad_row_is_refused_by_line_and_column_and_the_rest_loads(
    text: str, code: str, column: int, value: str
) -> None:
    result = read(day_of_hours(replaced={5: text}))

    (refused,) = result.refused_rows
    assert (refused.row, refused.code, refused.bad_column, refused.params["value"]) == (5, code, column, value)
    assert (result.rows.read, result.rows.used, result.rows.refused) == (48, 47, 1)
    assert result.supplies[0].total_kwh == pytest.approx(47 * 0.5)
    finding = next(finding for finding in result.findings if finding.code == code)
    assert (finding.row, finding.params["count"]) == (5, 1)


def test_a_spoiled_first_row_is_refused_and_not_taken_for_the_header() -> None:
    result = read(day_of_hours(replaced={2: "??;00:00;0,5"}))
    assert [row.row for row in result.refused_rows] == [2]
    assert result.header == ("Fecha", "Hora", "Consumo (kWh)")


def test_an_unclosed_quote_swallows_no_line() -> None:
    """Python's csv turns the rest of the file into one cell here, without an error."""
    result = read(day_of_hours(replaced={5: '02/05/2024;03:00;"0,5'}))
    assert result.rows.read == 48
    assert result.supplies[0].total_kwh == pytest.approx(24.0)
    assert [finding.row for finding in result.findings if finding.code == "unclosed_quote_repaired"] == [5]


def test_a_cell_of_200_kilobytes_is_refused_alone() -> None:
    result = read(day_of_hours(replaced={5: "02/05/2024;03:00;" + "9" * 200_000}))
    assert [(row.row, row.code) for row in result.refused_rows] == [(5, "line_too_long")]
    assert result.rows.used == 47


def test_a_blank_value_is_a_gap_and_not_zero() -> None:
    result = read(day_of_hours(replaced={5: "02/05/2024;03:00;"}))
    series = result.supplies[0].series
    assert series.quality[3] == Quality.MISSING
    assert np.isnan(series.kwh[3])
    assert result.rows.refused == 0


def test_absent_days_are_a_gap() -> None:
    series = read(day_of_hours()).supplies[0].series
    assert len(series) == 12 * 24
    assert series.count(Quality.MISSING) == 10 * 24


def test_a_totals_row_is_not_usage() -> None:
    content = day_of_hours() + b"Total;;24,0\n"
    result = read(content)
    assert result.supplies[0].total_kwh == pytest.approx(24.0)
    assert [finding.code for finding in result.findings if finding.row == 50] == ["totals_row"]
    assert result.rows.ignored == 1


def test_a_repeated_header_and_a_signature_are_not_data() -> None:
    content = day_of_hours(replaced={26: HEADER}) + b"Emitido por la empresa;;\n"
    result = read(content)
    assert {finding.code for finding in result.findings} >= {"repeated_header", "other_text"}
    assert result.rows.refused == 0


def test_the_same_row_twice_counts_once() -> None:
    content = day_of_hours() + b"13/05/2024;23:00;0,5\n"
    result = read(content)
    assert result.supplies[0].total_kwh == pytest.approx(24.0)
    assert any(finding.code == "duplicate_row" and finding.row == 50 for finding in result.findings)


def test_two_values_for_one_hour_are_reported_and_the_later_row_counts() -> None:
    result = read(day_of_hours() + b"13/05/2024;23:00;0,9\n")
    assert result.supplies[0].total_kwh == pytest.approx(24.4)
    assert any(finding.code == "conflicting_row" and finding.row == 50 for finding in result.findings)


def test_rows_in_any_order_give_the_same_series() -> None:
    lines = day_of_hours().decode().splitlines()
    order = np.random.default_rng(3).permutation(len(lines) - 1) + 1
    shuffled = "\n".join([lines[0], *(lines[index] for index in order)]).encode()
    first, second = (read(content).supplies[0].series for content in (day_of_hours(), shuffled))
    assert first.start == second.start
    assert np.array_equal(first.kwh, second.kwh, equal_nan=True)


def test_every_line_of_the_file_has_one_fate() -> None:
    content = day_of_hours(replaced={5: "x;y;z", 9: "", 30: "02/05/2024;04:00;-1"}) + b"\nTotal;;24\n"
    rows = read(content).rows
    assert rows.lines == content.count(b"\n") == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused


def test_a_thousand_bad_rows_come_with_their_cells_and_a_page_shows_fifty() -> None:
    lines = [HEADER, *(f"{1 + day:02d}/05/2024;{hour:02d}:00;mal" for day in range(30) for hour in range(24))]
    lines += ["31/05/2024;00:00;0,5", "31/05/2024;01:00;0,5"]
    lines[1:1] = [f"{1 + day:02d}/04/2024;{hour:02d}:00;0,5" for day in range(30) for hour in range(24)]
    result = read("\n".join(lines).encode())
    assert result.rows.refused == 720
    assert len(result.refused_rows) == 720
    assert len(result.as_document()["refused_rows"]) == 50
