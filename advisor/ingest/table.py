"""Where the table is in the file: preamble, header, the first row of data, and which column holds what kind of cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.ingest.dialect import Row
from advisor.ingest.numbers import BLANKS, is_number
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.times import BAD, BLANK, parse_clock, parse_time
from advisor.ingest.words import is_unit, means, plain, unit_in

SAMPLE_ROWS = 3000
_UNIT_TAIL = re.compile(r"\s+[kM]?Wh?$", re.IGNORECASE)
_HEADER_ROWS = 8


@dataclass(frozen=True)
class ColumnKind:
    """Shares of the filled cells of a column that read as a date, a clock time, a number; and its distinct values."""

    filled: int
    date: float
    clock: float
    number: float
    compact: float
    distinct: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The table of a file: names and stated units by column, the line the data begin on, the text before it."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    date_pattern: str | None
    first_data_line: int
    header_line: int | None
    preamble: tuple[tuple[str, ...], ...]
    kinds: tuple[ColumnKind, ...]
    sample: tuple[Row, ...] = field(repr=False, default=())

    @property
    def width(self) -> int:
        return len(self.kinds)


def find_table(sample: Sequence[Row]) -> Table:
    """Locate the table in the first rows of a file.

    Data rows are those with a date cell in the column that holds most dates; the header is what stands right above.
    Raises UnableToReadFile: no_time_column, no_value_column, no_rows.
    """
    rows = [row for row in sample if any(row.cells)]
    if not rows:
        raise UnableToReadFile("empty_file")
    column = _date_column(rows)
    if column is None:
        _refuse(rows)
    data = [row for row in rows if len(row.cells) > column and _is_date(row.cells[column])]
    first = _spoiled_start(rows, _first_data(rows, data, column), column)
    above = [row for row in rows if row.line < first.line]
    body = [row for row in rows if row.line >= first.line and len(row.cells) > column]
    width = Counter(len(row.cells) for row in body).most_common(1)[0][0]
    names, units, pattern, header_line, used = _header(above, width)
    names = (*names, *("",) * (width - len(names)))[: max(width, len(names))]
    width = len(names)
    preamble = tuple(tuple(row.cells) for row in above[: len(above) - used])
    kinds = tuple(_kind([row.cells[index] for row in body if index < len(row.cells)]) for index in range(width))
    units = tuple(unit or _unit_of_cells(kind) for unit, kind in zip((*units, *(None,) * width), kinds, strict=False))
    return Table(
        names=names,
        units=units,
        date_pattern=pattern,
        first_data_line=first.line,
        header_line=header_line,
        preamble=preamble,
        kinds=kinds,
        sample=tuple(rows),
    )


def preamble_value(table: Table, group: str) -> str | None:
    """Find the value, right of or below a label of a vocabulary group, in the text before the table."""
    for number, row in enumerate(table.preamble):
        for index, cell in enumerate(row):
            if not cell or not means(cell, group):
                continue
            below = table.preamble[number + 1] if number + 1 < len(table.preamble) else ()
            right = row[index + 1] if index + 1 < len(row) else ""
            labels = sum(bool(other) and not any(character.isdigit() for character in other) for other in row)
            candidates = (below[index] if index < len(below) else "", right) if labels > 2 else (right,)
            found = next((value for value in candidates if value and not means(value, group)), None)
            if found:
                return found
    return None


def preamble_unit(table: Table) -> str | None:
    """Find a unit that stands alone in a cell before the table."""
    return next((unit_in(cell) for row in table.preamble for cell in row if is_unit(cell)), None)


def _is_date(cell: str) -> bool:
    return bool(cell) and parse_time(cell)[0] not in (BLANK, BAD)


def _strong_date(cell: str) -> bool:
    """Say whether a cell is a date that cannot be a plain number."""
    return _is_date(cell) and not cell.isdigit()


def _date_column(rows: Sequence[Row]) -> int | None:
    width = max(len(row.cells) for row in rows)
    probe = rows[:200] + rows[200::10]
    for accepts in (_strong_date, _is_date):
        counts = [sum(len(row.cells) > index and accepts(row.cells[index]) for row in probe) for index in range(width)]
        best = max(counts)
        # One date may be chance in a preamble; but a file of one or two data rows is still a file.
        if best >= max(1, len(probe) // 4):
            return counts.index(best)
        if accepts is _strong_date and best:
            last = [index for index, count in enumerate(counts) if count == best]
            if best >= 3 or len(probe) <= 6:
                return last[0]
    return None


def _first_data(rows: Sequence[Row], data: Sequence[Row], column: int) -> Row:
    """Return the first row of the longest run of data rows; a date in the preamble stands alone, before text."""
    lines = {row.line for row in data}
    usual = sorted(_filled(row) for row in data)[len(data) // 2]
    for index, row in enumerate(rows):
        if row.line not in lines:
            continue
        following = list(rows[index + 1 : index + 4])
        # "From; 01/05/2024" above the header: a label and its date, with less in it than the rows of the table.
        below = next((at for at in range(index + 1, min(index + 6, len(rows))) if rows[at].line not in lines), None)
        if below is not None and all(_filled(other) < usual for other in rows[index:below]):
            continue
        if not following or any(other.line in lines and len(other.cells) >= len(row.cells) - 1 for other in following):
            numeric = sum(is_number(cell) for position, cell in enumerate(row.cells) if position != column and cell)
            # A preamble that repeats a date on two lines has other text cells than the data below it.
            text = [cell for position, cell in enumerate(following[0].cells) if position != column] if following else []
            if numeric or not following or not all(text) or following[0].line in lines:
                return row
    return data[0]


def _filled(row: Row) -> int:
    return sum(bool(cell) for cell in row.cells)


def _spoiled_start(rows: Sequence[Row], first: Row, column: int) -> Row:
    """Return an earlier row where the first data rows have a spoiled time: as wide, with numbers, below a header."""
    start = rows.index(first)
    while start >= 2:
        above, header = rows[start - 1], rows[start - 2]
        numbers = sum(is_number(cell) for index, cell in enumerate(above.cells) if index != column)
        if (
            len(above.cells) != len(first.cells)
            or not numbers
            or any(map(is_number, header.cells))
            or len(header.cells) < len(above.cells)
            or not all(header.cells)
        ):
            return rows[start]
        start -= 1
    return rows[start]


def _header(
    above: Sequence[Row], width: int
) -> tuple[tuple[str, ...], tuple[str | None, ...], str | None, int | None, int]:
    """Return names, units, date pattern, header line and how many of the rows above belong to the header."""
    candidates = list(reversed(above[-_HEADER_ROWS:]))
    if not candidates or sum(bool(cell) for cell in candidates[0].cells) < min(2, width):
        return (), (), None, None, 0
    units: tuple[str | None, ...] = ()
    pattern, used = None, 0
    lowest = candidates[0]
    stated = [cell for cell in lowest.cells if cell]
    if _is_unit_row(stated):
        units = tuple(unit_in(cell) if is_unit(cell) else None for cell in lowest.cells)
        pattern = next((cell.strip("[]() ") for cell in stated if _is_pattern(cell)), None)
        used, candidates = 1, candidates[1:]
        same = []
        for row in candidates:
            if len(row.cells) != len(lowest.cells):
                break
            same.append(row)
        names = tuple(
            " ".join(row.cells[index] for row in reversed(same) if row.cells[index])
            for index in range(len(lowest.cells))
        )
        line = same[0].line if same else lowest.line
        return names, units, pattern, line, used + len(same)
    names = list(lowest.cells)
    while len(names) > width and not names[-1]:
        names.pop()
    used = 1
    group = candidates[1] if len(candidates) > 1 else None
    if group is not None and len(group.cells) == len(lowest.cells) > 2 and _is_group_row(group.cells):
        above_name = ""
        for index, cell in enumerate(group.cells[: len(names)]):
            above_name = cell or above_name
            names[index] = f"{above_name} {names[index]}".strip()
        used = 2
    return tuple(names), tuple(unit_in(name) for name in names), None, lowest.line, used


def _is_unit_row(cells: Sequence[str]) -> bool:
    """Say whether cells are units, or in brackets as those: "[dd.MM.yyyy]", "[Wh]", "[%]"."""
    units = sum(is_unit(cell) for cell in cells)
    bracketed = sum(cell.startswith(("[", "(")) and cell.endswith(("]", ")")) for cell in cells)
    return bool(units) and (units >= len(cells) - 1 or bracketed == len(cells))


def _is_group_row(cells: Sequence[str]) -> bool:
    """Say whether a row above the header names groups of columns: words with gaps, as merged cells leave them."""
    filled = [cell for cell in cells if cell]
    return 2 <= len(filled) < len(cells) and all(not any(map(str.isdigit, cell)) for cell in filled)


def _is_pattern(cell: str) -> bool:
    """Say whether a cell is a written date pattern, as DD.MM.YYYY."""
    letters = {character for character in cell.lower() if character.isalpha()}
    return bool(letters) and letters <= set("dmyahst") and {"d", "m"} <= letters


def _kind(cells: Sequence[str]) -> ColumnKind:
    filled = [cell for cell in cells if cell and cell.lower() not in BLANKS]
    probe = filled if len(filled) <= 400 else filled[:200] + filled[:: max(1, len(filled) // 200)]
    total = max(1, len(probe))
    kinds = [parse_time(cell)[0] for cell in probe]
    compact = sum(kind not in (BAD, BLANK) and cell.isdigit() for kind, cell in zip(kinds, probe, strict=True))
    dates = sum(kind not in (BAD, BLANK) for kind in kinds)
    return ColumnKind(
        filled=len(filled),
        date=dates / total,
        clock=sum(not is_number(cell) and parse_clock(cell) is not None for cell in probe) / total,
        number=sum(is_number(_UNIT_TAIL.sub("", cell)) for cell in probe) / total,
        compact=compact / total,
        distinct=tuple(dict.fromkeys(filled))[:60],
    )


def _unit_of_cells(kind: ColumnKind) -> str | None:
    """Return the unit that every cell of a column of numbers carries: "0.52 kWh"."""
    told = {unit_in(cell) for cell in kind.distinct if cell[-1:] in "hHwW"}
    every = all(cell[-1:] in "hHwW" for cell in kind.distinct)
    return told.pop() if kind.number > 0.5 and every and len(told) == 1 else None


def _refuse(rows: Sequence[Row]) -> None:
    words = [row for row in rows[:20] if len(row.cells) > 1]
    header = next(
        (row for row in words if any(means(cell, "time") or means(cell, "start") for cell in row.cells)), None
    )
    if header is not None and (len(rows) <= header.line + 1 or all(not any(map(is_number, row.cells)) for row in rows)):
        raise UnableToReadFile("no_rows", header=" | ".join(cell for cell in header.cells if cell)[:200])
    first = rows[0].cells[0] if rows[0].cells else ""
    raise UnableToReadFile("no_time_column", lines=len(rows), first_cell=plain(first)[:60])
