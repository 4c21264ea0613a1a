"""A signed-in person with a home that has twelve bills and a result, and somebody else."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone

import pytest
from flask import Flask

from advisor.db import Job, JobStatus, db
from advisor.energy.usage import BillPeriod
from advisor.services import accounts, assessments, bills, households
from advisor.services.actors import Actor
from advisor.services.checking import check_upload
from advisor.services.importing import import_upload

KWH = [128, 131, 143, 150, 155, 147, 143, 126, None, 118, 124, 130]


@pytest.fixture
def create_person(app: Flask):
    """Make a person and return a browser signed in as them, with their actor; sessions live by the real clock."""
    now = datetime.now(timezone.utc)

    def create(email: str):
        with app.app_context():
            user = accounts.create_user(db.session, now=now, email=email, password_hash=None, role="homeowner")
            row, token = accounts.new_session(user, now=now, device="a test")
            db.session.add(row)
            db.session.commit()
            actor, unique = Actor(user.id, frozenset({"homeowner"})), user.fs_uniquifier
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"], session["sid"] = unique, True, token
        return client, actor

    return create


@pytest.fixture
def without_form_tokens(app: Flask) -> None:
    """Take forms as they come: their tokens have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def owner(create_person):
    return create_person("rosa@ejemplo.pe")


@pytest.fixture
def stranger(create_person):
    return create_person("otra@ejemplo.pe")[0]


@pytest.fixture
def home(app: Flask, owner, now) -> int:
    """The number of a supply point of Luz del Sur with nothing stored yet."""
    with app.app_context():
        facts = {"people": 4, "water_heating": "electric_shower", "appliances": [{"kind": "refrigerator", "count": 1}]}
        return households.create_household(
            db.session, actor=owner[1], now=now, name="Casa de Rosa", department="Lima",
            distributor="luz-del-sur", facts=facts, supply_point_name="4821",
        ).id  # fmt: skip


@pytest.fixture
def assessed_home(app: Flask, owner, home: int, now, settings) -> int:
    """The home with twelve bars, one of them missing, and its result."""
    with app.app_context():
        last = now.date()
        ends = [last - timedelta(days=30 * (len(KWH) - 1 - i)) for i in range(len(KWH))]
        given = [BillPeriod(end - timedelta(days=30), end, kwh) for end, kwh in zip(ends, KWH, strict=True)]
        bills.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=given)
        assessments.assess_supply_point(db.session, now=now, supply_point_id=home, models_dir=settings.models_dir)
    return home


@pytest.fixture
def meter_file() -> bytes:
    """Sixty days of hours: 0.1 kWh, 0.4 in the evening, with three rows that cannot be read."""
    lines = ["fecha,hora,kWh"]
    for hour in range(24 * 60):
        day = date(2026, 3, 1) + timedelta(days=hour // 24)
        evening = 18 <= hour % 24 < 23
        lines.append(f"{day:%d/%m/%Y},{hour % 24:02d}:00,{0.4 if evening else 0.1}")
    lines[100] = "31/02/2026,09:00,0.155"
    lines[200] = lines[200].rsplit(",", 1)[0] + ",-0.412"
    lines[300] = lines[300].rsplit(",", 1)[0] + ",n/d"
    return "\n".join(lines).encode()


@pytest.fixture
def send(owner, home: int):
    """Give a file through the page; return the answer."""

    def give(content: bytes, filename: str = "medidor.csv"):
        data = {"file": (io.BytesIO(content), filename)}
        return owner[0].post(f"/suministro/{home}/subir/", data=data, content_type="multipart/form-data")

    return give


@pytest.fixture
def work(app: Flask, now, settings):
    """Do what the worker does for an upload: its check, or its import with the assessment."""

    def do(upload_id: int, step: str) -> None:
        with app.app_context():
            if step == "check":
                check_upload(db.session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
                kinds = {"check_upload"}
            else:
                import_upload(db.session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
                point = db.session.scalars(db.select(Job.supply_point_id).where(Job.upload_id == upload_id)).first()
                assessments.assess_supply_point(
                    db.session, now=now, supply_point_id=point, models_dir=settings.models_dir
                )
                kinds = {"import_upload", "assess"}
            for job in db.session.scalars(db.select(Job)):
                if job.kind.value in kinds:
                    job.status = JobStatus.DONE
            db.session.commit()

    return do
