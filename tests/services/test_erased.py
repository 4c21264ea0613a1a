"""What is left when a home or an upload is erased: no row that spoke of it, and after a week none of its files."""

from __future__ import annotations

import io
import os
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from advisor.db import (
    Channel,
    CorrectionAction,
    Household,
    SupplyPoint,
    Upload,
    db,
)
from advisor.db.transactions import write_transaction
from advisor.db.uploads import UploadKind, UploadStatus
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument
from advisor.services import corrections, profiles
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.services.bill_pictures import picture_path
from advisor.services.bills import save_bills
from advisor.services.content import content_path, keep
from advisor.services.devices import connect_device
from advisor.services.importing import rebuild
from advisor.services.sweeping import YOUNG_SECONDS, remove_unreferenced
from advisor.services.typed_readings import type_reading

from .meter_files import a_day, half_hours
from .test_portfolios import GOOD, bring, consultant, give

__all__ = ["bring", "consultant", "give"]
# People, their rights and logs, which are not of a home.
STAYS = {"user_account", "role", "user_role", "audit_event", "api_token", "consultancy", "portfolio_file"}


def rows_of_each_table(session) -> dict[str, int]:
    found = {table.name: len(session.execute(table.select()).all()) for table in db.metadata.sorted_tables}
    session.rollback()
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def paper_bill(session, actor, supply_point, now, settings):
    """A confirmed bill of a PDF, with its file and its picture; returns its upload's id."""
    stored = keep(io.BytesIO(b"%PDF a bill"), folder=settings.uploads_dir, max_bytes=100)
    with write_transaction(session):
        upload = Upload(supply_point_id=supply_point.id, filename="r.pdf", size_bytes=1, received_at=now)
        upload.sha256, upload.kind, upload.status = stored.sha256, UploadKind.BILL_PDF, UploadStatus.CHECKED
        session.add(upload)
        session.flush()
        upload_id = upload.id
    picture = picture_path(settings.uploads_dir, stored.sha256, 1)
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"RIFF")
    bill = BillDocument(source="pdf", start=date(2026, 3, 4), end=date(2026, 4, 4), kwh=Decimal(100))
    of = {"supply_point_id": supply_point.id, "upload_id": upload_id}
    save_told_bill(session, actor=actor, now=now, told=ToldBill(bill), **of)
    return upload_id


def test_an_erased_home_leaves_no_row_in_any_table(session, actor, supply_point, now, bring_in, paper_bill):
    of = {"actor": actor, "now": now, "supply_point_id": supply_point.id}
    bring_in(half_hours("2026-04-01 00:00", a_day(0.1)))
    save_bills(session, bills=[BillPeriod(date(2026, 1, 4), date(2026, 2, 4), 90.0)], **of)
    type_reading(session, at=now, kwh=1000.0, name="Lecturas", **of)
    stretch = {"start": now, "end": now + timedelta(hours=1), "kind": "dead", "channel": Channel.IMPORT}
    corrections.correct(session, **stretch, action=CorrectionAction.DISCARD, **of)
    connect_device(
        session, now=now, supply_point_id=supply_point.id, layout="tasmota", topic="tele/x", name="x",
        channel=Channel.IMPORT, unit=None,
    )  # fmt: skip
    household_id = supply_point.household_id
    with write_transaction(session):
        profiles.remember(
            session,
            now=now,
            household_id=household_id,
            supply_point_id=supply_point.id,
            signature="a" * 64,
            title="a.csv",
            answers={"unit": "kWh"},
        )
    before = rows_of_each_table(session)
    assert {"device", "meter_reading", "correction", "data_change", "interval_layer", "bill_layer", "reading_profile",
            "upload", "job", "usage_day"} <= set(before)  # fmt: skip
    with write_transaction(session):
        session.delete(session.get_one(Household, household_id))
    assert set(rows_of_each_table(session)) <= STAYS


def test_files_and_pictures_of_nobody_go_after_a_week_and_all_others_stay(
    session, settings, consultant, bring, paper_bill, bring_in, supply_point
):
    folder = settings.uploads_dir
    bring(consultant(), GOOD)
    bring_in(half_hours("2026-04-01 00:00", a_day(0.1)))
    erased = session.get_one(Upload, paper_bill).sha256
    session.rollback()
    kept = {path for path in folder.rglob("*") if path.is_file()}
    assert {content_path(folder, erased), picture_path(folder, erased, 1)} <= kept
    long_ago = time.time() - YOUNG_SECONDS - 60
    for path in kept:
        os.utime(path, (long_ago, long_ago))
    assert remove_unreferenced(session, folder=folder) == 0
    with write_transaction(session):
        session.delete(session.get_one(Upload, paper_bill))
    os.utime(picture_path(folder, erased, 1))
    assert remove_unreferenced(session, folder=folder) == 1
    os.utime(picture_path(folder, erased, 1), (long_ago, long_ago))
    assert remove_unreferenced(session, folder=folder) == 1
    left = {path for path in folder.rglob("*") if path.is_file()}
    assert kept - left == {content_path(folder, erased), picture_path(folder, erased, 1)}


def everything_stored(session) -> dict[str, list]:
    names = ("bill", "bill_layer", "interval_layer", "interval_block", "usage_day", "usage_month", "supply_point")
    rows = {}
    for name in names:
        table = db.metadata.tables[name]
        columns = [column for column in table.columns if column.name != "id" or name == "supply_point"]
        rows[name] = sorted(map(repr, session.execute(select(*columns)).all()))
    session.rollback()
    return rows


def test_a_rebuild_gives_back_a_portfolios_clients_and_leaves_paper_bills(
    session, settings, consultant, bring, paper_bill, bring_in, supply_point
):
    bring(consultant(), GOOD)
    bring_in(half_hours("2026-04-01 00:00", a_day(0.1)))
    before = everything_stored(session)
    points = session.scalars(select(SupplyPoint.id)).all()
    session.rollback()
    for number in points:
        rebuild(session, supply_point_id=number, uploads_dir=settings.uploads_dir)
    assert everything_stored(session) == before
