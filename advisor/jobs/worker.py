"""The worker: a Huey consumer as threads of another process or as its own, and the sweep that loses no job."""

from __future__ import annotations

import itertools
import logging
import threading

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy import select

from advisor.clock import now_of
from advisor.db import db
from advisor.db.jobs import Job, JobStatus
from advisor.jobs.queue import queue_of
from advisor.jobs.tasks import run_job
from advisor.services import guests, idempotency, kept_forms
from advisor.services.content import remove_stale_parts
from advisor.services.jobs import sweep
from advisor.services.sweeping import remove_unreferenced

SWEEP_SECONDS = 15
# Once an hour.
TURNS_BETWEEN_FILES = 240
# An upload is waited for by a person looking at a page: look for work at least twice a second.
LONGEST_WAIT_SECONDS = 0.5
logger = logging.getLogger(__name__)


class _EmbeddedConsumer(Consumer):
    """A consumer inside another server, whose signal handlers stay in place."""

    def _set_signal_handlers(self) -> None:
        pass


def run_worker(app: Flask, *, threads: int = 1) -> None:
    """Run the consumer as this process until it is told to stop."""
    _start_sweeper(app)
    Consumer(queue_of(app).huey, **_options(threads)).run()


def start_threads(app: Flask, *, threads: int = 1) -> Consumer:
    """Run the consumer in threads of this process."""
    _start_sweeper(app)
    consumer = _EmbeddedConsumer(queue_of(app).huey, **_options(threads))
    consumer.start()
    return consumer


def run_queued(app: Flask, *, most: int = 100) -> int:
    """Run the queued jobs here and now, oldest first, with those they lead to; return how many (commands and tests)."""
    for count in range(most):
        with app.app_context():
            query = select(Job.id).where(Job.status == JobStatus.QUEUED).order_by(Job.attempts, Job.id).limit(1)
            job_id = db.session.scalars(query).one_or_none()
        if job_id is None:
            return count
        run_job(app, job_id)
    return most


def sweep_once(app: Flask) -> list[int]:
    """Put lost and dead jobs back on the queue, and clear what uploads, guests and forms left; return the jobs' ids."""
    now = now_of(app)
    with app.app_context():
        remove_stale_parts(app.extensions["advisor_settings"].uploads_dir)
        guests.forget_expired(db.session, now=now)
        kept_forms.forget_expired(db.session, now=now)
        idempotency.forget_expired(db.session, now=now)
        found = sweep(db.session, now=now)
    for job_id in found:
        logger.warning("job %s goes back on the queue", job_id)
        queue_of(app).put(job_id)
    return found


def remove_files_of_nobody(app: Flask) -> int:
    """Remove kept files that nothing refers to any more; return how many."""
    with app.app_context():
        return remove_unreferenced(db.session, folder=app.extensions["advisor_settings"].uploads_dir)


def _start_sweeper(app: Flask) -> None:
    threading.Thread(target=_sweep_for_ever, args=(app,), name="sweeper", daemon=True).start()


def _sweep_for_ever(app: Flask) -> None:
    pause = threading.Event()
    for turn in itertools.count():
        try:
            sweep_once(app)
            if turn % TURNS_BETWEEN_FILES == 0:
                remove_files_of_nobody(app)
        except Exception:
            logger.exception("the sweep failed; it is tried again")
        pause.wait(SWEEP_SECONDS)


def _options(threads: int) -> dict[str, object]:
    return {
        "workers": threads,
        "worker_type": "thread",
        "periodic": False,
        "initial_delay": 0.1,
        "max_delay": LONGEST_WAIT_SECONDS,
        "graceful_signal": "TERM",
    }
