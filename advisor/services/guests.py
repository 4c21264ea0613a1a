"""Results of guests: found again by a random token, gone after thirty days, kept for good by making an account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.assessments import Assessment, GuestResult
from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.services.actors import Actor
from advisor.services.bills import store_bill_layer
from advisor.services.households import add_household

KEPT_FOR = timedelta(days=30)
# Facts of the input that live on the supply point or in columns; the rest are the household's.
NOT_FACTS = frozenset({"department", "distributor", "tariff_option", "igv", "timezone", "last_bill"})


def store_result(
    session: Session, *, now: datetime, given: Mapping[str, object], document: Mapping[str, object]
) -> str:
    """Keep a guest's answers and result; return the token (256 random bits) that finds them again."""
    token = secrets.token_urlsafe(32)
    with write_transaction(session):
        session.add(
            GuestResult(
                token_hash=_hash(token),
                given=storable(given),
                document=storable(document),
                created_at=now,
                expires_at=now + KEPT_FOR,
            )
        )
    return token


def forget_expired(session: Session, *, now: datetime) -> int:
    """Erase the results that were to be kept for thirty days and no longer; return how many there were."""
    old = GuestResult.expires_at <= now
    if session.scalars(select(GuestResult.id).where(old).limit(1)).one_or_none() is None:
        session.rollback()
        return 0
    with write_transaction(session):
        return session.execute(delete(GuestResult).where(old)).rowcount


def forget_result(session: Session, *, token: str) -> None:
    """Erase the result of a token, as its guest asks."""
    mine = GuestResult.token_hash == _hash(token)
    if session.scalars(select(GuestResult.id).where(mine)).one_or_none() is not None:
        with write_transaction(session):
            session.execute(delete(GuestResult).where(mine))


def load_result(session: Session, *, now: datetime, token: str | None) -> GuestResult | None:
    """Return the result of a token, or None where there is none or it has expired."""
    if not token:
        return None
    query = select(GuestResult).where(GuestResult.token_hash == _hash(token), GuestResult.expires_at > now)
    return session.scalars(query).one_or_none()


def adopt_result(session: Session, *, actor: Actor, now: datetime, token: str | None, name: str) -> SupplyPoint | None:
    """Turn a guest's result into a household of the actor: facts, bills and the stored assessment.

    The guest's copy is removed, so a second call finds nothing. Returns the supply point, or None without a result.
    """
    with write_transaction(session):
        result = load_result(session, now=now, token=token)
        if result is None or actor.user_id is None:
            return None
        point = _household_of(session, result, actor=actor, now=now, name=name)
        session.add(
            Assessment(
                supply_point_id=point.id,
                made_at=result.created_at,
                as_of=_as_of(result),
                status=str(result.document.get("status", "assessed")),
                document=result.document,
                versions=result.document.get("versions", {}),
            )
        )
        session.delete(result)
    return point


def _household_of(session: Session, result: GuestResult, *, actor: Actor, now: datetime, name: str) -> SupplyPoint:
    told = result.given.get("household") or {}
    point = add_household(
        session,
        actor=actor,
        now=now,
        name=name,
        department=told.get("department"),
        facts={key: value for key, value in told.items() if key not in NOT_FACTS},
        distributor=told.get("distributor"),
        tariff_option=told.get("tariff_option") or "BT5B",
        igv=told.get("igv") is not False,
        timezone=told.get("timezone") or "America/Lima",
        last_bill=told.get("last_bill"),
        supply_point_name="",
    )
    bills = (result.given.get("usage") or {}).get("bills") or []
    store_bill_layer(session, supply_point=point, upload_id=None, bills=[_bill(bill) for bill in bills], at=now)
    return point


def _bill(given: Mapping[str, object]) -> BillPeriod:
    total = given.get("total")
    return BillPeriod(
        start=date.fromisoformat(str(given["start"])),
        end=date.fromisoformat(str(given["end"])),
        kwh=given.get("kwh"),
        total=None if total is None else Decimal(str(total)),
        estimated=bool(given.get("estimated")),
    )


def _as_of(result: GuestResult) -> date:
    told = result.document.get("as_of")
    return date.fromisoformat(str(told)) if told else result.created_at.date()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
