"""What all that programs send goes through: kept by its content, its row, its job, and the answer its key is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.queries.scope import for_actor
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services import idempotency
from advisor.services.audit import record
from advisor.services.content import StoredContent, keep
from advisor.services.failpoints import reach
from advisor.services.jobs import add_job, announce
from advisor.services.tokens import Program
from advisor.services.uploads import same_content, shown_name

ACCEPTED = 202
SETTLED = (UploadStatus.CONFIRMED, UploadStatus.IMPORTED)


@dataclass(frozen=True)
class Sent:
    """One request of a program: who sends what for which supply point, and the claim its key holds, if it has one."""

    program: Program
    supply_point_id: int
    claim: idempotency.Claim | None = None


def kept(session: Session, sent: Sent, body: BinaryIO, uploads_dir: Path, max_bytes: int) -> StoredContent:
    """Keep a body; no transaction is open meanwhile. Raises NotFound, UploadTooLarge or EmptyUpload."""
    for_actor(session, sent.program.actor).supply_point_of_home(sent.supply_point_id)
    # Writing to disk takes its time.
    session.rollback()
    return keep(body, folder=uploads_dir, max_bytes=max_bytes)


def upload_of(session: Session, *, now: datetime, sent: Sent, content: StoredContent, filename: str) -> Upload:
    """Return the upload of this content at the supply point, made when it is the first."""
    actor = sent.program.actor
    point = for_actor(session, actor).supply_point_of_home(sent.supply_point_id)
    known = same_content(session, point.id, content)
    if known is not None:
        # An undo or a second request may be changing it (PostgreSQL).
        session.refresh(known, with_for_update=True)
        return known
    upload = Upload(
        supply_point_id=point.id,
        uploaded_by_id=actor.user_id,
        filename=shown_name(filename),
        sha256=content.sha256,
        size_bytes=content.size_bytes,
        kind=UploadKind.API,
        status=UploadStatus.RECEIVED,
        received_at=now,
    )
    try:
        with session.begin_nested():
            session.add(upload)
    except IntegrityError:
        # Another request stored the same content between our look and our insert (PostgreSQL).
        return same_content(session, point.id, content)
    audit(session, now, sent, upload)
    return upload


def confirmed(session: Session, *, now: datetime, upload: Upload, answers: Mapping) -> Job:
    """Accept a checked upload and add its import, inside the caller's write transaction."""
    answers = {**((upload.summary or {}).get("remembered") or {}), **answers}
    upload.status, upload.confirmed_at, upload.undone_at = UploadStatus.CONFIRMED, now, None
    upload.answers = storable(answers)
    kind, point_id = JobKind.IMPORT_UPLOAD, upload.supply_point_id
    return add_job(session, now=now, kind=kind, supply_point_id=point_id, upload_id=upload.id)


def audit(session: Session, now: datetime, sent: Sent, upload: Upload, **details: object) -> None:
    """Note in the audit log that a program sent something."""
    actor, token_id = sent.program.actor, sent.program.token_id
    record(
        session,
        now=now,
        tag="api:upload:received",
        actor_id=actor.user_id,
        subject_id=upload.id,
        token_id=token_id,
        **details,
    )


def answered(session: Session, sent: Sent, job: Job) -> int:
    """Keep the answer to the request inside the caller's write transaction; return the id of its job."""
    session.flush()
    answer = {"job_id": job.id, "status": JobStatus.QUEUED.value}
    idempotency.answer(session, sent.claim, status_code=ACCEPTED, answer=answer)
    reach("api:before_commit")
    return job.id


def announced(job_id: int) -> int:
    """Tell the queue of a job that is committed; return its id."""
    reach("api:committed")
    announce(job_id)
    return job_id
