"""A job as its program sees it: the one it was given leads through check and import to the end of what it sent."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services.api_data import open_questions, waits_for_somebody
from advisor.web.household.uploads.questions import asked
from advisor.web.messages import sentence

DONE_PERCENT = 100


def link(job_id: int) -> dict[str, object]:
    """Return the answer to what was sent; a request that comes again is answered with the same words."""
    return {"job": {"id": job_id, "url": url_for("api.read_job", job_id=job_id), "status": JobStatus.QUEUED.value}}


def job_document(job: Job) -> dict[str, object]:
    """Return a job with what came of it."""
    upload = db.session.get(Upload, job.upload_id) if job.upload_id is not None else None
    status = _status(job, upload)
    ended = status in ("done", "failed")
    return {
        "id": job.id,
        "kind": job.kind.value,
        "status": status,
        "progress": DONE_PERCENT if status == "done" else job.progress if job.status is JobStatus.RUNNING else 0,
        "supply_point": job.supply_point_id,
        "created_at": job.created_at,
        "finished_at": job.finished_at if ended else None,
        "result": upload.result if upload is not None and status == "done" else None,
        "findings": _findings(job, upload) if ended else [],
        "questions": [question_document(question) for question in open_questions(upload)]
        if upload is not None and status == "needs_answers"
        else [],
    }


def question_document(question: Mapping) -> dict[str, object]:
    """Return a question of the reader in words, with what each answer would mean."""
    said = asked(question)
    choices = [{"value": c.value, "words": c.words, "consequence": c.consequence} for c in said.choices]
    return {"key": said.key, "words": said.words, "choices": choices}


def _status(job: Job, upload: Upload | None) -> str:
    if job.kind is not JobKind.CHECK_UPLOAD or upload is None or upload.kind is not UploadKind.API:
        return job.status.value
    if job.status is not JobStatus.DONE:
        return job.status.value
    # The check is over, and its program waits for the import that follows it.
    return {
        UploadStatus.CHECKED: "needs_answers" if waits_for_somebody(upload) else "running",
        UploadStatus.CONFIRMED: "running",
        UploadStatus.RECEIVED: "queued",
        UploadStatus.IMPORTED: "done",
        UploadStatus.UNDONE: "done",
    }.get(upload.status, "failed")


def _findings(job: Job, upload: Upload | None) -> list[dict[str, object]]:
    told = list((upload.summary or {}).get("findings", [])) if upload is not None else []
    said = [
        {key: finding[key] for key in ("code", "severity", "row") if key in finding} | {"sentence": sentence(finding)}
        for finding in told
    ]
    if job.status is JobStatus.FAILED:
        words = _("Something failed on our side. What you sent is kept, and none of it was stored by halves.")
        said.append({"code": job.error_code or "job_failed", "severity": "error", "sentence": words})
    return said
