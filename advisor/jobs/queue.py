"""The queue: Huey on SQLite by default, on PostgreSQL or Redis at scale; it carries ids, the job rows are the truth.

It gives first what is due first (`services/urgency.py`).
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app
from huey.api import Huey
from huey.serializer import SignedSerializer

from advisor.db import db
from advisor.services import failpoints
from advisor.services.jobs import job_queued
from advisor.services.urgency import due_at
from advisor.settings import Settings

EXTENSION = "advisor_queue"
QUEUE_NAME = "advisor"
# The plain Redis queue of earlier versions is a list under the other name; its jobs are found by the sweep.
REDIS_QUEUE_NAME = "advisor.due"
logger = logging.getLogger(__name__)


class UnknownQueue(ValueError):
    """ADVISOR_QUEUE_URL names no kind of queue this product knows."""


class Queue:
    """The app's queue, opened on its first use: never before a server has forked."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._huey: Huey | None = None
        self._task = None

    @property
    def huey(self) -> Huey:
        with self._lock:
            if self._huey is None:
                from advisor.jobs.tasks import register_task

                self._huey = _open(self._app.extensions["advisor_settings"])
                self._task = register_task(self._huey, self._app)
            return self._huey

    def put(self, job_id: int) -> None:
        """Put a job's id on the queue, in the place it is due; as often as it is put it has the same place."""
        if self.huey is None:
            return
        # A session of its own: the caller's may be in the middle of something.
        with self._app.app_context():
            due = due_at(db.session, job_id=job_id)
        if due is not None:
            # The queue takes the highest number first.
            self._task(job_id, priority=-due.timestamp())

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            if self._huey is not None:
                self._huey.storage.close()
                self._huey = None


def init_app(app: Flask) -> None:
    """Give the app its queue and put the id of every committed job on it; nothing is opened yet."""
    settings: Settings = app.extensions["advisor_settings"]
    failpoints.arm(settings.failpoint)
    app.extensions[EXTENSION] = Queue(app)
    job_queued.connect(_carry)


def queue_of(app: Flask) -> Queue:
    """Return the app's queue."""
    return app.extensions[EXTENSION]


def _carry(_sender: object, *, job_id: int) -> None:
    """Put a committed job on the queue; if the queue is down, a worker's sweep finds the row later."""
    try:
        queue_of(current_app).put(job_id)
    except Exception:
        logger.exception("job %s could not be put on the queue; the sweep will find it", job_id)


def _open(settings: Settings) -> Huey:
    url, scheme = settings.queue_url, urlsplit(settings.queue_url).scheme
    options = {
        # The job rows hold the results.
        "results": False,
        # Huey's messages are pickles: only those signed with our key are read.
        "serializer": SignedSerializer(secret=settings.secret_key),
    }
    if scheme == "sqlite":
        from huey import SqliteHuey

        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(QUEUE_NAME, filename=str(path), fsync=True, timeout=20, **options)
    if scheme in ("redis", "rediss"):
        from huey import PriorityRedisHuey

        return PriorityRedisHuey(REDIS_QUEUE_NAME, url=url, **options)
    if scheme in ("postgresql", "postgresql+psycopg", "postgres"):
        from huey import PostgresHuey

        return PostgresHuey(QUEUE_NAME, dsn="postgresql://" + url.split("://", 1)[1], **options)
    raise UnknownQueue(f"ADVISOR_QUEUE_URL must begin with sqlite:///, postgresql:// or redis://, received {scheme!r}")
