"""Rows of a person's own file, as they wrote them, with the bad cells marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.web.filters import number
from advisor.web.messages import sentence

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 10, 6, 40
_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*")


@dataclass(frozen=True)
class RowsTable:
    """A table of the file; a cell is text, or {text, bad} where it is marked; reasons: why each row is left out."""

    heading: str
    note: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A remark on a cell, or on the whole row where column is empty; bad: the row cannot be used because of it."""

    column: str
    text: str
    bad: bool
    why: str


@dataclass(frozen=True)
class MarkedRow:
    """A row of a wide sheet: what tells it from the others, and what is wrong with its cells."""

    name: str
    marks: tuple[Mark, ...]


def refused_rows(summary: Mapping) -> RowsTable | None:
    """Return the rows that cannot be used, each with its reason; None when all can."""
    refused, counts = summary.get("refused_rows") or [], summary["rows"]
    if not refused:
        return None
    width = min(MOST_COLUMNS, max(len(row["cells"]) for row in refused))
    shown = [_windowed(row, width) for row in refused[:MOST_ROWS]]
    return RowsTable(
        heading=ngettext("%(num)s row cannot be read", "%(num)s rows cannot be read", counts["refused"]),
        note=_note(counts, len(shown)),
        columns=_columns(summary, width, shown),
        rows=tuple(shown),
        reasons=tuple(_why(row) for row in refused[:MOST_ROWS]),
    )


def first_rows(summary: Mapping) -> RowsTable | None:
    """Return the first rows of the file."""
    preview = summary.get("preview") or {}
    rows = preview.get("rows") or []
    if not rows:
        return None
    width = min(MOST_COLUMNS, max(len(cells) for _row, cells in rows))
    shown = [(number(row), *_cells(cells, width)) for row, cells in rows[:MOST_ROWS]]
    return RowsTable(
        heading=_("The first rows of your file"), note="", columns=_columns(summary, width, shown), rows=tuple(shown)
    )


def _columns(summary: Mapping, width: int, rows: list[tuple[object, ...]]) -> tuple[tuple[str, str], ...]:
    """Return name and kind of each column: figures stand right where every cell that is not marked is one."""
    kinds = ["num" if _figures(row[i] for row in rows) else "text" for i in range(1, width + 1)]
    return ((_("Row"), "text"), *zip(_names(summary, width), kinds, strict=True))


def _figures(cells: Iterable[object]) -> bool:
    plain = [cell for cell in cells if isinstance(cell, str) and cell]
    return bool(plain) and all(_FIGURE.fullmatch(cell) for cell in plain)


def _windowed(row: Mapping, width: int) -> tuple[object, ...]:
    bad = row.get("bad_column")
    cells: list[object] = list(_cells(row["cells"], width))
    if bad is not None and bad < width:
        cells[bad] = {"text": cells[bad] or _("(empty)"), "bad": True}
    return (number(row["row"]), *cells)


def _why(row: Mapping) -> str:
    params = {**(row.get("params") or {}), "count": 1}
    return _("Row %(row)s: %(why)s", row=number(row["row"]), why=sentence({"code": row["code"], "params": params}))


def _cells(cells: list, width: int) -> list[str]:
    short = [str(cell)[:LONGEST_CELL] for cell in cells[:width]]
    return short + [""] * (width - len(short))


def _names(summary: Mapping, width: int) -> list[str]:
    header = (summary.get("preview") or {}).get("header") or []
    named = [str(name)[:LONGEST_CELL] for name in header[:width]] + [""] * (width - len(header))
    return [name or _("column %(n)s", n=i) for i, name in enumerate(named, start=1)]


def _note(counts: Mapping, shown: int) -> str:
    used = number(counts["used"])
    if counts["refused"] > shown:
        return _(
            "These are the first %(shown)s. The other %(used)s rows are fine. "
            "You can correct the file, or go on without the bad ones.",
            shown=number(shown),
            used=used,
        )
    return _("The other %(used)s rows are fine. You can correct the file, or go on without these.", used=used)
