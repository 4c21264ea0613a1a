"""What becomes of each row: used, ignored (totals, repeated header, other text) or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.clock import NO_MOMENT
from advisor.ingest.columns import Columns
from advisor.ingest.dialect import Row
from advisor.ingest.extract import COMMAS_UNCLEAR, LINE_TOO_LONG, TOO_MANY_CELLS, UNCLOSED_QUOTE, Extract
from advisor.ingest.moments import Moments
from advisor.ingest.numbers import is_number
from advisor.ingest.results import REFUSED_ROWS_READ, RefusedRow
from advisor.ingest.table import Table
from advisor.ingest.times import parse_clock
from advisor.ingest.words import means

_LOOKED_UP = 2000


@dataclass
class Fates:
    """Collects, row by row index, why a row is not used; what nobody names is used."""

    count: int
    refused: dict[int, tuple[str, int | None, Mapping[str, object]]] = field(default_factory=dict)
    ignored: dict[int, str] = field(default_factory=dict)

    def refuse(self, rows: Iterable[int], code: str, column: int | None = None, **params: object) -> None:
        """Refuse rows; the first reason given for a row stands."""
        for row in rows:
            if row not in self.ignored:
                self.refused.setdefault(int(row), (code, column, params))

    def ignore(self, rows: Iterable[int], why: str) -> None:
        """Leave rows out that hold no data of their own."""
        for row in rows:
            self.refused.pop(int(row), None)
            self.ignored[int(row)] = why

    def usable(self) -> np.ndarray:
        """Mask of the rows that are neither refused nor ignored."""
        mask = np.ones(self.count, dtype=bool)
        for rows in (self.refused, self.ignored):
            if rows:
                mask[np.fromiter(rows, dtype=np.int64, count=len(rows))] = False
        return mask


def judge_rows(
    data: Extract, moments: Moments, *, columns: Columns, table: Table, used_columns: list[int], fetch: Fetch
) -> Fates:
    """Refuse rows with faults of their own and set apart the rows that are not data.

    used_columns: positions in `data.values` that are counted; a bad cell elsewhere does not refuse a row.
    """
    fates = Fates(count=len(data))
    fates.refuse(np.flatnonzero(data.fault == LINE_TOO_LONG), "line_too_long")
    fates.refuse(np.flatnonzero(data.fault == TOO_MANY_CELLS), "too_many_cells", table.width, cells=table.width)
    fates.refuse(np.flatnonzero(data.fault == COMMAS_UNCLEAR), "row_commas_unclear", columns.values[0].index)
    no_time = moments.utc == NO_MOMENT
    quoted = data.fault == UNCLOSED_QUOTE
    for position in used_columns:
        rows = np.flatnonzero(data.bad[:, position] & ~no_time)
        fates.refuse(rows, "not_a_number", columns.values[position].index)
    fates.refuse(np.flatnonzero(quoted & no_time), "unclosed_quote", columns.date)
    _without_time(np.flatnonzero(no_time), data, fates, columns=columns, table=table, fetch=fetch)
    fates.refuse(
        np.flatnonzero(moments.skipped),
        "clock_time_skipped",
        columns.clock if columns.clock is not None else columns.date,
    )
    _long_totals(moments, fates)
    return fates


class Fetch:
    """Gets the cells of some lines again, as the file has them, without having kept them all."""

    def __init__(self, rows: object) -> None:
        self._rows = rows

    def __call__(self, lines: Iterable[int]) -> dict[int, Row]:
        wanted = set(map(int, lines))
        if not wanted:
            return {}
        last = max(wanted)
        found: dict[int, Row] = {}
        for row in self._rows():
            if row.line in wanted:
                found[row.line] = row
            if row.line >= last:
                break
        return found


def refused_rows(fates: Fates, data: Extract, fetch: Fetch) -> tuple[RefusedRow, ...]:
    """Return the first refused rows with their cells and the value seen."""
    first = sorted(fates.refused)[:REFUSED_ROWS_READ]
    cells = fetch(data.lines[first]) if first else {}
    result = []
    for index in first:
        code, column, params = fates.refused[index]
        line = int(data.lines[index])
        row = tuple(cell[:200] for cell in cells[line].cells[:60])
        seen = row[column] if column is not None and column < len(row) else ""
        result.append(
            RefusedRow(row=line, cells=row, bad_column=column, code=code, params={**params, "value": seen[:60]})
        )
    return tuple(result)


def fate_findings(fates: Fates, data: Extract, table: Table) -> list[Finding]:
    """Make one finding for each reason, with how many rows, the first of them and the column."""
    found = []
    for group, severity in ((fates.refused, Severity.WARNING), (fates.ignored, Severity.INFO)):
        by_reason: dict[tuple[str, int | None], list[int]] = {}
        for index, reason in group.items():
            key = reason if isinstance(reason, str) else reason[0]
            column = None if isinstance(reason, str) else reason[1]
            by_reason.setdefault((key, column), []).append(int(data.lines[index]))
        for (code, column), lines in sorted(by_reason.items(), key=lambda item: min(item[1])):
            params: dict[str, object] = {"count": len(lines)}
            if column is not None:
                params["column"] = (table.names[column] if column < len(table.names) else "") or str(column + 1)
            found.append(Finding(code, severity, params, row=min(lines)))
    quoted = np.flatnonzero(data.fault == UNCLOSED_QUOTE)
    if len(quoted):
        found.append(
            Finding("unclosed_quote_repaired", Severity.WARNING, {"count": len(quoted)}, row=int(data.lines[quoted[0]]))
        )
    return found


def _without_time(
    rows: np.ndarray, data: Extract, fates: Fates, *, columns: Columns, table: Table, fetch: Fetch
) -> None:
    """Tell totals, repeated headers and other tables from rows whose time is spoiled."""
    if not len(rows):
        return
    cells = fetch(data.lines[rows[:_LOOKED_UP]])
    good = np.flatnonzero(~np.isin(np.arange(len(data)), rows))
    last_good = int(good[-1]) if len(good) else -1
    numbers = (~data.blank[rows] & ~data.bad[rows]).any(axis=1)
    for index, has_numbers in zip(rows, numbers, strict=True):
        row = cells.get(int(data.lines[index]))
        if row is None:
            # Beyond those looked up again nothing says that a row is no data.
            fates.refuse([index], "not_a_time", columns.date)
            continue
        texts = row.cells
        time_cell = texts[columns.date] if columns.date < len(texts) else ""
        words = [cell for cell in texts if cell and not is_number(cell)]
        if [cell for cell in texts if cell] == [name for name in table.names if name]:
            fates.ignore([index], "repeated_header")
        elif words and any(means(word, "totals") for word in words) and not any(map(str.isdigit, time_cell)):
            fates.ignore([index], "totals_row")
        elif index > last_good and (not has_numbers or not any(map(str.isdigit, time_cell[:4]))):
            # Below the last reading: another table, a signature, a sum without a name.
            fates.ignore([index], "totals_row" if has_numbers and not time_cell else "other_text")
        else:
            fates.refuse(
                [index],
                "not_a_time",
                columns.date if data.clock is None or time_cell == "" else _bad_time_column(row, columns),
            )


def _bad_time_column(row: Row | None, columns: Columns) -> int:
    """Return which of date and clock time spoils the moment: the clock only where it cannot be read."""
    clock = columns.clock if columns.clock is not None else columns.ordinal
    cells = row.cells if row else []
    if clock is None or clock >= len(cells):
        return columns.date
    readable = parse_clock(cells[clock]) is not None if clock == columns.clock else cells[clock].isdigit()
    return columns.date if readable else clock


def _long_totals(moments: Moments, fates: Fates) -> None:
    """Set apart the few rows whose interval, from start to end, is the whole period or many times the usual one."""
    lengths = moments.length[moments.length > 0]
    if len(lengths) < 3:
        return
    usual = float(np.median(lengths))
    long = moments.length > 1.5 * usual
    others = ~long & (moments.length > 0)
    covers = (moments.local <= moments.local[others].min()) & (
        moments.local + moments.length >= (moments.local + moments.length)[others].max()
    )
    rows = np.flatnonzero(long & (covers | (moments.length >= 10 * usual)))
    if len(rows) <= max(2, len(lengths) // 100):
        fates.ignore(rows, "totals_row")
