"""The demonstration household, brought in through the same steps as anybody's file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.accounts import User
from advisor.db.households import BillSource, Household, SupplyPoint
from advisor.db.queries.snapshots import last_usage_day, latest_assessment
from advisor.db.transactions import write_transaction
from advisor.services import jobs, uploads
from advisor.services.accounts import create_user
from advisor.services.actors import Actor
from advisor.services.assessments import assess_supply_point
from advisor.services.bills import store_bill_layer
from advisor.services.checking import check_upload
from advisor.services.households import add_household
from advisor.services.importing import import_upload
from advisor.services.intervals import load_series
from advisor.services.tariff_reading import reference_in_force

EMAIL = "demostracion@asesor.invalid"
ZONE = ZoneInfo("America/Lima")
# Older than this, the demonstration is loaded anew so that "last week" is last week.
FRESH_FOR = timedelta(days=14)
LARGEST_FILE = 5_000_000


@dataclass(frozen=True)
class Demo:
    """The loaded demonstration: `made` says whether this call loaded it."""

    supply_point_id: int
    made: bool


def load_demo(session: Session, *, now: datetime, name: str, uploads_dir: Path, models_dir: Path) -> Demo:
    """Make the demonstration person and household, or leave them as they are while their data are fresh."""
    actor = _person(session, now=now)
    fresh = _fresh_supply_point(session, now=now)
    if fresh is not None:
        _assess_with_new_versions(session, now=now, supply_point_id=fresh, models_dir=models_dir)
        return Demo(fresh, made=False)
    point_id = _household(session, actor=actor, now=now, name=name)
    _bring_in(session, actor=actor, now=now, supply_point_id=point_id, uploads_dir=uploads_dir)
    _derive_bills(session, now=now, supply_point_id=point_id)
    assess_supply_point(session, now=now, supply_point_id=point_id, models_dir=models_dir)
    jobs.finish_waiting(session, now=now, supply_point_id=point_id)
    return Demo(point_id, made=True)


def _person(session: Session, *, now: datetime) -> Actor:
    user = session.scalars(select(User).where(User.is_demo)).one_or_none()
    if user is None:
        # Without a password nobody can sign in by the form.
        user = create_user(session, now=now, email=EMAIL, password_hash=None, role="homeowner", is_demo=True)
    return Actor(user.id, frozenset({"homeowner"}))


def _fresh_supply_point(session: Session, *, now: datetime) -> int | None:
    for point in session.scalars(select(SupplyPoint).join(Household).where(Household.is_demo)):
        last = last_usage_day(session, point)
        finished = latest_assessment(session, point) is not None
        if finished and last is not None and last >= (now - FRESH_FOR).astimezone(ZONE).date():
            return point.id
    return None


def _assess_with_new_versions(session: Session, *, now: datetime, supply_point_id: int, models_dir: Path) -> None:
    """Assess again where the stored result is of other documents, as after an update of the product."""
    latest = latest_assessment(session, session.get_one(SupplyPoint, supply_point_id))
    if latest.status != "assessed" or latest.versions.get("reference") != reference_in_force(session).version:
        assess_supply_point(session, now=now, supply_point_id=supply_point_id, models_dir=models_dir)


def _household(session: Session, *, actor: Actor, now: datetime, name: str) -> int:
    """Make the household; what an interrupted or old loading left is removed."""
    from advisor.reference import demo

    with write_transaction(session):
        for old in session.scalars(select(Household).where(Household.is_demo)):
            session.delete(old)
        session.flush()
        point = add_household(
            session,
            actor=actor,
            now=now,
            name=name,
            department=demo.DEPARTMENT,
            facts=demo.HOUSEHOLD,
            distributor=demo.DISTRIBUTOR,
            tariff_option="BT5B",
            igv=True,
            timezone=ZONE.key,
            last_bill=None,
            supply_point_name=name,
            is_demo=True,
        )
        return point.id


def _bring_in(session: Session, *, actor: Actor, now: datetime, supply_point_id: int, uploads_dir: Path) -> None:
    from advisor.reference import demo

    local_midnight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    received = uploads.receive(
        session,
        actor=actor,
        now=now,
        supply_point_id=supply_point_id,
        filename=demo.FILENAME,
        stream=io.BytesIO(demo.readings_until(local_midnight)),
        uploads_dir=uploads_dir,
        max_bytes=LARGEST_FILE,
    )
    check_upload(session, now=now, upload_id=received.upload_id, uploads_dir=uploads_dir)
    uploads.confirm(session, actor=actor, now=now, upload_id=received.upload_id)
    import_upload(session, now=now, upload_id=received.upload_id, uploads_dir=uploads_dir)


def _derive_bills(session: Session, *, now: datetime, supply_point_id: int) -> None:
    from advisor.energy.periods import bills_from_series

    with write_transaction(session):
        point = session.get_one(SupplyPoint, supply_point_id)
        series = load_series(session, supply_point_id=point.id)
        # Read on the day of the month the readings begin, they give eleven whole bills and one that is running.
        bills = bills_from_series(series, ZONE, reading_day=min(28, series.start.astimezone(ZONE).day))
        store_bill_layer(session, supply_point=point, upload_id=None, bills=bills, at=now, source=BillSource.DERIVED)
