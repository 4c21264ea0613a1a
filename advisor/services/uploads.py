"""Uploads: received at once, checked and imported by a worker, confirmed in between by the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.jobs import Job, JobKind
from advisor.db.queries.scope import for_actor
from advisor.db.queries.snapshots import job_of_upload
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadStatus
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.content import EmptyUpload, StoredContent, UploadTooLarge, keep
from advisor.services.jobs import add_job, announce
from advisor.services.profiles import remember

__all__ = ["EmptyUpload", "NotAnswered", "NotConfirmable", "Received", "UploadTooLarge", "confirm", "receive"]

LONGEST_FILENAME = 255
CONFIRMABLE = (UploadStatus.CHECKED, UploadStatus.FAILED)


class NotConfirmable(ValueError):
    """The upload is not waiting for a confirmation; `status` says where it stands."""

    def __init__(self, status: UploadStatus) -> None:
        super().__init__(f"an upload that is {status.value} cannot be confirmed")
        self.status = status


class NotAnswered(ValueError):
    """A question that has no answer of its own is open; `question` as in the summary."""

    def __init__(self, question: Mapping) -> None:
        super().__init__(f"nobody has answered {question['key']}")
        self.question = question


@dataclass(frozen=True)
class Received:
    """A stored upload and the job that checks it; `already_known` when this content was given before."""

    upload_id: int
    job_id: int | None
    already_known: bool


def receive(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    supply_point_id: int,
    filename: str,
    stream: BinaryIO,
    uploads_dir: Path,
    max_bytes: int,
) -> Received:
    """Store a file for a supply point of the actor and queue its check.

    Nothing is acknowledged before file and row are on disk. Raises NotFound, UploadTooLarge or EmptyUpload.
    """
    for_actor(session, actor).supply_point(supply_point_id)
    # The body may come slowly: no transaction stays open meanwhile.
    session.rollback()
    content = keep(stream, folder=uploads_dir, max_bytes=max_bytes)
    with write_transaction(session):
        point = for_actor(session, actor).supply_point(supply_point_id)
        known = same_content(session, point.id, content)
        if known is not None:
            session.refresh(known, with_for_update=True)
        upload = known or _add(session, point.id, actor=actor, now=now, filename=filename, content=content)
        job = None
        if upload is None:
            # Another request stored the same content between our look and our insert (PostgreSQL).
            known = upload = same_content(session, point.id, content)
        elif known is None or _worth_another_check(known):
            upload.status, upload.undone_at = UploadStatus.RECEIVED, None
            job = add_job(session, now=now, kind=JobKind.CHECK_UPLOAD, supply_point_id=point.id, upload_id=upload.id)
            record(session, now=now, tag="web:upload:received", actor_id=actor.user_id, subject_id=upload.id)
        fresh, job = job is not None, job or job_of_upload(session, upload)
        received = Received(upload.id, job.id if job else None, already_known=not fresh)
    if fresh:
        announce(received.job_id)
    return received


def confirm(
    session: Session, *, actor: Actor, now: datetime, upload_id: int, answers: Mapping[str, object] | None = None
) -> int:
    """Accept what was understood of an upload and queue its import; return the job's id. A second call changes nothing.

    Raises NotFound, NotConfirmable where the check is not done or refused the file, or NotAnswered.
    """
    with write_transaction(session):
        upload = for_actor(session, actor).upload(upload_id)
        # Of many who confirm at once the first does it; the others must see that it is done (PostgreSQL).
        session.refresh(upload, with_for_update=True)
        job = job_of_upload(session, upload)
        # A bill on paper is confirmed with its figures (services/bill_documents.py).
        on_paper = "document" in (upload.summary or {})
        fresh = upload.status in CONFIRMABLE and upload.summary is not None and not on_paper
        if not fresh and upload.status not in (UploadStatus.CONFIRMED, UploadStatus.IMPORTED):
            raise NotConfirmable(upload.status)
        if fresh:
            # What was told before counts on: a file that failed is tried once more without its questions.
            told = {**(upload.summary.get("remembered") or {}), **(upload.answers or {}), **(answers or {})}
            if (question := _without_answer(upload.summary, told)) is not None:
                raise NotAnswered(question)
            upload.status, upload.confirmed_at = UploadStatus.CONFIRMED, now
            upload.answers = storable(told)
            remember(
                session,
                now=now,
                household_id=upload.supply_point.household_id,
                supply_point_id=upload.supply_point_id,
                signature=upload.summary.get("signature") or "",
                title=upload.filename,
                answers=told,
            )
            job = _import_job(session, upload, now=now)
            record(session, now=now, tag="web:upload:confirmed", actor_id=actor.user_id, subject_id=upload.id)
        job_id = job.id
    if fresh:
        announce(job_id)
    return job_id


def _without_answer(summary: Mapping, told: Mapping[str, object]) -> Mapping | None:
    """Return the first question for which nothing is taken meanwhile and no choice was told, or None."""
    asked = (question for question in summary.get("questions", []) if question["chosen"] not in question["choices"])
    return next((question for question in asked if told.get(question["key"]) not in question["choices"]), None)


def same_content(session: Session, supply_point_id: int, content: StoredContent) -> Upload | None:
    """Return the upload of this content at the supply point, or None."""
    query = select(Upload).where(Upload.supply_point_id == supply_point_id, Upload.sha256 == content.sha256)
    return session.scalars(query).one_or_none()


def _worth_another_check(upload: Upload) -> bool:
    """Say whether a second look may tell more: the first refused the file (the reader may know more by now) or died.

    A file that was undone is looked at again like a new one.
    """
    again = upload.status in (UploadStatus.REFUSED, UploadStatus.UNDONE)
    return again or (upload.status is UploadStatus.FAILED and upload.summary is None)


def _add(
    session: Session, supply_point_id: int, *, actor: Actor, now: datetime, filename: str, content: StoredContent
) -> Upload | None:
    upload = Upload(
        supply_point_id=supply_point_id,
        uploaded_by_id=actor.user_id,
        filename=shown_name(filename),
        sha256=content.sha256,
        size_bytes=content.size_bytes,
        status=UploadStatus.RECEIVED,
        received_at=now,
    )
    try:
        with session.begin_nested():
            session.add(upload)
    except IntegrityError:
        return None
    return upload


def _import_job(session: Session, upload: Upload, *, now: datetime) -> Job:
    return add_job(
        session, now=now, kind=JobKind.IMPORT_UPLOAD, supply_point_id=upload.supply_point_id, upload_id=upload.id
    )


def shown_name(filename: str) -> str:
    """Return the last part of the name without control characters; it is only shown, never used as a path."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable())
    return printable[:LONGEST_FILENAME] or "archivo"
