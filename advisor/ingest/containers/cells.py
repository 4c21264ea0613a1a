"""Cells of workbooks as the text a table is read from: numbers, days and times as one would write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice

from advisor.ingest.dialect import Row
from advisor.ingest.numbers import is_number
from advisor.ingest.table import SAMPLE_ROWS

_SPACES = re.compile(r"\s+")


def is_typed(sheet) -> bool:
    """Say whether the numbers of a sheet are cells of numbers rather than text, so that no decimal sign is open."""
    cells = [cell for row in islice(sheet.iter_rows(), SAMPLE_ROWS) for cell in row]
    typed = sum(isinstance(cell, float | int) and not isinstance(cell, bool) for cell in cells)
    written = sum(isinstance(cell, str) and ("," in cell or "." in cell) and is_number(cell) for cell in cells)
    return typed > written


def rows_of(sheet, errors: Mapping[tuple[int, int], str]) -> Callable[[], Iterator[Row]]:
    """Return the rows of a sheet as text, numbered as in the sheet; columns before the first used one do not count."""
    first_column = sheet.start[1] + 1 if sheet.start else 1
    timed = {
        index
        for row in sheet.iter_rows()
        for index, cell in enumerate(row)
        if isinstance(cell, datetime) and cell.time() != time()
    }
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), shown in errors.items():
        by_row.setdefault(row, {})[column - first_column] = shown

    def rows() -> Iterator[Row]:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell, index in timed) for index, cell in enumerate(cells)]
            for index, shown in by_row.get(number, {}).items():
                if 0 <= index < len(texts):
                    texts[index] = shown
            # A sheet pads every row to its width; how wide a row is tells the table from what stands above it.
            while texts and not texts[-1]:
                texts.pop()
            yield Row(number, texts)

    return rows


def _text(cell: object, timed: bool) -> str:
    """Write a cell as text. timed: its column holds times too, so that its midnights say 00:00:00."""
    if isinstance(cell, str):
        return _SPACES.sub(" ", cell).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return _second(cell).isoformat(sep=" ") if timed else cell.date().isoformat()
    if isinstance(cell, date):
        return f"{cell.isoformat()} 00:00:00" if timed else cell.isoformat()
    if isinstance(cell, time):
        return _second(datetime.combine(date(2000, 1, 1), cell)).strftime("%H:%M:%S")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return ""


def _second(moment: datetime) -> datetime:
    """Round to the second: a time of a sheet is a fraction of a day, which few times are exactly."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
