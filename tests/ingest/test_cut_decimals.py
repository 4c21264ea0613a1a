"""Decimal commas in files separated by commas: put together again, refused row by row, or refused; 0 is never read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from advisor.ingest import ReadResult, UnableToReadFile, read_file
from tests.ingest.files import LIMA

DIGITS = ("0,25", "0,05", "1,1", "0,3", "0,875", "2", "0,4", "0,15", "0,6", "0,75", "1,05", "0,2")


def hours(values: Sequence[str], *, header: str = "Fecha,Consumo (kWh)", end: str = "") -> bytes:
    rows = [f"2026-01-{1 + i // 24:02d} {i % 24:02d}:00,{cell}{end}" for i, cell in enumerate(values)]
    return "\n".join([*([header] if header else []), *rows]).encode()


def read(content: bytes) -> ReadResult:
    return read_file(content, zone=LIMA)


def kwh(result: ReadResult, channel: str = "import") -> list[float]:
    return result.supply(channel).series.kwh.tolist()


def test_halves_of_numbers_come_together_and_whole_numbers_stay() -> None:
    result = read(hours(DIGITS * 4))
    assert kwh(result) == [0.25, 0.05, 1.1, 0.3, 0.875, 2.0, 0.4, 0.15, 0.6, 0.75, 1.05, 0.2] * 4
    assert ("arrangement", "decimal_commas") in {(told.key, told.value) for told in result.decisions}
    assert (result.rows.lines, result.rows.used, result.rows.refused) == (49, 48, 0)


def test_without_a_header_zeros_after_the_comma_tell() -> None:
    assert kwh(read(hours(DIGITS * 4, header="")))[:3] == [0.25, 0.05, 1.1]


def test_a_comma_that_ends_every_row_is_no_number() -> None:
    assert kwh(read(hours(DIGITS * 4, end=",")))[:6] == [0.25, 0.05, 1.1, 0.3, 0.875, 2.0]


def test_a_blank_last_column_does_not_turn_halves_into_two_columns() -> None:
    """Under three names "0,25," is 0,25 and a blank, not 0 and 25."""
    cells = [f"{cell},{'0,55' if index % 5 else ''}" for index, cell in enumerate(DIGITS * 4)]
    result = read(hours(cells, header="Fecha,Consumo (kWh),Exportado (kWh)"))
    assert kwh(result)[:5] == [0.25, 0.05, 1.1, 0.3, 0.875]
    assert result.supply("export").values == 38


def test_a_whole_number_beside_a_cut_one_is_told_apart() -> None:
    """Temperatures are whole: "18,0,05" cannot be 18,0 and 05."""
    cells = [f"{18 + index % 7},{cell}" for index, cell in enumerate(DIGITS * 4)]
    result = read(hours(cells, header="Fecha,Temperatura,Consumo (kWh)"))
    assert kwh(result)[:3] == [0.25, 0.05, 1.1]


def test_a_row_that_fits_in_two_ways_is_refused_by_number_and_the_others_load() -> None:
    """Of two columns with decimals "1,5,3" may be 1,5 and 3 or 1 and 5,3."""
    cells = [f"{cell},0,4{index % 9 + 1}" for index, cell in enumerate(DIGITS * 4) if cell != "2"]
    cells[20] = "1,5,3"
    result = read(hours(cells, header="Fecha,Consumo (kWh),Exportado (kWh)"))
    (refused,) = result.refused_rows
    assert (refused.row, refused.code, refused.params["value"]) == (22, "row_commas_unclear", "1,5,3")
    assert np.isnan(kwh(result)[20])
    known = [float(cell.replace(",", ".")) for cell in DIGITS * 4 if cell != "2"]
    np.testing.assert_allclose(np.delete(kwh(result), 20), np.delete(known, 20))


def test_night_without_feed_in_is_no_riddle_where_zeros_are_never_written_last() -> None:
    """ "0,25,0" is 0,25 and 0: a program that writes 0 for 0,00 would not write 25,0."""
    cells = [f"{cell},0" if index % 24 < 8 else f"{cell},0,35" for index, cell in enumerate(DIGITS * 4)]
    result = read(hours([cell for cell in cells if not cell.startswith("2,")], header="Fecha,Consumo,Exportado"))
    assert kwh(result, "export")[:3] == [0.0, 0.0, 0.0]
    assert kwh(result)[:3] == [0.25, 0.05, 1.1]
    assert result.rows.refused == 0


@pytest.mark.parametrize(
    "content",
    [
        # One digit after each comma: nothing says whether the temperature or the usage was cut.
        hours([f"{18 + i % 7},{i % 2},{i % 9 + 1}" for i in range(48)], header="Fecha,Temperatura,Consumo (kWh)"),
        hours([f"{i % 2},{i % 9 + 1}" for i in range(48)], header=""),
    ],
)
def test_a_file_that_fits_in_two_ways_is_refused(content: bytes) -> None:
    with pytest.raises(UnableToReadFile) as refused:
        read(content)
    assert refused.value.finding.code == "decimal_commas_unclear"


@pytest.mark.parametrize(
    "content",
    [
        hours(["0.25", "0.5", "3"] * 16),
        hours(['"0,25"', '"0,5"', "3"] * 16),
        hours([f"{90 + hour},{hour}" for hour in range(24)], header="Fecha,Import (Wh),Export (Wh)"),
    ],
)
def test_a_file_without_a_surplus_is_left_as_it_is(content: bytes) -> None:
    assert "decimal_commas" not in {told.value for told in read(content).decisions}


def test_thousands_cut_by_the_comma_are_thousands() -> None:
    """1,150 Wh beside 850 Wh: whole numbers, and always three digits after the comma."""
    cells = [f"{watt_hours:,}" for watt_hours in (850, 1150, 920, 1005, 780, 1310) * 8]
    found = kwh(read(hours(cells, header="Fecha,Consumo (Wh)")))
    assert found[:4] == pytest.approx([0.85, 1.15, 0.92, 1.005])
