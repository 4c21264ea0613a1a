"""Households and supply points: made and changed by their members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import Household, Membership, SupplyPoint
from advisor.db.queries.scope import NotFound, for_actor
from advisor.db.transactions import write_transaction
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.own_prices import say

HOUSEHOLD_FIELDS = frozenset({"name", "department", "facts"})
SUPPLY_POINT_FIELDS = frozenset({"name", "distributor", "tariff_option", "igv", "last_bill"})


def create_household(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    department: str | None = None,
    facts: Mapping[str, object] | None = None,
    distributor: str | None = None,
    tariff_option: str = "BT5B",
    igv: bool = True,
    timezone: str = "America/Lima",
    last_bill: Mapping[str, object] | None = None,
    supply_point_name: str = "",
) -> SupplyPoint:
    """Make a household of the actor with its first supply point, which is returned."""
    with write_transaction(session):
        return add_household(
            session,
            actor=actor,
            now=now,
            name=name,
            department=department,
            facts=facts,
            distributor=distributor,
            tariff_option=tariff_option,
            igv=igv,
            timezone=timezone,
            last_bill=last_bill,
            supply_point_name=supply_point_name,
        )


def add_household(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    department: str | None,
    facts: Mapping[str, object] | None,
    distributor: str | None,
    tariff_option: str,
    igv: bool,
    timezone: str,
    last_bill: Mapping[str, object] | None,
    supply_point_name: str,
    is_demo: bool = False,
) -> SupplyPoint:
    """Do what `create_household` does inside the caller's write transaction."""
    if actor.user_id is None:
        raise NotFound("user", None)
    household = Household(name=name, department=department, created_at=now, is_demo=is_demo)
    household.facts = storable(facts or {})
    household.memberships.append(Membership(user_id=actor.user_id, created_at=now))
    point = SupplyPoint(
        household=household,
        name=supply_point_name or name,
        distributor=distributor,
        tariff_option=tariff_option,
        igv=igv,
        timezone=timezone,
        last_bill=storable(last_bill) if last_bill else None,
        created_at=now,
    )
    session.add(household)
    session.flush()
    record(session, now=now, tag="web:household:created", actor_id=actor.user_id, subject_id=household.id)
    return point


def update_household(
    session: Session, *, actor: Actor, now: datetime, household_id: int, **changes: object
) -> Household:
    """Change name, department or facts of a household of the actor."""
    _only(changes, HOUSEHOLD_FIELDS)
    with write_transaction(session):
        household = for_actor(session, actor).household_to_change(household_id)
        for field, value in changes.items():
            setattr(household, field, storable(value))
        record(session, now=now, tag="web:household:changed", actor_id=actor.user_id, subject_id=household.id)
    return household


def update_supply_point(
    session: Session, *, actor: Actor, now: datetime, supply_point_id: int, **changes: object
) -> SupplyPoint:
    """Change name, distributor, tariff option, IGV or last bill of a supply point of the actor.

    The time zone is not among them: stored months are cut by it.
    """
    _only(changes, SUPPLY_POINT_FIELDS)
    with write_transaction(session):
        point = for_actor(session, actor).supply_point_to_change(supply_point_id)
        session.refresh(point, with_for_update=True)
        say(point, changes, now=now)
        record(session, now=now, tag="web:supply_point:changed", actor_id=actor.user_id, subject_id=point.id)
    return point


def _only(changes: Mapping[str, object], allowed: frozenset[str]) -> None:
    unknown = set(changes) - allowed
    if unknown:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
