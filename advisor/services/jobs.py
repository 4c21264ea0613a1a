"""Jobs as rows: made with the work they belong to, claimed, kept alive, finished or given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from blinker import Signal
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.portfolios import PortfolioFile
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadStatus

MAX_ATTEMPTS = 3
# A worker writes its heartbeat at least every 10 s; three missed beats mean it is dead.
HEARTBEAT_SECONDS = 10
DEAD_AFTER = timedelta(seconds=30)
# A queued job whose message was lost (queue down, queue file deleted) is announced again after this.
FORGOTTEN_AFTER = timedelta(seconds=30)

# Sent with `job_id` after the row is committed; the queue listens and carries the id to a worker.
job_queued = Signal()


@dataclass(frozen=True)
class ClaimedJob:
    """What a worker needs to know of the job it took; `attempt` fences off an earlier worker that is still alive."""

    id: int
    kind: JobKind
    supply_point_id: int | None
    upload_id: int | None
    attempt: int
    portfolio_file_id: int | None = None


def add_job(
    session: Session,
    *,
    now: datetime,
    kind: JobKind,
    supply_point_id: int | None = None,
    upload_id: int | None = None,
    portfolio_file_id: int | None = None,
    params: Mapping[str, object] | None = None,
) -> Job:
    """Add a queued job inside the caller's write transaction; call `announce` after it has committed."""
    job = Job(kind=kind, supply_point_id=supply_point_id, upload_id=upload_id, created_at=now, status=JobStatus.QUEUED)
    job.portfolio_file_id, job.params = portfolio_file_id, dict(params or {})
    session.add(job)
    session.flush()
    return job


def join_assessment(session: Session, *, now: datetime, supply_point_id: int) -> Job:
    """Return the assessment of a supply point that waits in the queue, or add one, in the caller's write transaction.

    One that nobody had asked for is asked for from now on: announce it again.
    """
    mine = {"supply_point_id": supply_point_id, "kind": JobKind.ASSESS}
    query = select(Job).filter_by(status=JobStatus.QUEUED, **mine).order_by(Job.id).limit(1)
    waiting = session.scalars(query).one_or_none()
    if waiting is None:
        return add_job(session, now=now, **mine)
    waiting.params = {}
    return waiting


def announce(job_id: int) -> None:
    """Tell the queue of a committed job."""
    job_queued.send(job_id=job_id)


def claim(session: Session, *, now: datetime, job_id: int) -> ClaimedJob | None:
    """Take a queued job, or one whose worker has died; None when another worker has it or it is finished."""
    with write_transaction(session):
        job = session.scalars(select(Job).where(Job.id == job_id).with_for_update()).one_or_none()
        if job is None or job.status in (JobStatus.DONE, JobStatus.FAILED):
            return None
        if job.status is JobStatus.RUNNING and job.heartbeat_at > now - DEAD_AFTER:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _close(session, job, JobStatus.FAILED, now=now, error_code="too_many_attempts")
            return None
        job.status, job.attempts, job.progress = JobStatus.RUNNING, job.attempts + 1, 0
        job.started_at, job.heartbeat_at, job.error_code = now, now, None
        return ClaimedJob(job.id, job.kind, job.supply_point_id, job.upload_id, job.attempts, job.portfolio_file_id)


def beat(session: Session, *, now: datetime, job: ClaimedJob, progress: int | None = None) -> bool:
    """Write a heartbeat; False when the job was given to another worker meanwhile."""
    values: dict[str, object] = {"heartbeat_at": now}
    if progress is not None:
        values["progress"] = max(0, min(100, progress))
    with write_transaction(session):
        done = session.execute(update(Job).where(*_still_ours(job)).values(**values))
    return done.rowcount == 1


def finish(session: Session, *, now: datetime, job: ClaimedJob) -> None:
    """Mark the job done, unless another worker has it."""
    with write_transaction(session):
        row = session.scalars(select(Job).where(*_still_ours(job))).one_or_none()
        if row is not None:
            _close(session, row, JobStatus.DONE, now=now)


def give_up(session: Session, *, now: datetime, job: ClaimedJob, code: str, detail: str, final: bool) -> bool:
    """Record a failed attempt and say whether the job goes back to the queue: not when final, nor after the last."""
    with write_transaction(session):
        row = session.scalars(select(Job).where(*_still_ours(job))).one_or_none()
        if row is None:
            return False
        row.error_detail = detail[:500]
        if final or row.attempts >= MAX_ATTEMPTS:
            _close(session, row, JobStatus.FAILED, now=now, error_code=code)
            return False
        row.status, row.error_code, row.heartbeat_at = JobStatus.QUEUED, code, now
    return True


def finish_waiting(
    session: Session, *, now: datetime, supply_point_id: int | None = None, portfolio_file_id: int | None = None
) -> None:
    """Finish the queued jobs of a supply point or portfolio file whose work the caller has just done itself."""
    mine = {"supply_point_id": supply_point_id, "portfolio_file_id": portfolio_file_id}
    named = {column: number for column, number in mine.items() if number is not None}
    with write_transaction(session):
        for job in session.scalars(select(Job).filter_by(status=JobStatus.QUEUED, **named)):
            _close(session, job, JobStatus.DONE, now=now)


def sweep(session: Session, *, now: datetime) -> list[int]:
    """Return the ids of jobs to announce again: queued ones nobody took, running ones whose worker is silent."""
    waiting = (Job.status == JobStatus.QUEUED) & (Job.created_at < now - FORGOTTEN_AFTER)
    rested = or_(Job.heartbeat_at.is_(None), Job.heartbeat_at < now - FORGOTTEN_AFTER)
    dead = (Job.status == JobStatus.RUNNING) & (Job.heartbeat_at < now - DEAD_AFTER)
    found = list(session.scalars(select(Job.id).where((waiting & rested) | dead).order_by(Job.id)))
    session.rollback()
    return found


def _still_ours(job: ClaimedJob) -> tuple:
    return (Job.id == job.id, Job.status == JobStatus.RUNNING, Job.attempts == job.attempt)


def _close(session: Session, row: Job, status: JobStatus, *, now: datetime, error_code: str | None = None) -> None:
    row.status, row.finished_at, row.error_code = status, now, error_code
    if status is JobStatus.DONE:
        row.progress = 100
        return
    # The person can then confirm again, or sees that the check did not work.
    for table, number in ((Upload, row.upload_id), (PortfolioFile, row.portfolio_file_id)):
        if number is not None:
            unfinished = table.status.in_([UploadStatus.RECEIVED, UploadStatus.CONFIRMED])
            session.execute(update(table).where(table.id == number, unfinished).values(status=UploadStatus.FAILED))
