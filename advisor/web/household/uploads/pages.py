"""What the pages around an upload show: the form, the progress, and the ways it can end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db.uploads import Upload, UploadStatus
from advisor.web.filters import number
from advisor.web.household.subject import Subject
from advisor.web.household.uploads.progress import Stage, percent_of
from advisor.web.messages import sentence

MOST_RECEIVED = 5


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came, and what became of it; url: its page, None where it was not kept."""

    name: str
    fate: str
    url: str | None


@dataclass(frozen=True)
class CreatePage:
    """The form for a file; errors: (field id, sentence); received: the files that we have, newest first."""

    title: str
    subject: Subject
    limit: str
    errors: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    received: tuple[ReceivedFile, ...]


@dataclass(frozen=True)
class ProgressPage:
    """Work under way: the step of `steps` it is at (1-based), and how far within it."""

    title: str
    subject: Subject
    filename: str
    words: str
    percent: int | None
    steps: tuple[str, ...]
    step: int
    progress_url: str


@dataclass(frozen=True)
class EndPage:
    """An upload that ended without storing: what, why, and what to do next. retry_url: where to try once more."""

    title: str
    subject: Subject
    filename: str
    reasons: tuple[str, ...]
    retry_url: str | None


def create_page(
    *, subject: Subject, limit_mb: int, earlier: Sequence[Upload], error: str = "", lost: str | None = None
) -> CreatePage:
    """Make the form, with what was wrong with the last try; `lost` names the file that was not kept."""
    kept = tuple(_received(upload) for upload in earlier[:MOST_RECEIVED])
    return CreatePage(
        title=_("Upload a meter file"),
        subject=subject,
        limit=_("At most %(limit)s MB: one year is usually enough.", limit=number(limit_mb)),
        errors=(("file", error),) if error else (),
        sentences=(error,) if error else (),
        received=((ReceivedFile(lost, _("not kept"), None),) if lost else ()) + kept,
    )


def _received(upload: Upload) -> ReceivedFile:
    return ReceivedFile(upload.filename, fate(upload), url_for("uploads.show", upload_id=upload.id))


def fate(upload: Upload) -> str:
    """Say in a few words what became of a file."""
    return {
        UploadStatus.RECEIVED: _("being read"),
        UploadStatus.CHECKED: _("waiting for your answer"),
        UploadStatus.REFUSED: _("we could not use it"),
        UploadStatus.CONFIRMED: _("being stored"),
        UploadStatus.IMPORTED: _("stored"),
        UploadStatus.FAILED: _("not finished"),
        UploadStatus.UNDONE: _("undone"),
    }[upload.status]


def progress_page(upload: Upload, stage: Stage, *, subject: Subject) -> ProgressPage:
    """Say what is being done now."""
    steps = (_("Read your file"), _("Store it"), _("Work out your result"))
    words = {
        Stage.STORING: _("We are storing your data."),
        Stage.ASSESSING: _("Your data are stored. We are working out your bill and your advice."),
    }
    return ProgressPage(
        title=_("We are working on your file"),
        subject=subject,
        filename=upload.filename,
        words=words.get(stage, _("We are reading your file. Nothing is stored yet.")),
        percent=percent_of(upload),
        steps=steps,
        step={Stage.STORING: 2, Stage.ASSESSING: 3}.get(stage, 1),
        progress_url=url_for("uploads.progress", upload_id=upload.id),
    )


def known_page(upload: Upload, *, subject: Subject) -> EndPage:
    """Say that these data were already here: nothing was added and nothing changed."""
    return EndPage(
        title=_("We already had these data"), subject=subject, filename=upload.filename, reasons=(), retry_url=None
    )


def refused_page(upload: Upload, *, subject: Subject) -> EndPage:
    """Say why a file cannot be used."""
    findings = (upload.summary or {}).get("findings", [])
    serious = [item for item in findings if item["severity"] == "error"] or findings
    reasons = tuple(dict.fromkeys(sentence(item) for item in serious))
    return EndPage(
        title=_("We cannot use this file"),
        subject=subject,
        filename=upload.filename,
        reasons=reasons or (_("There is no usage in it that we can read."),),
        retry_url=None,
    )


def failed_page(upload: Upload, *, subject: Subject) -> EndPage:
    """Say that the work broke down on our side; what was understood can be confirmed once more."""
    return EndPage(
        title=_("We could not finish with your file"),
        subject=subject,
        filename=upload.filename,
        reasons=(_("Something failed on our side. Your file is kept, and none of it was stored by halves."),),
        retry_url=url_for("uploads.confirm", upload_id=upload.id) if upload.summary else None,
    )
