"""Files and readings that programs bring: kept as an upload of kind api, with the job that works on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.queries.scope import for_actor
from advisor.db.queries.snapshots import job_of_upload
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services.api_sent import SETTLED, Sent, announced, answered, audit, confirmed, kept, upload_of
from advisor.services.jobs import add_job, announce
from advisor.services.readings import NewReading, add_readings, request_derivation, standing_upload
from advisor.services.uploads import shown_name


class OpenQuestions(ValueError):
    """The file was read and leaves questions open; nothing is stored before they are answered."""

    def __init__(self, questions: Sequence[Mapping[str, object]]) -> None:
        super().__init__(", ".join(str(question["key"]) for question in questions))
        self.questions = tuple(questions)


def receive_file(
    session: Session,
    *,
    now: datetime,
    sent: Sent,
    body: BinaryIO,
    filename: str,
    answers: Mapping[str, str],
    uploads_dir: Path,
    max_bytes: int,
) -> int:
    """Keep a file, queue its check and, where that leaves no question open, its import; return the job's id.

    A file that was checked before is imported at once, or raises OpenQuestions while `answers` leave any.
    """
    content = kept(session, sent, body, uploads_dir, max_bytes)
    with write_transaction(session):
        upload = upload_of(session, now=now, sent=sent, content=content, filename=shown_name(filename))
        job = job_of_upload(session, upload)
        upload.answers = storable({**(upload.answers or {}), **answers})
        if upload.status is UploadStatus.CHECKED:
            if waits_for_somebody(upload):
                raise OpenQuestions(open_questions(upload))
            job = confirmed(session, now=now, upload=upload, answers=upload.answers)
        elif job is None or upload.status not in (UploadStatus.RECEIVED, *SETTLED):
            upload.status, upload.undone_at = UploadStatus.RECEIVED, None
            kind, point_id = JobKind.CHECK_UPLOAD, upload.supply_point_id
            job = add_job(session, now=now, kind=kind, supply_point_id=point_id, upload_id=upload.id)
        job_id = answered(session, sent, job)
    return announced(job_id)


def receive_readings(session: Session, *, now: datetime, sent: Sent, readings: Sequence[NewReading]) -> int:
    """Keep readings of a register and queue the making of usage from them; return the job's id. Raises NotFound."""
    with write_transaction(session):
        actor = sent.program.actor
        point = for_actor(session, actor).supply_point_of_home(sent.supply_point_id)
        upload = standing_upload(
            session,
            now=now,
            supply_point=point,
            kind=UploadKind.API,
            key="readings",
            name=sent.program.name,
            uploaded_by_id=actor.user_id,
        )
        added = add_readings(session, now=now, supply_point=point, upload=upload, readings=readings, deliberate=True)
        job = job_of_upload(session, upload)
        if job is None or added.changed:
            job_id = request_derivation(session, now=now, upload=upload)
            job = session.get_one(Job, job_id) if job_id else _waiting_derivation(session, upload)
        audit(session, now, sent, upload, readings=len(readings))
        job_id = answered(session, sent, job)
    return announced(job_id)


def confirm_checked(session: Session, *, now: datetime, upload_id: int) -> None:
    """Import a program's file whose check left nothing to ask; its program asks for the job and learns the rest."""
    with write_transaction(session):
        upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one_or_none()
        if upload is None or upload.kind is not UploadKind.API or upload.status is not UploadStatus.CHECKED:
            return
        if waits_for_somebody(upload):
            return
        job_id = confirmed(session, now=now, upload=upload, answers=upload.answers or {}).id
    announce(job_id)


def open_questions(upload: Upload) -> list[Mapping[str, object]]:
    """Return the questions of a checked file that nobody has answered with one of their choices."""
    answers = upload.answers or {}
    asked = (upload.summary or {}).get("questions", [])
    return [question for question in asked if answers.get(question["key"]) not in question["choices"]]


def waits_for_somebody(upload: Upload) -> bool:
    """Say whether a checked file needs answers, or is a bill on paper whose figures its person must compare."""
    return bool(open_questions(upload)) or "document" in (upload.summary or {})


def _waiting_derivation(session: Session, upload: Upload) -> Job:
    query = select(Job).where(Job.upload_id == upload.id, Job.status == JobStatus.QUEUED)
    return session.scalars(query.where(Job.kind == JobKind.DERIVE_READINGS).order_by(Job.id.desc()).limit(1)).one()
