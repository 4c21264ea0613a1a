"""A worker killed at any step of its work loses nothing and doubles nothing."""

import signal
import sqlite3
from datetime import datetime, timezone

import pytest
from sqlalchemy import func, select, update

from advisor.db import Assessment, IntervalBlock, Job, JobKind, JobStatus, Upload, UploadStatus, UsageDay
from advisor.db.transactions import write_transaction
from advisor.services import jobs, uploads
from advisor.services.checking import check_upload
from advisor.services.content import content_path
from advisor.services.intervals import load_series

from ..services.meter_files import a_day, half_hours

DAYS = 70
CONTENT = half_hours("2026-02-20 00:00", a_day(0.1, days=DAYS))
REFERENCE_KWH = round(DAYS * 48 * 0.1, 9)
STEPS_OF_THE_CHECK = ["check:started", "check:read", "check:stored"]
STEPS_OF_THE_IMPORT = [
    "import:started",
    "import:read",
    "import:merged_import",
    "import:marked",
    "import:before_commit",
    "import:committed",
]


@pytest.fixture
def confirmed(session, receive, actor, settings, now) -> int:
    """An upload that is checked and confirmed."""
    upload_id = receive(CONTENT).upload_id
    check_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
    with write_transaction(session):
        session.execute(update(Job).values(status=JobStatus.DONE))
    uploads.confirm(session, actor=actor, now=now, upload_id=upload_id)
    return upload_id


@pytest.mark.parametrize("step", STEPS_OF_THE_CHECK)
def test_a_worker_killed_while_checking(session, receive, work, settings, step):
    received = receive(CONTENT)
    assert work(step) == -signal.SIGKILL
    session.rollback()
    _let_the_heartbeat_grow_old(session)
    assert work() == 0
    upload = session.get_one(Upload, received.upload_id)
    assert upload.status is UploadStatus.CHECKED
    assert content_path(settings.uploads_dir, upload.sha256).read_bytes() == CONTENT


@pytest.mark.parametrize("step", STEPS_OF_THE_IMPORT)
def test_a_worker_killed_while_importing(session, confirmed, work, supply_point, settings, step):
    assert work(step, only="import_upload") == -signal.SIGKILL
    session.rollback()
    _nothing_half_done(session, supply_point.id)
    _let_the_heartbeat_grow_old(session)
    assert work(only="import_upload") == 0
    session.rollback()
    _everything_once(session, supply_point.id)
    _database_is_sound(settings)
    waiting = session.scalars(select(Job).where(Job.status == JobStatus.QUEUED)).one()
    assert waiting.kind is JobKind.ASSESS


def test_a_worker_killed_while_assessing(session, confirmed, work, supply_point):
    assert work("assess:computed") == -signal.SIGKILL
    session.rollback()
    assert session.scalars(select(func.count(Assessment.id))).one() == 0
    _let_the_heartbeat_grow_old(session)
    assert work() == 0
    session.rollback()
    assert session.scalars(select(func.count(Assessment.id))).one() == 1
    assert {job.status for job in session.scalars(select(Job))} == {JobStatus.DONE}


def test_a_job_that_kills_its_worker_each_time_is_given_up_after_three_attempts(session, receive, work):
    received = receive(CONTENT)
    for _ in range(3):
        assert work("check:started") == -signal.SIGKILL
        session.rollback()
        _let_the_heartbeat_grow_old(session)
    assert work("check:started") == 0
    session.rollback()
    job = session.get_one(Job, received.job_id)
    assert (job.status, job.attempts, job.error_code) == (JobStatus.FAILED, 3, "too_many_attempts")
    assert session.get_one(Upload, received.upload_id).status is UploadStatus.FAILED


def _nothing_half_done(session, supply_point_id: int) -> None:
    """Readers see all of an import or nothing of it."""
    series = load_series(session, supply_point_id=supply_point_id)
    status = session.scalars(select(Upload.status)).one()
    if status is UploadStatus.IMPORTED:
        assert round(series.total_kwh, 9) == REFERENCE_KWH
    else:
        assert series is None
        assert session.scalars(select(UsageDay)).all() == []
    session.rollback()


def _everything_once(session, supply_point_id: int) -> None:
    upload = session.scalars(select(Upload)).one()
    assert upload.status is UploadStatus.IMPORTED
    assert upload.result["intervals_added"] == DAYS * 48
    series = load_series(session, supply_point_id=supply_point_id)
    assert (len(series), round(series.total_kwh, 9)) == (DAYS * 48, REFERENCE_KWH)
    assert round(session.scalars(select(func.sum(UsageDay.kwh))).one(), 6) == round(REFERENCE_KWH, 6)
    assert session.scalars(select(func.count(UsageDay.id))).one() == DAYS
    months = session.scalars(select(IntervalBlock.month)).all()
    assert len(months) == len(set(months)) == 3


def _database_is_sound(settings) -> None:
    connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []
    connection.close()


def _let_the_heartbeat_grow_old(session) -> None:
    """Stand for the half minute a sweep waits before it calls a silent worker dead."""
    with write_transaction(session):
        running = update(Job).where(Job.status == JobStatus.RUNNING)
        session.execute(running.values(heartbeat_at=datetime.now(timezone.utc) - 2 * jobs.DEAD_AFTER))
