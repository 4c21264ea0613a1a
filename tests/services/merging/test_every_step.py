"""An import or an undo that fails at any step changes nothing, and works when tried again; many at once store once."""

from __future__ import annotations

import io
import threading

import pytest
from sqlalchemy import func, select

from advisor.db import (
    Bill,
    DataChange,
    IntervalBlock,
    IntervalLayer,
    Job,
    Upload,
    UploadStatus,
    UsageDay,
    UsageMonth,
    db,
)
from advisor.ingest import read_file
from advisor.services import checking, importing, undo, uploads
from advisor.services.checking import check_upload
from advisor.services.importing import import_upload
from advisor.services.undo import undo_upload

from ..meter_files import a_day, half_hours

FIRST = half_hours("2026-03-30 00:00", a_day(0.1, days=4))
SECOND = half_hours("2026-04-01 00:00", a_day(0.3, days=2))


class _Fault(OSError):
    """The fault of this test."""


class _Steps:
    """Stands for `reach`: counts the steps and fails at one of them."""

    def __init__(self, fails_at: int) -> None:
        self.left, self.seen = fails_at, []

    def __call__(self, step: str) -> None:
        self.seen.append(step)
        if len(self.seen) == self.left and not step.endswith(":committed"):
            raise _Fault(step)


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read in this process: how files are read is held elsewhere."""

    def read(stored):
        from zoneinfo import ZoneInfo

        return read_file(stored.path, zone=ZoneInfo(stored.timezone), filename=stored.filename)

    monkeypatch.setattr(checking, "read_stored", read)
    monkeypatch.setattr(importing, "read_stored", read)


@pytest.fixture
def confirmed(session, settings, actor, supply_point, now):
    """Give a file, have it checked and confirm it; return the upload's id."""

    def give(content: bytes) -> int:
        upload_id = _receive(session, actor, supply_point.id, settings, now, content).upload_id
        check_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        uploads.confirm(session, actor=actor, now=now, upload_id=upload_id)
        return upload_id

    return give


@pytest.fixture
def bring_in(session, settings, now, confirmed):
    def bring(content: bytes) -> int:
        upload_id = confirmed(content)
        import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        return upload_id

    return bring


def test_an_import_that_fails_at_any_step_leaves_nothing_and_can_be_tried_again(
    session, settings, bring_in, confirmed, now, monkeypatch
):
    bring_in(FIRST)
    upload_id = confirmed(SECOND)
    before, tries = everything(session), 0
    while True:
        tries += 1
        steps = _Steps(tries)
        monkeypatch.setattr(importing, "reach", steps)
        try:
            import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        except _Fault:
            session.rollback()
            assert everything(session) == before, steps.seen
            continue
        break
    assert tries >= 5
    assert session.get_one(Upload, upload_id).result["intervals_replaced"] == 96
    assert session.scalars(select(func.count(DataChange.id)).where(DataChange.kind == "import")).one() == 2


def test_an_undo_that_fails_at_any_step_leaves_all_and_then_restores_the_bytes_of_before(
    session, actor, bring_in, now, monkeypatch
):
    bring_in(FIRST)
    before = stored(session)
    upload_id = bring_in(SECOND)
    both, tries = everything(session), 0
    assert stored(session) != before
    while True:
        tries += 1
        steps = _Steps(tries)
        monkeypatch.setattr(undo, "reach", steps)
        try:
            assert undo_upload(session, actor=actor, now=now, upload_id=upload_id)
        except _Fault:
            session.rollback()
            assert everything(session) == both, steps.seen
            continue
        break
    assert tries >= 4
    assert stored(session) == before
    assert not undo_upload(session, actor=actor, now=now, upload_id=upload_id)


def test_an_undone_file_given_again_is_looked_at_and_stored_as_the_first_time(session, actor, bring_in, now):
    bring_in(FIRST)
    upload_id = bring_in(SECOND)
    both = stored(session)
    undo_upload(session, actor=actor, now=now, upload_id=upload_id)
    assert bring_in(SECOND) == upload_id
    upload = session.get_one(Upload, upload_id)
    assert (upload.status, upload.undone_at) == (UploadStatus.IMPORTED, None)
    assert stored(session) == both


def test_what_is_not_stored_cannot_be_undone(session, actor, confirmed, now):
    with pytest.raises(undo.NotUndoable):
        undo_upload(session, actor=actor, now=now, upload_id=confirmed(FIRST))


def test_the_same_file_twenty_times_at_once_is_stored_once(bare_app, session, actor, supply_point, settings, now):
    where, barrier, faults = supply_point.id, threading.Barrier(20), []
    session.rollback()

    def bring():
        with bare_app.app_context():
            barrier.wait()
            try:
                upload_id = _receive(db.session, actor, where, settings, now, FIRST).upload_id
                check_upload(db.session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
                uploads.confirm(db.session, actor=actor, now=now, upload_id=upload_id)
                import_upload(db.session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=bring) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    upload = session.scalars(select(Upload)).one()
    assert (upload.status, upload.result["intervals_added"]) == (UploadStatus.IMPORTED, 4 * 48)
    assert session.scalars(select(func.count(DataChange.id))).one() == 1
    assert round(sum(session.scalars(select(UsageDay.kwh))), 6) == round(4 * 48 * 0.1, 6)


def _receive(session, actor, supply_point_id, settings, now, content: bytes):
    return uploads.receive(
        session,
        actor=actor,
        now=now,
        supply_point_id=supply_point_id,
        filename="medidor.csv",
        stream=io.BytesIO(content),
        uploads_dir=settings.uploads_dir,
        max_bytes=10_000_000,
    )


def stored(session) -> list:
    """Return every stored value of usage and bills, as bytes where they are bytes."""
    blocks = session.scalars(select(IntervalBlock).order_by(IntervalBlock.channel, IntervalBlock.month))
    rows: list = [
        (row.channel, row.month, row.step_minutes, row.scale, row.codec, row.values, row.quality, row.sources)
        for row in blocks
    ]
    rows += [(row.day, row.kwh, row.measured_share) for row in session.scalars(select(UsageDay).order_by(UsageDay.day))]
    rows += [(row.month, row.kwh) for row in session.scalars(select(UsageMonth).order_by(UsageMonth.month))]
    rows += [(row.start, row.kwh) for row in session.scalars(select(Bill).order_by(Bill.start))]
    session.rollback()
    return rows


def everything(session) -> list:
    """Return what is stored with layers, history, jobs and where the uploads stand."""
    counts = [session.scalars(select(func.count(table.id))).one() for table in (IntervalLayer, DataChange, Job)]
    found = [*stored(session), *counts, *session.scalars(select(Upload.status).order_by(Upload.id))]
    session.rollback()
    return found
