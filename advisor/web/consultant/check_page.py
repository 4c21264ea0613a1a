"""What was understood of a portfolio file, for the consultant to confirm: the sheet's own rows with marked cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.portfolios import PortfolioFile
from advisor.web.filters import number
from advisor.web.household.uploads.questions import AskedQuestion, asked
from advisor.web.household.uploads.rows import Mark, MarkedRow, RowsTable
from advisor.web.messages import sentence
from advisor.web.paging import PER_PAGE, Paging, page_number, paging

MOST_COLUMNS, LONGEST_CELL, CELLS_OF_NAME = 60, 30, 2


@dataclass(frozen=True)
class CheckPage:
    """The check of a portfolio file.

    table: rows to look at, refused ones first; marked: the remarks on them; first_rows: some that are fine.
    """

    title: str
    filename: str
    facts: tuple[tuple[str, str], ...]
    questions: tuple[AskedQuestion, ...]
    remarks: tuple[str, ...]
    table: RowsTable | None
    marked: tuple[MarkedRow, ...]
    paging: Paging | None
    first_rows: RowsTable | None
    confirm_url: str
    confirm_words: str
    refused_url: str | None
    refused_words: str


def check_page(file: PortfolioFile, *, chosen: Mapping[str, str], wanted: str | None) -> CheckPage:
    """Make the page; `chosen` are answers given before, by the question's key; `wanted` is the page of the rows."""
    summary = file.summary
    rows, counts, clients = summary["looked_at"], summary["rows"], summary["clients"]
    page = page_number(wanted, total=len(rows))
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return CheckPage(
        title=_title(counts, clients),
        filename=file.filename,
        facts=_facts(summary),
        questions=_questions(summary, chosen),
        remarks=tuple(dict.fromkeys(sentence(finding) for finding in summary.get("findings", []))),
        table=rows_table(_("Rows to look at"), shown, summary["header"]) if rows else None,
        marked=marked_rows(shown, summary["header"]),
        paging=paging(page, total=len(rows), address=lambda n: f"{_url(file)}?pagina={n}#filas") if rows else None,
        first_rows=rows_table(_("The first good rows of your file"), summary.get("first_rows") or [], summary["header"])
        if summary.get("first_rows")
        else None,
        confirm_url=url_for("portfolio.confirm", portfolio_file_id=file.id),
        confirm_words=ngettext("Store one client", "Store %(num)s clients", clients),
        refused_url=refused_url(file),
        refused_words=refused_words(counts["refused"]),
    )


def refused_url(file: PortfolioFile) -> str | None:
    """Return where the refused rows can be downloaded, None where there are none to correct."""
    listed = any(row["fate"] == "refused" for row in (file.summary or {}).get("looked_at", []))
    return url_for("portfolio.refused", portfolio_file_id=file.id) if listed else None


def refused_words(count: int) -> str:
    """Name the download of the refused rows."""
    return ngettext("Download the refused row", "Download the %(num)s refused rows", count)


def rows_table(heading: str, rows: list[Mapping], header: list[str]) -> RowsTable:
    """Show rows of the sheet as they stand, with the cells that were remarked on marked."""
    width = min(MOST_COLUMNS, max((len(row["cells"]) for row in rows), default=0), max(1, len(header)))
    names = [(name or "")[:LONGEST_CELL] for name in header[:width]]
    columns = [(name or _("column %(n)s", n=index), "text") for index, name in enumerate(names, start=1)]
    return RowsTable(
        heading=heading,
        note="",
        columns=((_("Row"), "text"), *columns),
        rows=tuple(_row(row, width) for row in rows),
    )


def _row(row: Mapping, width: int) -> tuple[object, ...]:
    cells: list[object] = [str(cell)[:LONGEST_CELL] for cell in row["cells"][:width]]
    cells += [""] * (width - len(cells))
    for mark in sorted(row["remarks"], key=lambda mark: mark["severity"] == "error"):
        index = mark["column"]
        if index is not None and index < width:
            text = str(row["cells"][index] if index < len(row["cells"]) else "")[:LONGEST_CELL] or _("(empty)")
            cells[index] = {"text": text, "bad" if mark["severity"] == "error" else "doubtful": True}
    return (number(row["row"]), *cells)


def marked_rows(rows: list[Mapping], header: list[str]) -> tuple[MarkedRow, ...]:
    """Return the remarks of each row, with the cells they are of and why."""
    return tuple(MarkedRow(_name(row), tuple(_mark(row, mark, header) for mark in row["remarks"])) for row in rows)


def _name(row: Mapping) -> str:
    """Name a row by its number and its first cells that are filled."""
    filled = [str(cell)[:LONGEST_CELL] for cell in row["cells"] if str(cell).strip()][:CELLS_OF_NAME]
    return " · ".join([_("Row %(row)s", row=number(row["row"])), *filled])


def _mark(row: Mapping, mark: Mapping, header: list[str]) -> Mark:
    index, bad = mark["column"], mark["severity"] == "error"
    if index is None:
        return Mark("", "", bad, sentence(mark))
    name = header[index] if index < len(header) else ""
    text = str(row["cells"][index] if index < len(row["cells"]) else "")[:LONGEST_CELL]
    return Mark(name or _("column %(n)s", n=index + 1), text or _("(empty)"), bad, sentence(mark))


def _title(counts: Mapping, clients: int) -> str:
    if not counts["refused"]:
        return ngettext("One client can be stored", "All %(num)s clients can be stored", clients)
    return ngettext(
        "%(clients)s clients can be stored, and one row cannot",
        "%(clients)s clients can be stored, and %(num)s rows cannot",
        counts["refused"],
        clients=number(clients),
    )


def _facts(summary: Mapping) -> tuple[tuple[str, str], ...]:
    counts = summary["rows"]
    facts = [(_("Clients"), number(summary["clients"]))]
    if summary.get("bills"):
        facts.append((_("Months or bills"), number(summary["bills"])))
    return (
        *facts,
        (_("Good rows"), number(counts["valid"])),
        (_("Rows with a doubt, which we use"), number(counts["warned"])),
        (_("Refused rows"), number(counts["refused"])),
        (_("Heading and blank lines"), number(counts["header"] + counts["blank"])),
    )


def _questions(summary: Mapping, chosen: Mapping[str, str]) -> tuple[AskedQuestion, ...]:
    return tuple(asked(question, given=chosen.get(question["key"])) for question in summary.get("questions", []))


def _url(file: PortfolioFile) -> str:
    return url_for("portfolio.file", portfolio_file_id=file.id)
