"""Paper bills of a supply point: saved as the person typed them, or as a file told them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.households import Bill, BillSource, SupplyPoint
from advisor.db.queries.scope import for_actor
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.services.actors import Actor
from advisor.services.audit import record


def save_bills(
    session: Session, *, actor: Actor, now: datetime, supply_point_id: int, bills: Sequence[BillPeriod]
) -> int:
    """Replace the bills in the span the given ones cover; return how many are stored of them."""
    with write_transaction(session):
        point = for_actor(session, actor).supply_point(supply_point_id)
        count = put_bills(session, supply_point=point, bills=bills, source=BillSource.TYPED)
        record(session, now=now, tag="web:bills:saved", actor_id=actor.user_id, subject_id=point.id, bills=count)
    return count


def put_bills(session: Session, *, supply_point: SupplyPoint, bills: Sequence[BillPeriod], source: BillSource) -> int:
    """Replace what overlaps the given bills, inside the caller's write transaction."""
    if not bills:
        return 0
    first, last = min(bill.start for bill in bills), max(bill.end for bill in bills)
    session.execute(
        delete(Bill).where(Bill.supply_point_id == supply_point.id, Bill.start < last, Bill.end > first)
    )
    for bill in bills:
        session.add(_row(supply_point.id, bill, source=source))
    session.flush()
    session.expire(supply_point, ["bills"])
    return len(bills)


def add_bills_of_upload(
    session: Session, *, supply_point: SupplyPoint, bills: Sequence[BillPeriod], upload_id: int
) -> int:
    """Add the bills of a file where nothing is stored for their span yet; return how many were added.

    What a person typed, and what an earlier file told, stays. A second run of the same upload replaces its own rows.
    """
    session.execute(delete(Bill).where(Bill.supply_point_id == supply_point.id, Bill.upload_id == upload_id))
    stored = bill_periods(session, supply_point)
    added = [bill for bill in bills if not any(bill.start < old.end and old.start < bill.end for old in stored)]
    session.add_all(_row(supply_point.id, bill, source=BillSource.FILE, upload_id=upload_id) for bill in added)
    session.flush()
    session.expire(supply_point, ["bills"])
    return len(added)


def bill_periods(session: Session, supply_point: SupplyPoint) -> tuple[BillPeriod, ...]:
    """Return the stored bills, oldest first."""
    query = select(Bill).where(Bill.supply_point_id == supply_point.id).order_by(Bill.start)
    return tuple(
        BillPeriod(row.start, row.end, row.kwh, row.total, row.estimated) for row in session.scalars(query)
    )


def _row(supply_point_id: int, bill: BillPeriod, *, source: BillSource, upload_id: int | None = None) -> Bill:
    return Bill(
        supply_point_id=supply_point_id,
        start=bill.start,
        end=bill.end,
        kwh=bill.kwh,
        total=bill.total,
        estimated=bill.estimated,
        source=source,
        upload_id=upload_id,
    )
