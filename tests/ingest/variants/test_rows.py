"""Spoiled cells: each is a refused row with its line, column and value, or is read right; nothing passes silently."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.ingest import UnableToReadFile, read_file
from tests.ingest.files import LIMA

HEADER = "Fecha;Hora;Consumo (kWh)"
SPOILED_VALUES = (
    "inf", "-inf", "1_000", "٣", "١٢", "1e400", "0x1A", "abc", "--5", "1.2.3,4", "∞", "½", "1O", "12h", "NaN1", "=1+1",
    "9" * 40, "-3,5",
)  # fmt: skip
SPOILED_TIMES = ("31/02/2024", "00/05/2024", "45413", "45413,5", "32/13/2024", "٠١/٠٥/٢٠٢٤", "ayer", "2024", "1/1")
SPOILED_CLOCKS = ("25:00", "3:75", "tarde", "٠٣:٠٠", "-1:00", "24:30", "3:00 x. m.")
BLANKS = ("", "-", "nan", "NaN", "null", "N/A", "#N/A")


def lines_of(days: int = 20) -> list[str]:
    """Hours of 0,25 to 0,75 kWh of some days of May 2024, days above 12 among them."""
    return [
        f"{day:02d}/05/2024;{hour:02d}:00;0,{25 + (7 * hour + day) % 50:02d}"
        for day in range(1, days + 1)
        for hour in range(24)
    ]


@st.composite
def spoiled_files(draw: st.DrawFn) -> tuple[str, list[str], dict[int, str]]:
    """Draw a file with some cells spoiled: (line end, lines, what was done at which line)."""
    lines = [HEADER, *lines_of()]
    done: dict[int, str] = {}
    for line in draw(st.lists(st.integers(40, len(lines) - 40), min_size=1, max_size=8, unique=True)):
        day, clock, value = lines[line - 1].split(";")
        kind = draw(st.sampled_from(("value", "time", "clock", "blank", "quote", "cells", "long", "header", "empty")))
        lines[line - 1] = {
            "value": lambda d=day, c=clock: f"{d};{c};{draw(st.sampled_from(SPOILED_VALUES))}",
            "time": lambda c=clock, v=value: f"{draw(st.sampled_from(SPOILED_TIMES))};{c};{v}",
            "clock": lambda d=day, v=value: f"{d};{draw(st.sampled_from(SPOILED_CLOCKS))};{v}",
            "blank": lambda d=day, c=clock: f"{d};{c};{draw(st.sampled_from(BLANKS))}",
            "quote": lambda d=day, c=clock, v=value: f'{d};{c};"{v}',
            "cells": lambda d=day, c=clock, v=value: f"{d};{c};{v};7;8",
            "long": lambda d=day, c=clock: f"{d};{c};" + "9" * 200_000,
            "header": lambda: HEADER,
            "empty": lambda: "",
        }[kind]()
        done[line] = kind
    return draw(st.sampled_from(("\n", "\r\n", "\r"))), lines, done


@settings(max_examples=60, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(spoiled_files())
def test_every_spoiled_row_is_refused_by_line_or_read_right(file: tuple[str, list[str], dict[int, str]]) -> None:
    line_end, lines, done = file
    result = read_file((line_end.join(lines) + line_end).encode(), zone=LIMA)

    rows = result.rows
    assert rows.lines == len(lines) == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused
    refused = {row.row: row for row in result.refused_rows}
    for line, kind in done.items():
        if kind in {"value", "time", "clock", "cells", "long"}:
            assert line in refused, (kind, lines[line - 1][:80])
        if kind in {"value", "time", "clock"}:
            column = {"time": 0, "clock": 1, "value": 2}[kind]
            assert refused[line].bad_column == column
            assert refused[line].params["value"] == lines[line - 1].split(";")[column][:60]
    assert set(refused) <= set(done)
    codes = {finding.code for finding in result.findings}
    assert ("unclosed_quote_repaired" in codes) == ("quote" in done.values())
    assert ("blank_values" in codes) == ("blank" in done.values())
    assert ("repeated_header" in codes) == ("header" in done.values())
    assert rows.blank == list(done.values()).count("empty")


@settings(max_examples=60, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(spoiled_files())
def test_what_is_not_spoiled_keeps_its_value(file: tuple[str, list[str], dict[int, str]]) -> None:
    line_end, lines, done = file
    (supply,) = read_file((line_end.join(lines) + line_end).encode(), zone=LIMA).supplies

    true = np.array([float(line.split(";")[2].replace(",", ".")) for line in lines_of()])
    for line, kind in done.items():
        if kind != "quote":
            true[line - 2] = np.nan
    np.testing.assert_allclose(supply.series.kwh, true)


def test_an_arabic_digit_nowhere_counts_as_a_number() -> None:
    with pytest.raises(UnableToReadFile):
        read_file("Fecha;kWh\n01/05/2024;٣\n02/05/2024;٤\n13/05/2024;٥\n".encode(), zone=LIMA)


def test_a_name_that_stands_twice_in_the_header_is_asked_about() -> None:
    lines = ["Fecha;Hora;kWh;kWh", *(f"{line};1,5" for line in lines_of())]
    result = read_file("\n".join(lines).encode(), zone=LIMA)
    told = {finding.code for finding in result.findings} | {question.key for question in result.questions}
    assert told & {"value_column", "columns_left_out", "parts_of_total_left_out"}


@settings(max_examples=80, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=600), st.text(max_size=600).map(str.encode)), at=st.integers(0, 5000))
def test_any_bytes_inside_a_file_end_in_a_result_or_in_one_finding(content: bytes, at: int) -> None:
    whole = "\n".join([HEADER, *lines_of()]).encode()
    try:
        rows = read_file(whole[:at] + content + whole[at:], zone=LIMA).rows
    except UnableToReadFile:
        return
    assert rows.lines == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused
