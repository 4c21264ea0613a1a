"""How a portfolio file can end: stored, refused, or broken down on our side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db import db
from advisor.db.portfolios import PortfolioFile
from advisor.db.queries.portfolios import results_waiting
from advisor.web.consultant.check_page import marked_rows, refused_url, refused_words, rows_table
from advisor.web.filters import number
from advisor.web.household.uploads.rows import MarkedRow, RowsTable
from advisor.web.messages import sentence

MOST_ROWS = 25


@dataclass(frozen=True)
class DonePage:
    """A stored file; waiting: results still being worked out, of which percent are ready; words say so."""

    title: str
    filename: str
    facts: tuple[tuple[str, str], ...]
    refused_url: str | None
    refused_words: str
    waiting: int
    percent: int
    words: str
    progress_url: str


@dataclass(frozen=True)
class EndPage:
    """A file that ended without storing, and why.

    table: its rows; marked: what is wrong with them; retry_url: where to try once more.
    """

    title: str
    filename: str
    reasons: tuple[str, ...]
    table: RowsTable | None
    marked: tuple[MarkedRow, ...]
    refused_url: str | None
    refused_words: str
    retry_url: str | None


def done_page(file: PortfolioFile) -> DonePage:
    """Say what was stored and how many results are ready."""
    result, counts = file.result, file.summary["rows"]
    told = result["made"] + result["renewed"]
    waiting = min(results_waiting(db.session, file.consultancy_id), told) if told else 0
    facts = [
        (_("New clients"), number(result["made"])),
        (_("Clients with new data"), number(result["renewed"])),
        (_("Clients that stayed as they were"), number(result["unchanged"])),
        (_("Refused rows"), number(counts["refused"])),
    ]
    return DonePage(
        title=_done_title(result),
        filename=file.filename,
        facts=tuple(facts),
        refused_url=refused_url(file),
        refused_words=refused_words(counts["refused"]),
        waiting=waiting,
        percent=100 * (told - waiting) // told if told else 100,
        words=ngettext("One result is still being worked out.", "%(num)s results are still being worked out.", waiting)
        if waiting
        else _("All results are ready."),
        progress_url=url_for("portfolio.progress", portfolio_file_id=file.id),
    )


def refused_page(file: PortfolioFile) -> EndPage:
    """Say why nothing of a file can be used."""
    summary = file.summary or {}
    rows = summary.get("looked_at") or []
    reasons = tuple(dict.fromkeys(sentence(finding) for finding in summary.get("findings", [])))
    return EndPage(
        title=_("We cannot use this portfolio file"),
        filename=file.filename,
        reasons=reasons or (_("None of its rows can be used. Correct what is marked and upload it again."),),
        table=rows_table(_("Rows to look at"), rows[:MOST_ROWS], summary["header"]) if rows else None,
        marked=marked_rows(rows[:MOST_ROWS], summary["header"]) if rows else (),
        refused_url=refused_url(file),
        refused_words=refused_words(len(rows)),
        retry_url=None,
    )


def failed_page(file: PortfolioFile) -> EndPage:
    """Say that the work broke down on our side; what was understood can be confirmed once more."""
    return EndPage(
        title=_("We could not finish with your portfolio"),
        filename=file.filename,
        reasons=(_("Something failed on our side. Your file is kept; trying once more goes on where it stopped."),),
        table=None,
        marked=(),
        refused_url=None,
        refused_words="",
        retry_url=url_for("portfolio.confirm", portfolio_file_id=file.id) if file.summary else None,
    )


def _done_title(result: dict) -> str:
    if result["made"]:
        return ngettext("We stored one new client", "We stored %(num)s new clients", result["made"])
    if result["renewed"]:
        return ngettext("We renewed one client", "We renewed %(num)s clients", result["renewed"])
    return _("We already had these data")
