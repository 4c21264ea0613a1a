"""From the file to rows of cells: text cut by its separator, or the sheet of a workbook that holds the clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from advisor.ingest.containers.archives import ZIP, kind_of_zip, names_in_zip
from advisor.ingest.containers.sheets import book_sheets
from advisor.ingest.decode import decode
from advisor.ingest.dialect import Row, find_separator, rows
from advisor.ingest.opening import head_of
from advisor.ingest.results import UnableToReadFile

MOST_LINES = 250_000
XLS = b"\xd0\xcf\x11\xe0"
_SAMPLE = 300
_FORMULA_SIGNS = "=+-@\t\r"


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet, blank ones included, numbered as in the file; cut: there are more than MOST_LINES."""

    encoding: str
    rows: tuple[Row, ...]
    cut: bool = False


def lines_of(source: Path | bytes, *, holds_clients: Callable[[tuple[Row, ...]], bool]) -> Lines:
    """Read all rows; of a workbook, those of the first sheet in which clients are found.

    Raises UnableToReadFile: what `decode` and `book_sheets` raise, portfolio_too_many_lines.
    """
    kind = _workbook_kind(source)
    if kind:
        first: tuple[Row, ...] | None = None
        for sheet in _sheets(source, kind):
            if holds_clients(sheet):
                return Lines(kind, sheet)
            first = sheet if first is None else first
        if first is None:
            raise UnableToReadFile("empty_file")
        return Lines(kind, first)
    text = decode(source)
    separator = find_separator([line for _, line in islice(text.lines(), _SAMPLE)])
    every = rows(text, separator)
    found = tuple(
        Row(row.line, [unguarded(cell) for cell in row.cells], row.fault) for row in islice(every, MOST_LINES)
    )
    return Lines(text.encoding, found, cut=next(every, None) is not None)


def unguarded(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA_SIGNS else cell


def _workbook_kind(source: Path | bytes) -> str | None:
    head = head_of(source)
    if head.startswith(XLS):
        return "xls"
    return kind_of_zip(names_in_zip(source)) if head.startswith(ZIP) else None


def _sheets(source: Path | bytes, kind: str) -> Iterator[tuple[Row, ...]]:
    """Yield each sheet of a workbook as rows of text, those people see first, errors of cells included."""
    for sheet in book_sheets(source, kind):
        found = tuple(
            Row(row.line, [unguarded(cell) for cell in row.cells]) for row in islice(sheet.rows(), MOST_LINES + 1)
        )
        _bounded(found)
        yield found


def _bounded(found: Sequence) -> None:
    if len(found) > MOST_LINES:
        raise UnableToReadFile("portfolio_too_many_lines", limit=MOST_LINES)
