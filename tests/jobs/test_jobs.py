"""Jobs are rows: taken by one worker, kept alive, given back when lost, tried three times."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from advisor.db import Job, JobKind, JobStatus, Upload, UploadStatus, db
from advisor.db.transactions import write_transaction
from advisor.jobs import queue, tasks, worker
from advisor.services import assessments, jobs

from ..services.meter_files import a_day, half_hours

CONTENT = half_hours("2026-04-01 00:00", a_day(0.1))


@pytest.fixture
def job_id(session, supply_point, now) -> int:
    """A queued assessment."""
    with write_transaction(session):
        return jobs.add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=supply_point.id).id


def test_a_job_is_taken_by_one_worker_only(session, job_id, now):
    first = jobs.claim(session, now=now, job_id=job_id)
    assert first.attempt == 1
    assert jobs.claim(session, now=now, job_id=job_id) is None


def test_a_job_whose_worker_is_silent_is_taken_over_and_the_first_worker_is_shut_out(session, job_id, now):
    first = jobs.claim(session, now=now, job_id=job_id)
    later = now + jobs.DEAD_AFTER + timedelta(seconds=1)
    assert jobs.sweep(session, now=later) == [job_id]
    second = jobs.claim(session, now=later, job_id=job_id)
    assert second.attempt == 2
    assert not jobs.beat(session, now=later, job=first)
    jobs.finish(session, now=later, job=first)
    assert session.get_one(Job, job_id).status is JobStatus.RUNNING
    jobs.finish(session, now=later, job=second)
    assert session.get_one(Job, job_id).progress == 100


def test_a_beating_job_is_left_alone(session, job_id, now):
    taken = jobs.claim(session, now=now, job_id=job_id)
    later = now + timedelta(minutes=10)
    assert jobs.beat(session, now=later, job=taken, progress=40)
    assert jobs.sweep(session, now=later) == []
    assert session.get_one(Job, job_id).progress == 40


def test_a_queued_job_the_queue_forgot_is_found_again(session, job_id, now):
    assert jobs.sweep(session, now=now) == []
    assert jobs.sweep(session, now=now + timedelta(minutes=1)) == [job_id]


def test_a_failed_attempt_goes_back_twice_and_then_fails(session, job_id, now):
    for attempt in (1, 2, 3):
        taken = jobs.claim(session, now=now, job_id=job_id)
        back = jobs.give_up(session, now=now, job=taken, code="job_failed", detail="x" * 9999, final=False)
        assert back == (attempt < 3)
    job = session.get_one(Job, job_id)
    assert (job.status, job.error_code, len(job.error_detail)) == (JobStatus.FAILED, "job_failed", 500)


def test_running_a_finished_job_again_does_nothing(bare_app, session, receive):
    received = receive(CONTENT)
    tasks.run_job(bare_app, received.job_id)
    tasks.run_job(bare_app, received.job_id)
    session.rollback()
    job = session.get_one(Job, received.job_id)
    assert (job.status, job.attempts) == (JobStatus.DONE, 1)


def test_an_error_is_kept_with_its_code_and_the_upload_can_be_given_again(bare_app, session, receive, monkeypatch):
    monkeypatch.setitem(tasks.WORK, JobKind.CHECK_UPLOAD, _disk_full)
    received = receive(CONTENT)
    for _ in range(3):
        tasks.run_job(bare_app, received.job_id)
    session.rollback()
    assert session.get_one(Job, received.job_id).error_code == "no_space"
    assert session.get_one(Upload, received.upload_id).status is UploadStatus.FAILED
    again = receive(CONTENT)
    assert (again.upload_id, again.already_known) == (received.upload_id, False)
    assert again.job_id != received.job_id


def _disk_full(*_arguments):
    raise OSError(28, "No space left on device")


def test_one_assessment_waits_however_often_it_is_asked_for(session, actor, supply_point, now):
    given = {
        assessments.request_assessment(session, actor=actor, now=now, supply_point_id=supply_point.id) for _ in range(3)
    }
    assert len(given) == 1


def test_a_queue_that_is_down_does_not_stop_the_upload(bare_app, session, receive, monkeypatch):
    def down(_self, _job_id):
        raise ConnectionError

    monkeypatch.setattr(queue.Queue, "put", down)
    received = receive(CONTENT)
    assert session.get_one(Job, received.job_id).status is JobStatus.QUEUED
    assert jobs.sweep(session, now=session.get_one(Job, received.job_id).created_at + timedelta(minutes=1))


def test_the_embedded_worker_does_what_is_put_on_the_queue(bare_app, session, receive):
    consumer = worker.start_threads(bare_app)
    try:
        received = receive(CONTENT)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            session.rollback()
            if session.get_one(Job, received.job_id).status is JobStatus.DONE:
                break
            time.sleep(0.05)
        assert session.get_one(Upload, received.upload_id).status is UploadStatus.CHECKED
    finally:
        consumer.stop(graceful=True)


def test_the_queue_is_opened_at_its_first_use(settings, bare_app, job_id):
    path = Path(settings.queue_url.removeprefix("sqlite:///"))
    assert not path.exists()
    queue.queue_of(bare_app).put(job_id)
    assert path.exists()


def test_an_unknown_queue_is_named(bare_app, settings):
    bare_app.extensions["advisor_settings"] = replace(settings, queue_url="amqp://somewhere")
    with pytest.raises(queue.UnknownQueue, match="ADVISOR_QUEUE_URL"):
        queue.queue_of(bare_app).put(1)


def test_the_heartbeat_is_written_while_the_work_goes_on(bare_app, session, receive, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.05)
    seen = []

    def long_work(session, job, _settings):
        first = session.scalars(select(Job.heartbeat_at).where(Job.id == job.id)).one()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and len(seen) < 2:
            session.rollback()
            last = session.scalars(select(Job.heartbeat_at).where(Job.id == job.id)).one()
            if last != first:
                seen.append(last)
                first = last
            time.sleep(0.02)

    monkeypatch.setitem(tasks.WORK, JobKind.CHECK_UPLOAD, long_work)
    tasks.run_job(bare_app, receive(CONTENT).job_id)
    assert len(seen) == 2
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("heartbeat")]


def test_a_sweep_puts_lost_jobs_back_on_the_queue(bare_app, session, job_id):
    with write_transaction(session):
        session.execute(update(Job).values(created_at=Job.created_at))
    assert worker.sweep_once(bare_app) == [job_id]
    with bare_app.app_context():
        assert db.session.get_one(Job, job_id).status is JobStatus.QUEUED
    assert queue.queue_of(bare_app).huey.pending_count() == 1
