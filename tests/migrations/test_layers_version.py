"""Version 3 makes layers of the months and bills that were stored before, and goes away again around them."""

from __future__ import annotations

import zlib
from datetime import date, datetime, timezone
from decimal import Decimal

import numpy as np
from sqlalchemy import inspect, select, text

from advisor.db import Bill, BillLayer, BillSource, Channel, IntervalBlock, IntervalLayer, SupplyPoint, db
from advisor.db.blocks import unpack, unpack_layer
from advisor.db.transactions import write_transaction
from advisor.services.bills import recombine_bills
from advisor.services.intervals import recombine

AT = "2026-05-14 15:00:00.000000"
HOME = [
    "insert into household (id, name, facts, is_demo, created_at) values (1, 'Casa', '{}', :no, :at)",
    "insert into supply_point (id, household_id, name, tariff_option, igv, timezone, created_at)"
    " values (1, 1, '', 'BT5B', :yes, 'America/Lima', :at)",
]
UPLOAD = (
    "insert into upload (id, supply_point_id, filename, sha256, size_bytes, status, received_at)"
    " values (:id, 1, 'a.csv', :hash, 10, 'imported', '2026-04-02 15:00:00.000000')"
)
BLOCK = (
    'insert into interval_block (supply_point_id, channel, month, start, step_minutes, scale, codec, "values",'
    " quality, sources, revision) values (1, 'import', '2026-03-01', '2026-03-01 05:00:00.000000', 60, 0.001,"
    " 'zlib-u2', :values, :quality, :sources, 1)"
)
BILL = (
    'insert into bill (supply_point_id, start, "end", kwh, total, estimated, source, upload_id)'
    " values (1, :start, :end, :kwh, :total, :no, :source, :upload)"
)
HOURS = 31 * 24


def _month() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """March in hours: the first day of no upload, two of upload 4, one of an upload that is gone, one estimated."""
    units, quality, sources = np.zeros(HOURS, "<u2"), np.zeros(HOURS, "u1"), np.zeros(HOURS, "<u4")
    for day, (source, code) in enumerate([(0, 2), (4, 2), (4, 2), (9, 2), (7, 1)]):
        hours = slice(24 * day, 24 * (day + 1))
        units[hours], quality[hours], sources[hours] = 100 + day, code, source
    return units, quality, sources


def _store(connection) -> None:
    words = {"at": AT, "yes": True, "no": False}
    for statement in HOME:
        connection.execute(text(statement), {name: words[name] for name in words if f":{name}" in statement})
    for number in (4, 7):
        connection.execute(text(UPLOAD), {"id": number, "hash": f"{number:064}"})
    units, quality, sources = (zlib.compress(part.tobytes(), 6) for part in _month())
    connection.execute(text(BLOCK), {"values": units, "quality": quality, "sources": sources})
    bills = [
        ("2026-01-04", "2026-02-04", 132.0, "98.50", "typed", None),
        ("2026-02-04", "2026-03-05", 99.0, None, "file", 4),
    ]
    for start, end, kwh, total, source, upload in bills:
        values = {"start": date.fromisoformat(start), "end": date.fromisoformat(end), "kwh": kwh, "no": False}
        # As each database keeps money: text on SQLite, a number on PostgreSQL.
        money = total if connection.dialect.name == "sqlite" or total is None else Decimal(total)
        connection.execute(text(BILL), {**values, "total": money, "source": source, "upload": upload})


def test_what_was_stored_becomes_layers_and_comes_out_of_them_again(empty_app, migrate_to):
    migrate_to("0002")
    with empty_app.app_context(), db.engine.begin() as connection:
        _store(connection)
    migrate_to("0003")
    with empty_app.app_context():
        layers = db.session.scalars(select(IntervalLayer)).all()
        assert sorted((layer.upload_id or 0, int((unpack_layer(layer).quality > 0).sum())) for layer in layers) == [
            (0, 48), (4, 48), (7, 24)
        ]  # fmt: skip
        bills = db.session.scalars(select(BillLayer).order_by(BillLayer.start)).all()
        assert [(bill.kwh, bill.total, bill.source, bill.upload_id) for bill in bills] == [
            (132.0, Decimal("98.50"), BillSource.TYPED, None), (99.0, None, BillSource.FILE, 4)
        ]  # fmt: skip
        assert [bill.at.isoformat() for bill in bills] == ["2026-05-14T15:00:00+00:00", "2026-04-02T15:00:00+00:00"]
        before = [(bill.start, bill.end, bill.kwh, bill.total) for bill in db.session.scalars(select(Bill))]
        _make_again()
        block = db.session.scalars(select(IntervalBlock)).one()
        units, quality, sources = _month()
        assert block.values == zlib.compress(units.tobytes(), 6)
        assert block.quality == zlib.compress(quality.tobytes(), 6)
        # The upload that is gone gives its day to no one; all else is as it was.
        assert unpack(block).sources.tolist() == np.where(sources == 9, 0, sources).tolist()
        assert block.start == datetime(2026, 3, 1, 5, tzinfo=timezone.utc)
        assert [(bill.start, bill.end, bill.kwh, bill.total) for bill in db.session.scalars(select(Bill))] == before


def test_going_down_leaves_what_stands(empty_app, migrate_to):
    migrate_to("0002")
    with empty_app.app_context(), db.engine.begin() as connection:
        _store(connection)
    migrate_to("0003")
    with empty_app.app_context():
        from flask_migrate import downgrade

        downgrade(revision="0002")
        assert "interval_layer" not in inspect(db.engine).get_table_names()
        assert db.session.scalars(text("select count(*) from bill")).one() == 2
        assert db.session.scalars(text('select "values" from interval_block')).one() is not None
        db.session.remove()
    migrate_to("0003")
    with empty_app.app_context():
        assert len(db.session.scalars(select(IntervalLayer)).all()) == 3


def _make_again() -> None:
    with write_transaction(db.session):
        point = db.session.get_one(SupplyPoint, 1)
        recombine(db.session, supply_point=point, channel=Channel.IMPORT, months=[date(2026, 3, 1)])
        recombine_bills(db.session, supply_point=point)
