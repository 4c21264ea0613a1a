"""Tables written another way than a row a reading, brought into that form row by row before they are looked at.

Dates on rows of their own above their times, an interval as one cell ("… to …"), and moments as the names of columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from advisor.ingest.dialect import Row
from advisor.ingest.numbers import is_number
from advisor.ingest.results import Decision
from advisor.ingest.rowsource import RowSource
from advisor.ingest.times import BAD, BLANK, NO_TIME, parse_clock, parse_time

_PERIOD = re.compile(r"(.{8,30}?)\s+(?:to|a|al|bis|tot|til|-|\u2013|\u2014)\s+(.{8,30})")
_CLOCKS = re.compile(
    r"(\d{1,2}[:.h]\d{2}(?::\d{2})?)\s*(?:-|\u2013|\u2014|~|\u301c|\uff5e|a|to|bis)\s*(\d{1,2}[:.h]\d{2}(?::\d{2})?)"
)
_MOST_ROWS_ACROSS = 500


def arranged(source: RowSource, sample: Sequence[Row]) -> RowSource:
    """Return the source with its rows as one reading each; as it is where they are so already."""
    rows = [row for row in sample if any(row.cells)]
    header = _moments_across(rows)
    if header is not None:
        return _with(source, lambda: _turned(source.rows, header), "moments_across")
    column = _column_below_dates(rows)
    if column is not None:
        return _with(source, lambda: _dates_carried(source.rows(), column), "dates_above_times")
    column = _period_column(rows)
    if column is not None:
        return _with(source, lambda: _periods_cut(source.rows(), column), "period_in_a_cell")
    return source


def _with(source: RowSource, rows: Callable[[], Iterator[Row]], evidence: str) -> RowSource:
    return replace(source, rows=rows, decisions=(*source.decisions, Decision("arrangement", evidence, "cells")))


def _is_moment(cell: str) -> bool:
    return len(cell) >= 8 and not cell.isdigit() and parse_time(cell)[0] not in (BAD, BLANK)


def _is_day(cell: str) -> bool:
    return _is_moment(cell) and parse_time(cell)[4] == NO_TIME


def _moments_across(rows: Sequence[Row]) -> int | None:
    """Return the line of a header that is mostly moments, above rows of numbers."""
    for row in rows[:5]:
        moments = [index for index, cell in enumerate(row.cells) if _is_moment(cell)]
        below = [other for other in rows if other.line > row.line]
        if len(moments) < 6 or len(moments) * 2 < len(row.cells) or not 0 < len(below) <= _MOST_ROWS_ACROSS:
            continue
        cells = [other.cells[index] for other in below for index in moments if index < len(other.cells)]
        if sum(is_number(cell) or not cell for cell in cells) > 0.9 * len(cells):
            return row.line
    return None


def _turned(read: Callable[[], Iterator[Row]], header: int) -> Iterator[Row]:
    """Yield the columns of the table as rows: a row's cells without a moment are the name of its column."""
    rows = [row for row in read() if row.line >= header and any(row.cells)][: _MOST_ROWS_ACROSS + 1]
    moments = [index for index, cell in enumerate(rows[0].cells) if _is_moment(cell)]
    names = [
        " ".join(cell for index, cell in enumerate(row.cells) if cell and index not in moments) for row in rows[1:]
    ]
    yield Row(1, ["time", *names])
    for number, index in enumerate(moments, start=2):
        cells = [row.cells[index] if index < len(row.cells) else "" for row in rows]
        yield Row(number, cells)


def _column_below_dates(rows: Sequence[Row]) -> int | None:
    """Return the column that holds days on rows of their own and clock times on the rows below them."""
    width = max((len(row.cells) for row in rows), default=0)
    for column in range(min(width, 3)):
        there = [row for row in rows if len(row.cells) > column and row.cells[column]]
        days = [row for row in there if _is_day(row.cells[column]) and _alone(row, column)]
        clocks = [row for row in there if parse_clock(row.cells[column]) is not None and not _alone(row, column)]
        if days and len(clocks) >= 3 * len(days) and len(days) + len(clocks) > 0.8 * len(there):
            return column
    return None


def _alone(row: Row, column: int) -> bool:
    return not any(cell for index, cell in enumerate(row.cells) if index != column)


def _dates_carried(rows: Iterator[Row], column: int) -> Iterator[Row]:
    """Write the day before the times below it; the line of the day alone becomes a blank one."""
    day = ""
    for row in rows:
        cell = row.cells[column] if len(row.cells) > column else ""
        if cell and _is_day(cell) and _alone(row, column):
            day = cell
            yield replace(row, cells=[""])
        elif day and cell and parse_clock(cell) is not None:
            yield replace(row, cells=[*row.cells[:column], f"{day} {cell}", *row.cells[column + 1 :]])
        else:
            yield row


def _period_column(rows: Sequence[Row]) -> int | None:
    """Return the column most of whose cells are an interval, from a moment to a moment."""
    found: Counter[int] = Counter()
    for row in rows[:200]:
        found.update(index for index, cell in enumerate(row.cells) if _period(cell))
    column, count = found.most_common(1)[0] if found else (0, 0)
    return column if count >= 3 and count > 0.5 * min(len(rows), 200) else None


def _period(cell: str) -> tuple[str, str] | None:
    clocks = _CLOCKS.fullmatch(cell) if len(cell) < 20 else None
    if clocks:
        return clocks[1], clocks[2]
    match = _PERIOD.fullmatch(cell) if len(cell) >= 18 else None
    return (match[1], match[2]) if match and _is_moment(match[1]) and _is_moment(match[2]) else None


def _periods_cut(rows: Iterator[Row], column: int) -> Iterator[Row]:
    for row in rows:
        if len(row.cells) <= column:
            yield row
            continue
        cell = row.cells[column]
        both = _period(cell) or ((f"{cell} start", f"{cell} end") if cell else ("", ""))
        yield replace(row, cells=[*row.cells[:column], *both, *row.cells[column + 1 :]])
