"""A batch of built homes written in one transaction, with an account that owns each."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from advisor.db.accounts import User, user_role
from advisor.db.assessments import Assessment
from advisor.db.base import Base
from advisor.db.households import Bill, BillSource, Household, MemberRole, Membership, SupplyPoint
from advisor.db.intervals import Channel, IntervalBlock, UsageDay, UsageMonth
from advisor.db.layers import BillLayer, IntervalLayer
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.services.accounts import ensure_role
from advisor.services.assessments import columns_of
from advisor.services.audit import record
from advisor.services.sample.building import BuiltHome

# ".example" is kept free for examples and can be no one's address; unlike ".invalid" the sign-in form takes it.
DOMAIN = "asesor.example"
FIRST_REVISION = 1


def email_of(number: int) -> str:
    """Return the address of the owner of home `number`."""
    return f"sample-{number:05d}@{DOMAIN}"


def store_batch(
    session: Session,
    built: Sequence[BuiltHome],
    *,
    made_at: datetime,
    as_of: date,
    password_hash: str,
    consultancy_id: int,
) -> None:
    """Write the homes of a batch as clients of a consultancy, each with its owner; all or none."""
    with write_transaction(session):
        emails = [email_of(home.number) for home in built]
        owners = add_people(session, emails, role="homeowner", made_at=made_at, password_hash=password_hash)
        brought = {"consultancy_id": consultancy_id, "created_at": made_at}
        homes = [{**home.household, **brought, "client_reference": f"S-{home.number:05d}"} for home in built]
        households = _keys(session, Household, homes)
        places = zip(owners, households, strict=True)
        role = {"role": MemberRole.OWNER, "created_at": made_at}
        _add(session, Membership, ({"user_id": owner, "household_id": key, **role} for owner, key in places))
        pairs = list(zip(built, households, strict=True))
        rows = [{**home.point, "household_id": key, "created_at": made_at} for home, key in pairs]
        points = list(zip(built, _keys(session, SupplyPoint, rows), strict=True))
        bills = [_bill(key, bill) for home, key in points for bill in home.bills]
        _add(session, Bill, bills)
        _add(session, BillLayer, ({**bill, "at": made_at} for bill in bills))
        _add(session, Assessment, (_assessment(key, home, made_at=made_at, as_of=as_of) for home, key in points))
        for home, key in points:
            of = {"supply_point_id": key, "channel": Channel.IMPORT}
            _add(session, IntervalLayer, ({**of, **row} for row in home.metered.layers))
            _add(session, IntervalBlock, ({**of, "revision": FIRST_REVISION, **row} for row in home.metered.blocks))
            _add(session, UsageDay, ({**of, **row} for row in home.metered.days))
            _add(session, UsageMonth, ({**of, **row} for row in home.metered.months))
        numbers = {"first": built[0].number, "last": built[-1].number}
        record(session, now=made_at, tag="sample:households:added", actor_id=None, **numbers)


def add_people(
    session: Session,
    emails: Sequence[str],
    *,
    role: str,
    made_at: datetime,
    password_hash: str,
    consultancy_id: int | None = None,
) -> list[int]:
    """Add accounts with one role and one password, inside the caller's write transaction; return their ids."""
    rows = [
        {
            "email": email,
            "password": password_hash,
            "active": True,
            "fs_uniquifier": secrets.token_hex(32),
            "created_at": made_at,
            "is_demo": False,
            "consultancy_id": consultancy_id,
        }
        for email in emails
    ]
    people = _keys(session, User, rows)
    role_id = ensure_role(session, role).id
    session.execute(insert(user_role), [{"user_id": key, "role_id": role_id} for key in people])
    return people


def _keys(session: Session, kind: type[Base], rows: list[dict]) -> list[int]:
    """Insert rows and return their keys in the order given."""
    table: Table = kind.__table__
    return list(session.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows))


def _add(session: Session, kind: type[Base], rows: Iterable[dict]) -> None:
    if found := list(rows):
        session.execute(insert(kind.__table__), found)


def _bill(supply_point_id: int, bill: BillPeriod) -> dict[str, object]:
    return {
        "supply_point_id": supply_point_id,
        "start": bill.start,
        "end": bill.end,
        "kwh": bill.kwh,
        "total": bill.total,
        "estimated": bill.estimated,
        "source": BillSource.TYPED,
    }


def _assessment(supply_point_id: int, home: BuiltHome, *, made_at: datetime, as_of: date) -> dict[str, object]:
    # Only now is the key known by which a stored snapshot names its supply point.
    document = {**home.document, "household_id": f"supply-point-{supply_point_id}"}
    return columns_of(document, supply_point_id=supply_point_id, made_at=made_at, as_of=as_of)
