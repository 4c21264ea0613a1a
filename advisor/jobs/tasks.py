"""What a worker does with the id of a job: claim the row, keep it alive, do the work, say how it ended."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask, current_app
from huey.api import Huey, TaskWrapper
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from advisor.clock import now_of
from advisor.db import db
from advisor.db.jobs import JobKind
from advisor.services import jobs
from advisor.services.api_data import confirm_checked
from advisor.services.assessments import assess_supply_point
from advisor.services.checking import check_upload
from advisor.services.deriving import derive
from advisor.services.importing import import_upload
from advisor.services.portfolio_checking import check_portfolio
from advisor.services.portfolio_importing import import_portfolio
from advisor.settings import Settings

logger = logging.getLogger(__name__)


def register_task(huey: Huey, app: Flask) -> TaskWrapper:
    """Register the queue's only task."""

    @huey.task(name="run_job")
    def run(job_id: int) -> None:
        run_job(app, job_id)

    return run


def run_job(app: Flask, job_id: int) -> None:
    """Do one job if it is free to take; running it twice, or from two workers, changes nothing more."""
    settings: Settings = app.extensions["advisor_settings"]
    with app.app_context():
        job = jobs.claim(db.session, now=_now(), job_id=job_id)
        if job is None:
            return
        logger.info("job %s (%s) begins, attempt %s", job.id, job.kind.value, job.attempt)
        with _kept_alive(app, job):
            problem = _attempt(job, settings)
        db.session.rollback()
        if problem is None:
            jobs.finish(db.session, now=_now(), job=job)
        else:
            code, detail = problem
            jobs.give_up(db.session, now=_now(), job=job, code=code, detail=detail, final=False)


def _attempt(job: jobs.ClaimedJob, settings: Settings) -> tuple[str, str] | None:
    """Do the work; return a code and a technical remark where it failed."""
    try:
        WORK[job.kind](db.session, job, settings)
    except OSError as problem:
        logger.exception("job %s failed", job.id)
        return ("no_space" if problem.errno == errno.ENOSPC else "job_failed"), repr(problem)
    except MemoryError:
        logger.exception("job %s needs too much memory", job.id)
        return "out_of_memory", "MemoryError"
    except Exception as problem:
        logger.exception("job %s failed", job.id)
        return "job_failed", repr(problem)
    return None


def _check(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    check_upload(session, now=_now(), upload_id=job.upload_id, uploads_dir=settings.uploads_dir)
    confirm_checked(session, now=_now(), upload_id=job.upload_id)


def _import(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    import_upload(session, now=_now(), upload_id=job.upload_id, uploads_dir=settings.uploads_dir)


def _assess(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    assess_supply_point(session, now=_now(), supply_point_id=job.supply_point_id, models_dir=settings.models_dir)


def _derive(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    derive(session, now=_now(), supply_point_id=job.supply_point_id, upload_id=job.upload_id)


def _check_portfolio(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    check_portfolio(session, now=_now(), portfolio_file_id=job.portfolio_file_id, uploads_dir=settings.uploads_dir)


def _import_portfolio(session: Session, job: jobs.ClaimedJob, settings: Settings) -> None:
    import_portfolio(
        session,
        now=_now(),
        portfolio_file_id=job.portfolio_file_id,
        uploads_dir=settings.uploads_dir,
        progress=lambda percent: jobs.beat(session, now=_now(), job=job, progress=percent),
    )


WORK: dict[JobKind, Callable[[Session, jobs.ClaimedJob, Settings], None]] = {
    JobKind.CHECK_UPLOAD: _check,
    JobKind.IMPORT_UPLOAD: _import,
    JobKind.ASSESS: _assess,
    JobKind.DERIVE_READINGS: _derive,
    JobKind.CHECK_PORTFOLIO: _check_portfolio,
    JobKind.IMPORT_PORTFOLIO: _import_portfolio,
}


@contextmanager
def _kept_alive(app: Flask, job: jobs.ClaimedJob) -> Iterator[None]:
    """Write the job's heartbeat from a thread of its own while the block runs."""
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(app, job, ended), name=f"heartbeat-{job.id}", daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def _beat(app: Flask, job: jobs.ClaimedJob, ended: threading.Event) -> None:
    while not ended.wait(jobs.HEARTBEAT_SECONDS):
        with app.app_context():
            try:
                jobs.beat(db.session, now=_now(), job=job)
            except SQLAlchemyError:
                logger.exception("the heartbeat of job %s could not be written", job.id)


def _now() -> datetime:
    return now_of(current_app)
