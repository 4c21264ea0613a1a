"""The history of a supply point's data: one line for each change, written in the transaction of the change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.intervals import Channel, UsageMonth
from advisor.db.layers import DataChange


def note(
    session: Session,
    *,
    now: datetime,
    kind: str,
    supply_point_id: int,
    actor_id: int | None,
    upload_id: int | None = None,
    correction_id: int | None = None,
    **detail: object,
) -> DataChange:
    """Add one line; `detail` holds counts and kwh_before, kwh_after."""
    change = DataChange(
        supply_point_id=supply_point_id,
        kind=kind,
        upload_id=upload_id,
        correction_id=correction_id,
        actor_id=actor_id,
        at=now,
        detail=detail,
    )
    session.add(change)
    return change


def stored_kwh(session: Session, *, supply_point_id: int) -> float:
    """Return the energy taken from the grid that is stored of a supply point, to the thousandth of a watt-hour."""
    query = select(func.coalesce(func.sum(UsageMonth.kwh), 0.0))
    of = {"supply_point_id": supply_point_id, "channel": Channel.IMPORT}
    return round(float(session.scalars(query.filter_by(**of)).one()), 6)
