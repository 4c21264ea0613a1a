"""A worker as a process of its own, for tests that kill it: does what waits or a dead worker left, then ends."""

from __future__ import annotations

import sys

from flask import Flask
from sqlalchemy import select

from advisor import clock
from advisor import db as database
from advisor.db import Job, JobKind, JobStatus, db
from advisor.jobs import queue, tasks
from advisor.jobs.worker import sweep_once
from advisor.settings import Settings


def make_app(settings: Settings) -> Flask:
    """Make database and queue without pages."""
    app = Flask("worker", instance_path=str(settings.instance_dir))
    app.config.from_mapping(settings.as_flask_config())
    app.extensions["advisor_settings"] = settings
    clock.init_app(app)
    database.init_app(app)
    queue.init_app(app)
    return app


def waiting(kinds: list[str]) -> int | None:
    """Return the next queued job of these kinds (of any, if none is named)."""
    query = select(Job.id).where(Job.status == JobStatus.QUEUED).order_by(Job.id).limit(1)
    if kinds:
        query = query.where(Job.kind.in_([JobKind(kind) for kind in kinds]))
    return db.session.scalars(query).one_or_none()


if __name__ == "__main__":
    app, kinds = make_app(Settings.from_environment()), sys.argv[1:]
    for job_id in sweep_once(app):
        tasks.run_job(app, job_id)
    while True:
        with app.app_context():
            job_id = waiting(kinds)
        if job_id is None:
            break
        tasks.run_job(app, job_id)
