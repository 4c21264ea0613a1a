"""Rows of cells, wherever they come from: the lines of a text, the rows of a sheet, of a page or of an XML workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from advisor.ingest.decode import decode
from advisor.ingest.dialect import Row, find_separator, rows
from advisor.ingest.results import Decision, Question

_SEPARATOR_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_PROBED_LINES = 300


@dataclass(frozen=True)
class RowSource:
    """A table's rows, which can be read as often as needed, each numbered as people see it in the file.

    format: csv, xlsx, xls, ods, html …; decimal: the sign where the cells themselves settle it; decisions and
    questions: what was settled, or is open, before the table was looked at.
    """

    format: str
    encoding: str
    rows: Callable[[], Iterator[Row]]
    separator: str | None = None
    decimal: str | None = None
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()


def text_rows(source: Path | bytes) -> RowSource:
    """Return the rows of a delimited text. Raises UnableToReadFile as `decode` does."""
    text = decode(source)
    separator = find_separator([line for _, line in islice(text.lines(), _PROBED_LINES)])
    return RowSource(
        format="csv",
        encoding=text.encoding,
        rows=lambda: rows(text, separator),
        separator=separator,
        decisions=(
            Decision("encoding", text.encoding, "decodes"),
            Decision("separator", _SEPARATOR_NAMES.get(separator, separator), "regular_rows"),
        ),
    )
