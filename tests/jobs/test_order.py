"""The queue gives first what a person waits for, and never forgets the others; with a real queue in a SQLite file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from advisor.db import Consultancy, Household, Job, JobKind, JobStatus, SupplyPoint, Upload, UploadKind, UploadStatus
from advisor.db.transactions import write_transaction
from advisor.jobs import worker
from advisor.jobs.queue import queue_of
from advisor.services import jobs
from advisor.services.urgency import PATIENCE, Urgency

MINUTE = timedelta(minutes=1)


@pytest.fixture
def client_point(session, now) -> SupplyPoint:
    """The meter of a client in whose home nobody has an account."""
    with write_transaction(session):
        firm = Consultancy(name="Luz Clara", created_at=now)
        session.add(firm)
        session.flush()
        home = Household(name="Cliente", consultancy_id=firm.id, client_reference="C-1", created_at=now)
        home.facts = {}
        home.supply_points.append(SupplyPoint(name="Cliente", timezone="America/Lima", created_at=now))
        session.add(home)
    return home.supply_points[0]


@pytest.fixture
def put(bare_app, session) -> Callable[..., int]:
    """Add a job made at a moment and put it on the queue; return its id."""

    def add(kind: JobKind, at: datetime, point: SupplyPoint | None = None, upload_id: int | None = None) -> int:
        with write_transaction(session):
            of = {"supply_point_id": point.id if point else None, "upload_id": upload_id}
            number = jobs.add_job(session, now=at, kind=kind, **of).id
        queue_of(bare_app).put(number)
        return number

    return add


def upload(session, point: SupplyPoint, now: datetime, kind: UploadKind, *, imported: bool = False) -> int:
    """Give a home an upload of a kind; return its id."""
    with write_transaction(session):
        row = Upload(
            supply_point_id=point.id, filename="x", sha256=f"{kind.value:0>64}", size_bytes=1, kind=kind,
            status=UploadStatus.IMPORTED if imported else UploadStatus.CONFIRMED, received_at=now,
            imported_at=now if imported else None,
        )  # fmt: skip
        session.add(row)
    return row.id


def order(app) -> list[int]:
    """Take everything from the queue as a worker does; return the jobs in the order they came."""
    huey = queue_of(app).huey
    return [huey.dequeue().args[0] for _ in range(huey.pending_count())]


def test_a_person_goes_before_a_program_and_a_program_before_two_hundred_clients(
    bare_app, session, put, supply_point, client_point, now
):
    clients = [put(JobKind.ASSESS, now, client_point) for _ in range(20)]
    portfolio = put(JobKind.IMPORT_PORTFOLIO, now)
    program = put(JobKind.IMPORT_UPLOAD, now + MINUTE, supply_point, upload(session, supply_point, now, UploadKind.API))
    mine = upload(session, supply_point, now, UploadKind.FILE)
    person = [
        put(kind, now + 2 * MINUTE - timedelta(seconds=1), supply_point, mine)
        for kind in (JobKind.CHECK_UPLOAD, JobKind.IMPORT_UPLOAD, JobKind.ASSESS)
    ]
    assert order(bare_app) == [*person, program, *clients, portfolio]


def test_a_new_result_waits_with_whoever_told_the_home_last(bare_app, session, put, supply_point, now):
    upload(session, supply_point, now, UploadKind.DEVICE, imported=True)
    metered = put(JobKind.ASSESS, now, supply_point)
    upload(session, supply_point, now + timedelta(seconds=1), UploadKind.FILE, imported=True)
    brought = put(JobKind.ASSESS, now + timedelta(seconds=2), supply_point)
    assert order(bare_app) == [brought, metered]
    # By now a person waits for both.
    queue_of(bare_app).put(brought)
    queue_of(bare_app).put(metered)
    assert order(bare_app) == [metered, brought]


def test_whoever_comes_after_a_job_is_due_goes_behind_it(bare_app, put, supply_point, client_point, now):
    """However many people come: the client's job was made an hour before them."""
    patience = PATIENCE[Urgency.CONSULTANCY]
    client = put(JobKind.ASSESS, now, client_point)
    early = put(JobKind.ASSESS, now + patience - MINUTE, supply_point)
    late = [put(JobKind.ASSESS, now + patience + number * MINUTE, supply_point) for number in (1, 2, 3)]
    assert order(bare_app) == [early, client, *late]


def test_what_the_sweep_finds_again_has_its_old_place(bare_app, session, put, supply_point, client_point, now):
    """The queue's file was lost: all are put again, the clients' first, and the person is still the first."""
    clients = [put(JobKind.ASSESS, now, client_point) for _ in range(3)]
    person = put(JobKind.ASSESS, now + MINUTE, supply_point)
    before = order(bare_app)
    assert order(bare_app) == []
    assert worker.sweep_once(bare_app) == [*clients, person]
    assert order(bare_app) == before == [person, *clients]


def test_a_job_that_failed_and_one_whose_worker_died_keep_their_places(bare_app, session, put, supply_point, now):
    first, second, third = (put(JobKind.ASSESS, now + number * MINUTE, supply_point) for number in range(3))
    order(bare_app)
    for number in (first, second):
        claimed = jobs.claim(session, now=now, job_id=number)
        if number == second:
            jobs.give_up(session, now=now, job=claimed, code="job_failed", detail="", final=False)
    with write_transaction(session):
        session.execute(update(Job).values(heartbeat_at=now - timedelta(hours=1)))
    assert {job.status for job in session.query(Job)} == {JobStatus.QUEUED, JobStatus.RUNNING}
    worker.sweep_once(bare_app)
    assert order(bare_app) == [first, second, third]


def test_a_job_that_is_gone_is_not_put(bare_app, session):
    queue_of(bare_app).put(999)
    assert order(bare_app) == []
