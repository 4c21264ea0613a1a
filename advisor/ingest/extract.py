"""One pass over the data rows: cells of the columns that matter become arrays, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from advisor.ingest.columns import Columns
from advisor.ingest.dialect import Row
from advisor.ingest.numbers import DecimalEvidence, parse_numbers
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.table import Table
from advisor.ingest.timecells import TimeCells, parse_times
from advisor.ingest.times import parse_clock
from advisor.ingest.words import means

CHUNK_ROWS = 20_000
MAX_ROWS = 3_000_000
MAX_SUPPLIES = 2_000
OK, UNCLOSED_QUOTE, LINE_TOO_LONG, TOO_MANY_CELLS, COMMAS_UNCLEAR = range(5)
NO_CLOCK, BAD_CLOCK = -1, -2
_FAULTS = {
    None: OK,
    "unclosed_quote": UNCLOSED_QUOTE,
    "line_too_long": LINE_TOO_LONG,
    "decimal_commas_unclear": COMMAS_UNCLEAR,
}
_ESTIMATED_STARTS = ("e", "est", "geschat", "gesch", "stim", "prov", "promedio", "calc", "ersatz", "subst")
_YES = frozenset({"y", "yes", "true", "1", "si", "sí", "s", "sim", "oui", "ja", "j", "x"})


@dataclass(frozen=True, eq=False)
class Extract:
    """The data rows as columns. values, blank and bad have one column per value column of the plan."""

    lines: np.ndarray
    fault: np.ndarray
    time: TimeCells
    clock: np.ndarray | None
    end: TimeCells | None
    end_clock: np.ndarray | None
    values: np.ndarray
    blank: np.ndarray
    bad: np.ndarray
    supply: np.ndarray
    supplies: tuple[str | None, ...]
    label: np.ndarray
    labels: tuple[str, ...]
    unit: np.ndarray
    units: tuple[str, ...]
    estimated: np.ndarray
    blank_lines: int
    last_line: int
    decimal: str
    decimal_open: bool

    def __len__(self) -> int:
        return len(self.lines)


class _Codes:
    """Gives each distinct text a small number, in order of appearance."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def codes(self, cells: list[str]) -> np.ndarray:
        seen = self.seen
        return np.fromiter((seen.setdefault(cell, len(seen)) for cell in cells), dtype=np.int32, count=len(cells))


def extract(rows: Callable[[], Iterable[Row]], *, table: Table, columns: Columns, decimal: str | None) -> Extract:
    """Read all data rows. rows: gives them from the first on; decimal: the sign told, or None to find it in the cells.

    Where later cells show another sign than the first ones seemed to have, everything is read once more with it.
    Raises UnableToReadFile(too_large) beyond MAX_ROWS rows, and (too_many_supplies) beyond MAX_SUPPLIES.
    """
    evidence = DecimalEvidence()
    if decimal:
        return _read(rows(), table=table, columns=columns, evidence=evidence, told=decimal)
    indices = [value.index for value in columns.values]
    evidence.add(
        row.cells[i] for row in table.sample if row.line >= table.first_data_line for i in indices if i < len(row.cells)
    )
    first = evidence.sign()[0]
    data = _read(rows(), table=table, columns=columns, evidence=evidence, told=None)
    sign, _ = evidence.sign()
    if sign is not None and sign != (first or "."):
        return _read(rows(), table=table, columns=columns, evidence=evidence, told=sign)
    return data


def _read(
    rows: Iterable[Row], *, table: Table, columns: Columns, evidence: DecimalEvidence, told: str | None
) -> Extract:
    indices = [value.index for value in columns.values]
    found, unsure = evidence.sign()
    sign = told or found or "."
    looking = not told and (found is None or unsure)
    supplies, labels, units, states = _Codes(), _Codes(), _Codes(), _Codes()
    parts: list[dict[str, object]] = []
    blanks, last_line, count = 0, table.first_data_line - 1, 0
    stream = _data_rows(rows, table.first_data_line)
    while chunk := list(islice(stream, CHUNK_ROWS)):
        last_line = chunk[-1].line
        kept = [row for row in chunk if any(row.cells)]
        blanks += len(chunk) - len(kept)
        count += len(kept)
        if count > MAX_ROWS:
            raise UnableToReadFile("too_large", rows=count, limit_rows=MAX_ROWS)
        if not kept:
            continue
        cells = [[_cell(row.cells, index) for row in kept] for index in indices]
        if looking:
            for column in cells:
                evidence.add(column)
            looking = evidence.sign()[0] is None or evidence.sign()[1]
        parts.append(_chunk(kept, cells, table=table, columns=columns, decimal=sign))
        for name, codes, index in (
            ("supply", supplies, columns.supply),
            ("label", labels, columns.label),
            ("unit", units, columns.unit),
            ("state", states, columns.status),
        ):
            texts = [""] * len(kept) if index is None else [_cell(row.cells, index) for row in kept]
            parts[-1][name] = codes.codes(texts)
        if len(supplies.seen) > MAX_SUPPLIES:
            raise UnableToReadFile("too_many_supplies", limit=MAX_SUPPLIES)
    if not parts:
        raise UnableToReadFile("no_rows", header=" | ".join(name for name in table.names if name)[:200])
    open_reading = not told and evidence.sign()[1]
    return _assemble(parts, table, columns, (supplies, labels, units, states), (blanks, last_line, sign, open_reading))


def _data_rows(rows: Iterable[Row], first_line: int) -> Iterator[Row]:
    return (row for row in rows if row.line >= first_line)


def _cell(cells: list[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _chunk(
    rows: list[Row], cells: list[list[str]], *, table: Table, columns: Columns, decimal: str
) -> dict[str, object]:
    parsed = [parse_numbers(column, decimal) for column in cells]
    fault = np.array([_FAULTS.get(row.fault, OK) for row in rows], dtype=np.uint8)
    width = table.width
    for index, row in enumerate(rows):
        if len(row.cells) > width and any(row.cells[width:]) and not fault[index]:
            fault[index] = TOO_MANY_CELLS
    part: dict[str, object] = {
        "lines": np.array([row.line for row in rows], dtype=np.int32),
        "fault": fault,
        "time": parse_times([_cell(row.cells, columns.date) for row in rows]),
    }
    for place, name in enumerate(("values", "blank", "bad")):
        part[name] = np.column_stack([column[place] for column in parsed])
    if columns.clock is not None:
        part["clock"] = _clocks([_cell(row.cells, columns.clock) for row in rows])
    elif columns.ordinal is not None:
        part["clock"] = _ordinals([_cell(row.cells, columns.ordinal) for row in rows])
    if columns.end_date is not None:
        part["end"] = parse_times([_cell(row.cells, columns.end_date) for row in rows])
        if columns.end_clock is not None:
            part["end_clock"] = _clocks([_cell(row.cells, columns.end_clock) for row in rows])
    return part


def _clocks(cells: list[str]) -> np.ndarray:
    seen: dict[str, int] = {}
    out = np.empty(len(cells), dtype=np.int32)
    for index, cell in enumerate(cells):
        seconds = seen.get(cell)
        if seconds is None:
            parsed = parse_clock(cell)
            seconds = seen[cell] = (NO_CLOCK if not cell else BAD_CLOCK) if parsed is None else parsed
        out[index] = seconds
    return out


def _ordinals(cells: list[str]) -> np.ndarray:
    return np.array(
        [int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 3 else BAD_CLOCK for cell in cells],
        dtype=np.int32,
    )


def _assemble(
    parts: list[dict[str, object]],
    table: Table,
    columns: Columns,
    codes: tuple[_Codes, ...],
    rest: tuple[int, int, str, bool],
) -> Extract:
    def joined(name: str) -> np.ndarray:
        return np.concatenate([part[name] for part in parts])

    def times(name: str) -> TimeCells | None:
        return TimeCells.join([part[name] for part in parts]) if name in parts[0] else None

    supplies, labels, units, states = codes
    told = table.names[columns.status] if columns.status is not None else ""
    flags = np.array([_is_estimated(state, told) for state in states.seen] or [False])
    blanks, last_line, decimal, decimal_open = rest
    return Extract(
        lines=joined("lines"),
        fault=joined("fault"),
        time=times("time"),
        clock=joined("clock") if "clock" in parts[0] else None,
        end=times("end"),
        end_clock=joined("end_clock") if "end_clock" in parts[0] else None,
        values=joined("values"),
        blank=joined("blank"),
        bad=joined("bad"),
        supply=joined("supply"),
        supplies=tuple(text or None for text in supplies.seen),
        label=joined("label"),
        labels=tuple(labels.seen),
        unit=joined("unit"),
        units=tuple(units.seen),
        estimated=flags[joined("state")],
        blank_lines=blanks,
        last_line=last_line,
        decimal=decimal,
        decimal_open=decimal_open,
    )


def _is_estimated(state: str, column_name: str) -> bool:
    """Say whether a status cell means estimated; in a column called "estimated?" a yes does."""
    text = state.strip().lower()
    if means(column_name, "estimated"):
        return text in _YES or text.startswith(_ESTIMATED_STARTS[1:])
    return text == "e" or text.startswith(_ESTIMATED_STARTS[1:])
