"""What is under way for a supply point: a file being read or waiting for its owner, a result being made or given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.queries.snapshots import recent_jobs, running_jobs, unfinished_upload
from advisor.db.uploads import Upload, UploadStatus
from advisor.services.urgency import BY_NOBODY


@dataclass(frozen=True)
class Note:
    """A sentence above the answer and the one thing to do about it; sends: pressing it changes something (POST)."""

    text: str
    action: str = ""
    url: str = ""
    sends: bool = False


@dataclass(frozen=True)
class Work:
    """assessing: a new result is on its way; given_up: the last try failed; upload: the file not finished, if any."""

    assessing: bool
    given_up: bool
    upload: Upload | None


def work_of(supply_point: SupplyPoint, *, assessment: Assessment | None) -> Work:
    """Say what is under way; `assessment` is the newest result."""
    jobs = recent_jobs(db.session, supply_point)
    return Work(
        assessing=any(_brings_a_result(job) for job in jobs),
        given_up=_given_up(jobs, assessment),
        upload=unfinished_upload(db.session, supply_point),
    )


def being_assessed(supply_points: Sequence[SupplyPoint]) -> set[int]:
    """Return the ids of the supply points with a new result on its way."""
    return {job.supply_point_id for job in running_jobs(db.session, supply_points) if _brings_a_result(job)}


def _brings_a_result(job: Job) -> bool:
    """A file that waits for its check or its owner does not bring one; what nobody asked for is not waited for."""
    if job.params == BY_NOBODY and job.status is JobStatus.QUEUED:
        return False
    return job.kind is not JobKind.CHECK_UPLOAD and job.status in (JobStatus.QUEUED, JobStatus.RUNNING)


def upload_note(upload: Upload) -> Note:
    """Say where a file stands and lead to its page."""
    url = url_for("uploads.show", upload_id=upload.id)
    name = upload.filename
    if upload.status is UploadStatus.CHECKED:
        words = _("Your file %(name)s waits for you: check what we understood and save it.", name=name)
        return Note(words, _("Check my file"), url)
    if upload.status is UploadStatus.FAILED:
        words = _("We could not finish with your file %(name)s. We still have it.", name=name)
        return Note(words, _("See what to do"), url)
    words = _("We are working on your file %(name)s. You can go on with something else.", name=name)
    return Note(words, _("See how far it is"), url)


def given_up_note(supply_point: SupplyPoint) -> Note:
    """Say that the result could not be renewed, and offer to try again."""
    words = _("Something failed on our side and we could not renew this result. Your data are stored.")
    return Note(words, _("Try once more"), url_for("bill.renew", supply_point_id=supply_point.id), sends=True)


def _given_up(jobs: list[Job], assessment: Assessment | None) -> bool:
    newest = next((job for job in jobs if job.kind is JobKind.ASSESS), None)
    if newest is None or newest.status is not JobStatus.FAILED:
        return False
    return assessment is None or newest.created_at > assessment.made_at
