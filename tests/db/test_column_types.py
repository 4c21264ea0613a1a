"""Shared column types: moments in UTC, money with cents, enums by value, documents every database takes."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from advisor.db import Bill, Job, JobKind, User
from advisor.db.documents import storable
from advisor.db.transactions import write_transaction


def test_a_moment_comes_back_aware_and_in_utc(session):
    lima = timezone(timedelta(hours=-5))
    with write_transaction(session):
        session.add(User(email="a@b.pe", fs_uniquifier="x", created_at=datetime(2026, 5, 14, 10, 0, tzinfo=lima)))
    found = session.query(User).one()
    assert found.created_at == datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(session):
    with pytest.raises(StatementError, match="time zone"), write_transaction(session):
        session.add(User(email="a@b.pe", fs_uniquifier="x", created_at=datetime(2026, 5, 14, 10, 0)))


def test_money_keeps_its_cents(session, supply_point):
    with write_transaction(session):
        bill = Bill(start=date(2026, 1, 4), end=date(2026, 2, 4), kwh=132.0, total=Decimal("98.5"))
        bill.supply_point_id = supply_point.id
        session.add(bill)
    assert str(session.query(Bill).one().total) == "98.50"


@pytest.mark.parametrize("broken", [{"end": date(2026, 1, 4)}, {"kwh": -1.0}])
def test_an_impossible_bill_is_refused_by_the_database(session, supply_point, broken):
    fields = {"start": date(2026, 1, 4), "end": date(2026, 2, 4), "kwh": 1.0, **broken}
    with pytest.raises(Exception, match="CHECK constraint"), write_transaction(session):
        session.add(Bill(supply_point_id=supply_point.id, **fields))


def test_an_enum_is_stored_by_its_value(session, supply_point, now):
    with write_transaction(session):
        session.add(Job(kind=JobKind.IMPORT_UPLOAD, supply_point_id=supply_point.id, created_at=now))
    assert session.scalars(text("select kind from job")).one() == "import_upload"


def test_a_document_becomes_what_every_database_takes():
    given = {"a": np.float64("nan"), "b": np.arange(2), "c": Decimal("1.50"), "d": date(2026, 1, 2), "e": "x\0y", 1: ()}
    assert storable(given) == {"a": None, "b": [0, 1], "c": "1.50", "d": "2026-01-02", "e": "xy", "1": []}


def test_a_document_of_something_else_is_refused():
    with pytest.raises(TypeError, match="object"):
        storable({"a": object()})
