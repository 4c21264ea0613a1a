"""Who visits, and what they may open: signed-in households, a guest with a result, an administrator, made in a copy."""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.clock import now_of
from advisor.db import Assessment, Household, Membership, SupplyPoint, UsageMonth, User, db
from advisor.db.transactions import write_transaction
from advisor.reference import demo
from advisor.services import accounts, guests, uploads
from advisor.services.actors import Actor
from advisor.services.checking import check_upload

# As long as the rest of a session that is written down at its next use: half of the visits write once.
LONGEST_REST = 2 * accounts.TOUCH_EVERY


@dataclass(frozen=True)
class Visitor:
    """kind: guest, bars, metered or administrator; cookie: as a browser sends it; values: of the addresses' numbers."""

    kind: str
    cookie: str = ""
    values: Mapping[str, int] = field(default_factory=dict)


def copy_of(database: Path, folder: Path) -> Path:
    """Copy a database that may be in use, page by page."""
    target = folder / "advisor.sqlite3"
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def visitors(app: Flask, *, households: int, chance: random.Random) -> list[Visitor]:
    """Sign in as that many random households, half of them metered, and as a guest and an administrator."""
    with app.app_context():
        now = now_of(app)
        metered = set(db.session.scalars(select(UsageMonth.supply_point_id).distinct()))
        query = select(User, SupplyPoint).join(Membership, Membership.user_id == User.id)
        query = query.join(Household, Household.id == Membership.household_id).join(SupplyPoint)
        found = {point.id: (user, point) for user, point in db.session.execute(query.where(~User.is_demo))}
        with_hours = sorted(metered & set(found))
        chosen = chance.sample(with_hours, min(households // 2, len(with_hours)))
        without = sorted(set(found) - metered)
        chosen += chance.sample(without, min(households - len(chosen), len(without)))
        people = [found[number] for number in chosen]
        plans = [(user.id, user.fs_uniquifier, point.id, point.household_id) for user, point in people]
        files = _some_uploads(app, plans[:: len(plans) // 10 or 1], now=now)
        administrators = db.session.scalars(select(User).where(User.email.like("sample-administrator-%")))
        boss = administrators.first()
        plans.append((boss.id, boss.fs_uniquifier, None, None))
        cookies = _sign_in(app, plans, now=now, chance=chance)
        made = []
        for (_user, _name, point, household), cookie in zip(plans, cookies, strict=True):
            kind = "administrator" if point is None else "metered" if point in metered else "bars"
            values = {"supply_point_id": point, "household_id": household, "upload_id": files.get(point)}
            made.append(Visitor(kind, cookie, {name: value for name, value in values.items() if value}))
        guest = Visitor("guest", _cookie(app, {"guest_token": _guest(db.session, now=now)}))
        db.session.remove()
    return [*made, guest, Visitor("guest")]


def waiting_imports(app: Flask, *, count: int, chance: random.Random) -> int:
    """Give `count` homes a confirmed file of a year of half hours, for a worker to import; return its bytes."""
    with app.app_context():
        now = now_of(app)
        content = demo.readings_until(now.replace(tzinfo=None))
        query = select(Membership.user_id, SupplyPoint.id).join(Household, Household.id == Membership.household_id)
        pairs = [tuple(row) for row in db.session.execute(query.join(SupplyPoint))]
        for user_id, point_id in chance.sample(pairs, min(count, len(pairs))):
            _checked(app, user_id, point_id, content, now=now, confirmed=True)
        db.session.remove()
    return len(content)


def _some_uploads(app: Flask, plans: list[tuple], *, now: datetime) -> dict[int, int]:
    """Bring a file to some homes as far as its check page."""
    content = b"".join(demo.readings_until(now.replace(tzinfo=None)).splitlines(keepends=True)[: 48 * 60])
    return {point: _checked(app, user, point, content, now=now) for user, _name, point, _household in plans}


def _checked(app: Flask, user_id: int, point_id: int, content: bytes, *, now: datetime, confirmed: bool = False) -> int:
    settings = app.extensions["advisor_settings"]
    actor = Actor(user_id, frozenset({"homeowner"}))
    received = uploads.receive(
        db.session, actor=actor, now=now, supply_point_id=point_id, filename="medidor.csv",
        stream=io.BytesIO(content), uploads_dir=settings.uploads_dir, max_bytes=10_000_000,
    )  # fmt: skip
    check_upload(db.session, now=now, upload_id=received.upload_id, uploads_dir=settings.uploads_dir)
    if confirmed:
        uploads.confirm(db.session, actor=actor, now=now, upload_id=received.upload_id)
    return received.upload_id


def _sign_in(app: Flask, plans: list[tuple], *, now: datetime, chance: random.Random) -> list[str]:
    """Make session rows as a sign-in does, without hashing a password for each; return the cookies."""
    made = []
    with write_transaction(db.session):
        for user_id, unique, *_rest in plans:
            row, token = accounts.new_session(db.session.get_one(User, user_id), now=now, device="benchmark")
            row.last_seen_at = now - chance.random() * LONGEST_REST
            db.session.add(row)
            made.append({"_user_id": unique, "_fresh": True, "sid": token})
    return [_cookie(app, content) for content in made]


def _guest(session: Session, *, now: datetime) -> str:
    """Keep a guest's result: that of some household."""
    document = session.scalars(select(Assessment.document).limit(1)).one()
    given = {"household": {"department": "Lima", "distributor": "luz-del-sur", "people": 4}, "usage": {"bills": []}}
    return guests.store_result(session, now=now, given=given, document=document)


def _cookie(app: Flask, content: dict) -> str:
    signed = app.session_interface.get_signing_serializer(app).dumps(content)
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"
