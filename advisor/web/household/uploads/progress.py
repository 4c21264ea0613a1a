"""Where an upload stands, from its row and its jobs."""

from __future__ import annotations

from enum import Enum

from advisor.db import db
from advisor.db.jobs import JobStatus
from advisor.db.queries.snapshots import job_of_upload
from advisor.db.uploads import Upload, UploadStatus
from advisor.web.household.work import being_assessed


class Stage(str, Enum):
    """What the page of an upload shows."""

    CHECKING = "checking"
    TO_CONFIRM = "to_confirm"
    REFUSED = "refused"
    STORING = "storing"
    ASSESSING = "assessing"
    DONE = "done"
    FAILED = "failed"


def stage_of(upload: Upload) -> Stage:
    """Return the stage; work that gave up shows as failed even where the row still waits for it."""
    if upload.status is UploadStatus.IMPORTED:
        return Stage.ASSESSING if being_assessed([upload.supply_point]) else Stage.DONE
    if upload.status is UploadStatus.CHECKED:
        return Stage.TO_CONFIRM
    if upload.status is UploadStatus.REFUSED:
        return Stage.REFUSED
    job = job_of_upload(db.session, upload)
    if upload.status is UploadStatus.FAILED or (job is not None and job.status is JobStatus.FAILED):
        return Stage.FAILED
    return Stage.CHECKING if upload.status is UploadStatus.RECEIVED else Stage.STORING


def percent_of(upload: Upload) -> int | None:
    """Return how far the newest job of the upload is, or None before it says."""
    job = job_of_upload(db.session, upload)
    return job.progress if job is not None and job.status is JobStatus.RUNNING and job.progress else None
