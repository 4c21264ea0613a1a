"""Portfolio files: received at once, checked and imported by a worker, confirmed in between by the consultant."""

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
from advisor.db.portfolios import PortfolioFile
from advisor.db.queries.portfolios import job_of_portfolio_file
from advisor.db.queries.scope import for_actor
from advisor.db.transactions import write_transaction
from advisor.db.uploads import UploadStatus
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.content import EmptyUpload, StoredContent, UploadTooLarge, keep
from advisor.services.jobs import add_job, announce
from advisor.services.uploads import NotConfirmable, shown_name

__all__ = ["EmptyUpload", "NotConfirmable", "ReceivedPortfolio", "UploadTooLarge", "confirm", "receive", "receive_for"]

CONFIRMABLE = (UploadStatus.CHECKED, UploadStatus.FAILED)


@dataclass(frozen=True)
class ReceivedPortfolio:
    """A stored portfolio file and the job that checks it; `already_known` when this content was given before."""

    portfolio_file_id: int
    job_id: int | None
    already_known: bool


def receive(
    session: Session, *, actor: Actor, now: datetime, filename: str, stream: BinaryIO, uploads_dir: Path, max_bytes: int
) -> ReceivedPortfolio:
    """Store a file for the consultancy of the actor and queue its check.

    Nothing is acknowledged before file and row are on disk. Raises NotFound, UploadTooLarge or EmptyUpload.
    """
    for_actor(session, actor).consultancy()
    # The body may come slowly: no transaction stays open meanwhile.
    session.rollback()
    content = keep(stream, folder=uploads_dir, max_bytes=max_bytes)
    with write_transaction(session):
        consultancy_id = for_actor(session, actor).consultancy().id
        received = _received(session, now, consultancy_id, actor.user_id, shown_name(filename), content)
    if not received.already_known:
        announce(received.job_id)
    return received


def receive_for(
    session: Session, *, now: datetime, consultancy_id: int, filename: str, content: StoredContent
) -> ReceivedPortfolio:
    """Keep a file that a command gives for a consultancy; the caller does its jobs."""
    with write_transaction(session):
        return _received(session, now, consultancy_id, None, shown_name(filename), content)


def confirm(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    portfolio_file_id: int,
    answers: Mapping[str, object] | None = None,
) -> int:
    """Accept what was understood and queue the import; return the job's id. A second call changes nothing.

    Raises NotFound, or NotConfirmable where the check is not done or refused the file.
    """
    with write_transaction(session):
        file = for_actor(session, actor).portfolio_file(portfolio_file_id)
        job, fresh = confirmed(session, now=now, file=file, actor_id=actor.user_id, answers=answers or {})
        job_id = job.id
    if fresh:
        announce(job_id)
    return job_id


def confirmed(
    session: Session, *, now: datetime, file: PortfolioFile, actor_id: int | None, answers: Mapping[str, object]
) -> tuple[Job, bool]:
    """Do what `confirm` does inside the caller's write transaction; say too whether the job is a new one."""
    fresh = file.status in CONFIRMABLE and bool((file.summary or {}).get("clients"))
    if not fresh and file.status not in (UploadStatus.CONFIRMED, UploadStatus.IMPORTED):
        raise NotConfirmable(file.status)
    if not fresh:
        return job_of_portfolio_file(session, file), False
    file.status, file.confirmed_at, file.answers = UploadStatus.CONFIRMED, now, storable(answers)
    record(session, now=now, tag="web:portfolio:confirmed", actor_id=actor_id, subject_id=file.id)
    return add_job(session, now=now, kind=JobKind.IMPORT_PORTFOLIO, portfolio_file_id=file.id), True


def _received(
    session: Session, now: datetime, consultancy_id: int, user_id: int | None, filename: str, content: StoredContent
) -> ReceivedPortfolio:
    known = _same_content(session, consultancy_id, content)
    file = known or _add(session, now, consultancy_id, user_id, filename, content)
    job = None
    if file is None:
        # Another request stored the same content between our look and our insert (PostgreSQL).
        file = _same_content(session, consultancy_id, content)
    elif known is None or _worth_another_check(known):
        file.status = UploadStatus.RECEIVED
        job = add_job(session, now=now, kind=JobKind.CHECK_PORTFOLIO, portfolio_file_id=file.id)
        record(session, now=now, tag="web:portfolio:received", actor_id=user_id, subject_id=file.id)
    fresh, job = job is not None, job or job_of_portfolio_file(session, file)
    return ReceivedPortfolio(file.id, job.id if job else None, already_known=not fresh)


def _same_content(session: Session, consultancy_id: int, content: StoredContent) -> PortfolioFile | None:
    mine = (PortfolioFile.consultancy_id == consultancy_id) & (PortfolioFile.sha256 == content.sha256)
    return session.scalars(select(PortfolioFile).where(mine)).one_or_none()


def _worth_another_check(file: PortfolioFile) -> bool:
    """Say whether a second look may tell more: the first refused the file (the reader may know more by now) or died."""
    return file.status is UploadStatus.REFUSED or (file.status is UploadStatus.FAILED and file.summary is None)


def _add(
    session: Session, now: datetime, consultancy_id: int, user_id: int | None, filename: str, content: StoredContent
) -> PortfolioFile | None:
    file = PortfolioFile(
        consultancy_id=consultancy_id,
        uploaded_by_id=user_id,
        filename=filename,
        sha256=content.sha256,
        size_bytes=content.size_bytes,
        status=UploadStatus.RECEIVED,
        received_at=now,
    )
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:
        return None
    return file
