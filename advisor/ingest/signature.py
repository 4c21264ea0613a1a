"""What kind of file this is, apart from its data: files of one portal have one signature, month after month."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from advisor.ingest.rowsource import RowSource
from advisor.ingest.table import Table
from advisor.ingest.words import plain

_DIGITS = re.compile(r"\d+")


def signature_of(source: RowSource, table: Table) -> str:
    """Return the signature (hex SHA-256) of a table: format, separator, header words, units, labels before it.

    Digits do not count, since dates and numbers of meters stand in headers too; of the text before the table only the
    first cell of each row, which names what stands beside it. Without a header the kinds of columns take its place.
    """
    labels = [_label(row[0]) for row in table.preamble if row and row[0]]
    columns: Sequence[str] = [_label(name) for name in table.names]
    if not any(columns):
        columns = ["date" if kind.date > 0.5 else "number" if kind.number > 0.5 else "text" for kind in table.kinds]
    return digest(source.format, source.separator or "", _without_repeats(columns), list(table.units), labels)


def digest(*parts: object) -> str:
    """Return the signature of a kind of file that is told by other marks than a header."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _label(text: str) -> str:
    return plain(_DIGITS.sub("#", text)) if not text.strip().isdigit() else "#"


def _without_repeats(columns: Sequence[str]) -> list[str]:
    """Return the columns with runs of equal ones told once: a month has 28 to 31 columns of days."""
    return [name for index, name in enumerate(columns) if not index or name != columns[index - 1]]
