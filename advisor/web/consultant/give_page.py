"""The form for a portfolio file, and the page that shows how far the work on it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.portfolios import Consultancy, PortfolioFile
from advisor.db.queries.portfolios import portfolio_files
from advisor.db.uploads import UploadStatus
from advisor.web.consultant.stages import Stage, percent_of
from advisor.web.filters import number
from advisor.web.household.uploads.pages import ReceivedFile

MOST_RECEIVED = 10


@dataclass(frozen=True)
class CreatePage:
    """The form for a file; errors: (field id, sentence); received: the files that we have, newest first."""

    title: str
    consultancy: str
    limit: str
    errors: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    received: tuple[ReceivedFile, ...]


@dataclass(frozen=True)
class ProgressPage:
    """Work under way: the step of `steps` it is at (1-based), and how far within it."""

    title: str
    filename: str
    words: str
    percent: int | None
    steps: tuple[str, ...]
    step: int
    progress_url: str


def create_page(consultancy: Consultancy, *, limit_mb: int, error: str = "") -> CreatePage:
    """Make the form, with what was wrong with the last try."""
    files = portfolio_files(db.session, consultancy, most=MOST_RECEIVED)
    return CreatePage(
        title=_("Upload your portfolio"),
        consultancy=consultancy.name,
        limit=_("At most %(limit)s MB and 5,000 clients.", limit=number(limit_mb)),
        errors=(("file", error),) if error else (),
        sentences=(error,) if error else (),
        received=tuple(_received(file) for file in files),
    )


def progress_page(file: PortfolioFile, stage: Stage) -> ProgressPage:
    """Say what is being done now."""
    storing = stage is Stage.STORING
    words = _("We are storing your clients one by one.")
    return ProgressPage(
        title=_("We are working on your portfolio"),
        filename=file.filename,
        words=words if storing else _("We are reading your file. Nothing is stored yet."),
        percent=percent_of(file),
        steps=(_("Read your file"), _("Store your clients"), _("Work out their results")),
        step=2 if storing else 1,
        progress_url=url_for("portfolio.progress", portfolio_file_id=file.id),
    )


def _received(file: PortfolioFile) -> ReceivedFile:
    fates = {
        UploadStatus.RECEIVED: _("being read"),
        UploadStatus.CHECKED: _("waiting for your answer"),
        UploadStatus.REFUSED: _("we could not use it"),
        UploadStatus.CONFIRMED: _("being stored"),
        UploadStatus.IMPORTED: _("stored"),
        UploadStatus.FAILED: _("not finished"),
    }
    url = url_for("portfolio.file", portfolio_file_id=file.id)
    return ReceivedFile(file.filename, fates.get(file.status, "–"), url)
