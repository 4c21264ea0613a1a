"""One drawing to look at: what it is called, when it is used, itself, and the table that stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup


@dataclass(frozen=True)
class ExampleTable:
    """The numbers behind a drawing in the shape of the `data_table` component: (label, "text" or "num") a column."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Example:
    """name: unique within the page; title: the finding above the drawing; when: which drawing and state this is."""

    name: str
    title: str
    when: str
    drawing: Markup
    table: ExampleTable


def numbers(caption: str, first: str, figures: Iterable[str], rows: Iterable[tuple[object, ...]]) -> ExampleTable:
    """Return a table whose first column is words and whose others are figures; None is written "no data"."""
    columns = ((first, "text"), *((label, "num") for label in figures))
    written = tuple(tuple(_("no data") if cell is None else str(cell) for cell in row) for row in rows)
    return ExampleTable(caption, columns, written)
