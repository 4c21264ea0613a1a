"""Whatever statement of it fails, a change of the data changes nothing, and works when it is tried again."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from advisor.db import BillLayer, Upload, UploadKind, UploadStatus, db
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument
from advisor.services import bills, undo
from advisor.services.bill_documents import ToldBill, save_told_bill

BARS = [BillPeriod(date(2026, 2, 4), date(2026, 3, 4), 90.0), BillPeriod(date(2026, 3, 4), date(2026, 4, 4), 100.0)]
PAPER = ToldBill(
    BillDocument(source="pdf", start=BARS[1].start, end=BARS[1].end, kwh=Decimal(101), unit_price=Decimal("0.50")),
    BARS[:1],
)


class _Fault(OSError):
    """The fault of this test."""


@contextmanager
def failing_at(number: int):
    """Let the statement of this number fail."""
    left = [number]

    def count(*_statement) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise _Fault

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def everything(session) -> dict[str, list]:
    """Return every row of every table."""
    session.rollback()
    tables = db.metadata.sorted_tables
    found = {table.name: sorted(map(repr, session.execute(select(table)).all())) for table in tables}
    session.rollback()
    return found


def tries(session, change) -> int:
    """Fail at the first statement of a change, at the second, and so on until it works; return the number of tries."""
    before = everything(session)
    for number in range(1, 400):
        try:
            with failing_at(number):
                change()
        except _Fault:
            assert everything(session) == before, number
            continue
        assert everything(session) != before
        return number
    raise AssertionError("it never works")


@pytest.fixture
def brought(session, supply_point, now):
    """Return an upload of a kind that waits."""

    def make(kind: UploadKind, status: UploadStatus = UploadStatus.CHECKED) -> int:
        with write_transaction(session):
            upload = Upload(supply_point_id=supply_point.id, filename="r", sha256="a" * 64, size_bytes=1, kind=kind)
            upload.status, upload.received_at = status, now
            session.add(upload)
            session.flush()
            return upload.id

    return make


@pytest.fixture
def of(actor, supply_point, now) -> dict[str, object]:
    return {"actor": actor, "now": now, "supply_point_id": supply_point.id}


def test_bars_typed(session, of):
    bills.save_bills(session, bills=BARS[:1], **of)
    assert tries(session, lambda: bills.save_bills(session, bills=BARS, **of)) > 8


def test_a_bill_on_paper_and_its_undo(session, of, brought, supply_point):
    point_id, number = supply_point.id, brought(UploadKind.BILL_PDF)
    bills.save_bills(session, bills=BARS, **of)
    before = everything(session)
    assert tries(session, lambda: save_told_bill(session, told=PAPER, upload_id=number, **of)) > 10
    who = {"actor": of["actor"], "now": of["now"], "upload_id": number}
    assert tries(session, lambda: undo.undo_upload(session, **who)) > 10
    after = everything(session)
    same = ("bill_layer", "bill", "supply_point", "interval_block")
    assert _without_ids(session, point_id) == [(bar.start, bar.kwh) for bar in BARS]
    assert [len(after[name]) for name in same] == [len(before[name]) for name in same]
    assert after["supply_point"] == before["supply_point"]


def _without_ids(session, point_id: int) -> list:
    layers = session.scalars(select(BillLayer).filter_by(supply_point_id=point_id).order_by(BillLayer.start))
    return [(layer.start, layer.kwh) for layer in layers]
