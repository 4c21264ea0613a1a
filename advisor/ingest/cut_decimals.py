"""Decimal commas in a file whose cells are separated by commas too: numbers cut in two, put together again.

"2026-01-01 00:00,0,25" under "Fecha,Consumo (kWh)" has a cell more than its header. Which columns were cut is told by
the rows: the surplus, that both halves are digits, and that no whole number begins with a zero while the digits after
a comma may. What fits in two ways is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from advisor.ingest.dialect import Row
from advisor.ingest.numbers import is_number
from advisor.ingest.results import Decision, UnableToReadFile
from advisor.ingest.rowsource import RowSource
from advisor.ingest.times import BAD, BLANK, parse_time
from advisor.ingest.wide import wide_slots
from advisor.ingest.words import means, unit_in

UNCLEAR = "decimal_commas_unclear"
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[. '\u00a0\u202f]\d{3})+)", re.ASCII)
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)
_HEADER_WITHIN, _FEWEST = 60, 2
_SHARE, _FITTING, _UNCLEAR_MOST, _MOST_TRIED = 0.02, 0.9, 0.2, 8


@dataclass(frozen=True)
class _Cut:
    """Columns of the header that hold decimals, and how the digits after a comma are written.

    trailing: blank cells that end every row; longest: most digits seen; fixed: always so many; stripped: never a zero
    at the end.
    """

    line: int
    width: int
    columns: tuple[int, ...]
    trailing: int
    longest: int = 9
    fixed: bool = False
    stripped: bool = False


def joined(source: RowSource, sample: Sequence[Row]) -> RowSource:
    """Return the source with cut numbers whole again; as it is where none was cut.

    A row that fits in two ways carries a fault. Raises UnableToReadFile(decimal_commas_unclear) where the file does.
    """
    if source.separator != ",":
        return source
    rows = [row for row in sample if any(row.cells)]
    header, first = _header(rows)
    if first is None:
        return source
    body = [row for row in rows if row.line >= first and row.fault is None]
    cut = _nameless(body, first) if header is None else _named(header, body)
    if cut is None:
        return source
    decision = Decision("arrangement", "decimal_commas", "surplus_cells")
    return replace(source, rows=lambda: _whole_rows(source.rows(), cut), decisions=(*source.decisions, decision))


def _header(rows: Sequence[Row]) -> tuple[Row | None, int | None]:
    """Return the row of names, if there is one, and the line of the first row with a date and a number."""
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        dated = [place for place, cell in enumerate(row.cells) if _is_date(cell)]
        if not dated or not any(is_number(cell) for place, cell in enumerate(row.cells) if place != dated[0]):
            continue
        above = rows[index - 1].cells if index else []
        named = sum(bool(cell) for cell in above) >= 2 and not any(is_number(c) or _is_date(c) for c in above)
        return (rows[index - 1] if named else None), row.line
    return None, None


def _is_date(cell: str) -> bool:
    return len(cell) >= 8 and parse_time(cell)[0] not in (BAD, BLANK)


def _named(header: Row, body: Sequence[Row]) -> _Cut | None:
    names = list(header.cells)
    while names and not names[-1]:
        names.pop()
    trailing = len(header.cells) - len(names)
    if not trailing and sum(not row.cells[-1] for row in body) >= 0.95 * len(body):
        trailing = 1
    rows = [_without(row.cells, trailing) for row in body]
    wider = [cells for cells in rows if len(cells) > len(names) and _has_pair(cells)]
    if len(wider) < max(_FEWEST, _SHARE * len(rows)) and len(wider) < len(rows):
        return None
    columns = _columns(names, wider)
    if not columns:
        if sum(len(cells) > len(names) for cells in rows) == len(wider):
            raise UnableToReadFile(UNCLEAR, columns=len(names), row=body[0].line)
        return None
    cut = _as_written(_Cut(header.line + 1, len(names), columns, trailing), wider)
    unclear = sum(_ways(cells, cut)[0] > 1 for cells in wider)
    if unclear > _UNCLEAR_MOST * len(wider):
        raise UnableToReadFile(UNCLEAR, columns=len(names), row=body[0].line)
    return cut


def _nameless(body: Sequence[Row], first: int) -> _Cut | None:
    """Without a header the zeros tell: digits after a comma begin with one now and then, a whole number never."""
    width = max((len(row.cells) for row in body), default=0)
    full = [row.cells for row in body if len(row.cells) == width]
    shown = [[cells[place] for cells in full] for place in range(width)]
    digits = [all(map(_DIGITS.fullmatch, cells)) for cells in shown]
    pairs = [
        place
        for place in range(2, width)
        if digits[place]
        and not _zeros_first(shown[place - 1])
        and all(map(_WHOLE.fullmatch, shown[place - 1]))
        and not any(_is_date(cell) for cell in shown[place - 1][:20])
    ]
    cut = [place for place in pairs if _zeros_first(shown[place])]
    if not cut:
        if len(pairs) == 1 and len(full) > _FEWEST and max(int(cell) for cell in shown[pairs[0] - 1]) <= 9:
            raise UnableToReadFile(UNCLEAR, columns=width, row=first)
        return None
    columns = tuple(place - 1 - number for number, place in enumerate(cut))
    return _as_written(_Cut(first, width - len(cut), columns, 0), full)


def _zeros_first(cells: Sequence[str]) -> bool:
    return any(cell[0] == "0" and len(cell) > 1 for cell in cells if cell.isdigit())


def _without(cells: list[str], trailing: int) -> list[str]:
    """Return the cells without the blank ones that end every row."""
    for _ in range(trailing):
        cells = cells[:-1] if cells and not cells[-1] else cells
    return cells


def _has_pair(cells: Sequence[str]) -> bool:
    return any(_WHOLE.fullmatch(cell) and _DIGITS.fullmatch(after) for cell, after in pairwise(cells))


def _columns(names: Sequence[str], wider: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the columns that were cut: those that explain the widest rows, and better than any others do."""
    options = _may_be_cut(names)
    most = max(len(cells) for cells in wider) - len(names)
    widest = [cells for cells in wider if len(cells) == len(names) + most][:400]
    if len(options) > _MOST_TRIED or most >= len(options):
        return tuple(options) if most <= len(options) else ()
    tried = {
        columns: sum(_ways(cells, _Cut(0, len(names), columns, 0))[0] == 1 for cells in widest)
        for columns in combinations(options, most)
    }
    best = sorted(tried, key=lambda columns: tried[columns], reverse=True)
    alone = len(best) == 1 or tried[best[0]] > tried[best[1]]
    return best[0] if best and alone and tried[best[0]] >= _FITTING * len(widest) else ()


def _may_be_cut(names: Sequence[str]) -> list[int]:
    slots = wide_slots(tuple(names))[1]
    if slots:
        return sorted({*slots, *(index for index, name in enumerate(names) if means(name, "totals"))})
    told = ("time", "start", "end", "hour", "supply_point", "unit", "label", "status")
    return [i for i, name in enumerate(names) if unit_in(name) or not any(means(name, group) for group in told)]


def _as_written(cut: _Cut, rows: Sequence[Sequence[str]]) -> _Cut:
    """Note how decimals are written, from the rows in which every column was cut."""
    digits = [
        cells[column + number + 1]
        for cells in rows
        if len(cells) == cut.width + len(cut.columns)
        for number, column in enumerate(cut.columns)
    ]
    if not digits:
        return cut
    lengths = {len(cell) for cell in digits}
    stripped = not any(cell.endswith("0") for cell in digits)
    return replace(cut, longest=max(lengths), fixed=len(lengths) == 1 and not stripped, stripped=stripped)


def _whole_rows(rows: Iterator[Row], cut: _Cut) -> Iterator[Row]:
    for row in rows:
        cells = _without(row.cells, cut.trailing)
        if row.line < cut.line or row.fault or len(cells) <= cut.width:
            yield row
            continue
        count, whole = _ways(cells, cut)
        if count > 1:
            # As wide as the other rows, so that what is not told apart stands in one cell.
            first = cut.columns[0]
            left = [",".join(cells[first:]), *[""] * (cut.width - first - 1)]
            yield replace(row, cells=[*cells[:first], *left], fault=UNCLEAR)
        else:
            yield replace(row, cells=whole) if count else row


def _ways(cells: Sequence[str], cut: _Cut) -> tuple[int, list[str]]:
    """Return in how many ways the cells fit the columns (at most 2 are counted), and the cells of one of them."""
    surplus = len(cells) - cut.width
    if not 0 < surplus <= len(cut.columns):
        return 0, []
    every = surplus == len(cut.columns)
    # ways[taken]: how many ways lead to here with so many columns cut, and the cells of the last.
    ways: dict[int, tuple[int, list[str]]] = {0: (1, [])}
    for column in range(cut.width):
        after: dict[int, tuple[int, list[str]]] = {}
        for taken, (count, whole) in ways.items():
            at = column + taken
            if not (every and column in cut.columns) and _stands_alone(cells[at]):
                _add(after, taken, count, [*whole, cells[at]])
            if column in cut.columns and taken < surplus and _fits(cells[at], cells[at + 1], cut, every=every):
                _add(after, taken + 1, count, [*whole, f"{cells[at]},{cells[at + 1]}"])
        ways = after
    return ways.get(surplus, (0, []))


def _add(ways: dict[int, tuple[int, list[str]]], taken: int, count: int, whole: list[str]) -> None:
    ways[taken] = (min(2, ways.get(taken, (0, []))[0] + count), whole)


def _stands_alone(cell: str) -> bool:
    """Say whether a cell may be a whole value: not so the digits 05, unless as long as codes and dates are."""
    return not (cell.isdigit() and cell[0] == "0" and 1 < len(cell) < 6)


def _fits(cell: str, after: str, cut: _Cut, *, every: bool) -> bool:
    if not (_WHOLE.fullmatch(cell) and _DIGITS.fullmatch(after)) or len(after) > cut.longest:
        return False
    return every or not ((cut.fixed and len(after) != cut.longest) or (cut.stripped and after.endswith("0")))
