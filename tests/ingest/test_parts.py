"""The small steps of reading on their own: numbers, times, separators, registers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ingest.dialect import find_separator, split_line
from advisor.ingest.grid import place_register, place_values
from advisor.ingest.numbers import decimal_evidence, parse_number, parse_numbers
from advisor.ingest.quantity import INTERVAL, POWER, REGISTER, decide_quantity
from advisor.ingest.stamps import find_step_minutes
from advisor.ingest.timecells import parse_times
from advisor.ingest.times import (
    BAD,
    BLANK,
    EPOCH,
    NO_OFFSET,
    NO_TIME,
    OPEN_ORDER,
    YEAR_FIRST,
    YEAR_MONTH,
    parse_clock,
    parse_time,
)
from advisor.ingest.words import role_of, unit_in


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1234.5", ".", 1234.5),
        ("1,234.50", ".", 1234.5),
        ("1.234,50", ",", 1234.5),
        ("2.288.945,7", ",", 2288945.7),
        ("1 234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        (".5", ".", 0.5),
        ("-0,732", ",", -0.732),
        ("1e-05", ".", 1e-05),
        ("0.167 kWh", ".", 0.167),
        ("7", ",", 7.0),
    ],
)
def test_a_number_reads_as_written(cell: str, decimal: str, value: float) -> None:
    assert parse_number(cell, decimal) == pytest.approx(value)


@pytest.mark.parametrize(
    "cell", ["nan", "inf", "-inf", "1_000", "1e309", "٣", "0x1f", "1,2,3", "1.2.3", "--1", "", "٠,٥", "1e99"]
)
def test_what_is_no_number_is_none(cell: str) -> None:
    assert parse_number(cell, ".") is None


@given(st.lists(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False), min_size=1, max_size=40))
def test_a_column_reads_like_its_cells_one_by_one(values: list[float]) -> None:
    cells = [f"{value:.4f}" for value in values]
    column, blank, bad = parse_numbers(cells, ".")
    assert column.tolist() == [parse_number(cell, ".") for cell in cells]
    assert not blank.any()
    assert not bad.any()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["0,5", "1,25"], (",", False)),
        (["0.123", "0.456"], (".", False)),
        (["1.234,5", "2"], (",", False)),
        (["1,234.5"], (".", False)),
        (["1.234.567"], (",", False)),
        (["1.234", "2.345"], (".", True)),
        (["1,234", "2,345"], (",", True)),
        (["12", "7"], (None, False)),
    ],
)
def test_the_decimal_sign_is_found_or_said_to_be_open(cells: list[str], expected: tuple[str | None, bool]) -> None:
    assert decimal_evidence(cells) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-03-05T00:30:00+01:00", (YEAR_FIRST, 2024, 3, 5, 1800, 60)),
        ("2024-03-05 00:30:00.000-05:00", (YEAR_FIRST, 2024, 3, 5, 1800, -300)),
        ("2024-03-05T05:30:00Z", (YEAR_FIRST, 2024, 3, 5, 19800, 0)),
        ("2024/3/5", (YEAR_FIRST, 2024, 3, 5, NO_TIME, NO_OFFSET)),
        ("05/03/2024 13:05", (OPEN_ORDER, 5, 3, 2024, 47100, NO_OFFSET)),
        ("5.3.24 1:05 p. m.", (OPEN_ORDER, 5, 3, 2024, 47100, NO_OFFSET)),
        ("05/03/2024 12:00 AM", (OPEN_ORDER, 5, 3, 2024, 0, NO_OFFSET)),
        ("05/03/2024 24:00", (OPEN_ORDER, 5, 3, 2024, 86400, NO_OFFSET)),
        ("01/Dic/2013", (YEAR_FIRST, 2013, 12, 1, NO_TIME, NO_OFFSET)),
        ("9 de setiembre de 2026", (YEAR_FIRST, 2026, 9, 9, NO_TIME, NO_OFFSET)),
        ("3 août 2023 14:00", (YEAR_FIRST, 2023, 8, 3, 50400, NO_OFFSET)),
        ("Dec 1, 2013 00:30", (YEAR_FIRST, 2013, 12, 1, 1800, NO_OFFSET)),
        ("lun. 05/03/2024", (OPEN_ORDER, 5, 3, 2024, NO_TIME, NO_OFFSET)),
        ("202403050030", (YEAR_FIRST, 2024, 3, 5, 1800, NO_OFFSET)),
        ("1709600400", (EPOCH, 1709600400, 0, 0, NO_TIME, 0)),
        ("marzo 2024", (YEAR_MONTH, 2024, 3, 1, NO_TIME, NO_OFFSET)),
        ("", (BLANK, 0, 0, 0, NO_TIME, NO_OFFSET)),
        ("05/03/2024 25:00", (BAD, 0, 0, 0, NO_TIME, NO_OFFSET)),
        ("total", (BAD, 0, 0, 0, NO_TIME, NO_OFFSET)),
        ("٠٥/٠٣/٢٠٢٤", (BAD, 0, 0, 0, NO_TIME, NO_OFFSET)),
    ],
)
def test_a_time_reads_as_written(cell: str, expected: tuple[int, ...]) -> None:
    assert parse_time(cell) == expected


def test_a_column_of_one_shape_reads_like_its_cells_one_by_one() -> None:
    cells = [
        f"2024-0{1 + index % 9}-{10 + index % 19} {index % 24:02d}:{index % 60:02d}:00+0{index % 3}:00"
        for index in range(300)
    ]
    column = parse_times(cells)
    for index, cell in enumerate(cells):
        parts = (column.kind, column.a, column.b, column.c, column.seconds, column.offset)
        assert tuple(int(part[index]) for part in parts) == parse_time(cell)


@pytest.mark.parametrize("cell", ["5906.061", "1234.5", "2024.10", "1.2345", "12.3456"])
def test_a_number_with_a_point_is_no_month(cell: str) -> None:
    assert parse_time(cell)[0] == BAD


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("05.2024", (YEAR_MONTH, 2024, 5, 1)),
        ("mar. 05/03/2024", (OPEN_ORDER, 5, 3, 2024)),
        ("martes 5 de marzo de 2024", (YEAR_FIRST, 2024, 3, 5)),
    ],
)
def test_months_and_weekdays_are_read_as_written(cell: str, expected: tuple[int, ...]) -> None:
    assert parse_time(cell)[:4] == expected


def test_a_column_of_several_shapes_reads_like_its_cells_one_by_one() -> None:
    """Twelve-hour clocks without zeros before, beside dates in words."""
    cells = [f"{1 + n % 28}/{1 + n % 12}/2024 {1 + n % 12}:{n % 60:02d} {'ap'[n % 2]}. m." for n in range(900)]
    cells += ["3 ene 2024 04:00", "ayer", "13/05/2024 13:05 p. m."]
    column = parse_times(cells)
    for index, cell in enumerate(cells):
        parts = (column.kind, column.a, column.b, column.c, column.seconds, column.offset)
        read = tuple(int(part[index]) for part in parts)
        assert read[0] == parse_time(cell)[0]
        assert read[0] == BAD or read == parse_time(cell)


def test_a_clock_reads_24_as_the_end_of_the_day() -> None:
    assert [parse_clock(cell) for cell in ("00:00", "1:30", "24:00", "24:01", "12:15 a. m.")] == [
        0,
        5400,
        86400,
        None,
        900,
    ]


@pytest.mark.parametrize(
    ("lines", "separator"),
    [
        (["a;b", "1,5;2", "2,5;3"], ";"),
        (["a,b", "1,2", "3,4"], ","),
        (["a\tb,c", "1\t2,0", "3\t4,1"], "\t"),
        (["sep=|", "a|b", "1|2"], "|"),
        (["Reporte", "Cliente;Rosa", "Fecha;kWh", "1;2", "3;4"], ";"),
    ],
)
def test_the_separator_is_the_one_that_cuts_evenly(lines: list[str], separator: str) -> None:
    assert find_separator(lines) == separator


def test_a_line_with_an_open_quote_is_none() -> None:
    assert split_line('1;"2;3', ";") is None
    assert split_line('1;"2;3";4', ";") == ["1", "2;3", "4"]
    assert split_line('1;="00123";4', ";") == ["1", '="00123"', "4"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Energy Returned (kWh)", "export"),
        ("TerugleveringDal", "export"),
        ("Energía excedentaria", "export"),
        ("Imported from Grid (Wh)", "import"),
        ("Consumo_kWh", "consumption"),
        ("Energia prelevata", "import"),
        ("Netzbezug", "import"),
        ("Metering.TotWhOut", "generation"),
        ("Generación solar", "generation"),
        ("Gas", "other_commodity"),
        ("kVArh_1", "not_energy"),
        ("Importe total", "money"),
        ("Valor", None),
    ],
)
def test_a_column_name_tells_its_role(text: str, role: str | None) -> None:
    assert role_of(text) == role


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("PV(kWh)", "kWh"),
        ("[Wh]", "Wh"),
        ("Potencia kW", "kW"),
        ("kWh_1", "kWh"),
        ("TotWhOut", None),
        ("kVArh", None),
        ("Week", None),
    ],
)
def test_a_unit_is_found_in_a_name(text: str, unit: str | None) -> None:
    assert unit_in(text) == unit


def test_the_step_is_the_usual_distance_even_with_gaps_and_late_stamps() -> None:
    moments = np.array([0, 1803, 3600, 5400, 90000, 91800, 93601])
    assert find_step_minutes(moments)[0] == 30


def test_quantity_follows_the_numbers_and_power_the_unit() -> None:
    rising = np.cumsum(np.arange(1.0, 40.0)) + 5000
    assert decide_quantity(rising, name="valor", unit=None)[0] == REGISTER
    assert decide_quantity(np.abs(np.sin(np.arange(40.0))), name="lectura", unit=None)[0] == INTERVAL
    assert decide_quantity(rising, name="x", unit="kW")[0] == POWER
    assert decide_quantity(np.full(40, 0.5), name="x", unit=None)[0] == INTERVAL


def place(readings: list[float], positions: list[float] | None = None):
    where = np.array(positions if positions is not None else range(len(readings)), dtype=np.float64)
    return place_register(where, np.array(readings), np.zeros(len(readings), dtype=bool))


def test_a_register_that_is_replaced_leaves_a_gap_and_never_a_negative() -> None:
    placed = place([9000.0, 9002.0, 0.0, 1.5])
    np.testing.assert_allclose(placed.kwh, [2.0, np.nan, 1.5])
    assert placed.falls == [2]


def test_a_slip_of_the_pen_is_left_out_and_its_interval_spread() -> None:
    placed = place([100.0, 101.0, 12.0, 103.0, 104.0])
    assert placed.slips == [2]
    np.testing.assert_allclose(placed.kwh, [1.0, 1.0, 1.0, 1.0])
    assert placed.quality.tolist() == [2, 1, 1, 2]


def test_a_slip_upwards_is_left_out_too() -> None:
    assert place([100.0, 101.0, 1020.0, 103.0, 104.0]).slips == [2]


def test_energy_of_a_register_is_its_last_reading_less_its_first_whatever_is_absent() -> None:
    placed = place([10.0, 14.0, 15.0, 22.0], positions=[0, 3, 4, 9])
    assert np.nansum(placed.kwh) == pytest.approx(12.0)
    assert len(placed.kwh) == 9


def test_a_value_between_two_slots_is_named_and_not_moved() -> None:
    placed = place_values(np.array([0.0, 1.05, 2.5, 3.0]), np.ones(4), np.zeros(4, dtype=bool))
    assert placed.off_grid == [2]
    np.testing.assert_allclose(placed.kwh, [1, 1, np.nan, 1])
