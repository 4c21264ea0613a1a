"""Reads of the data page: how complete months are, corrections that stand, and the lines of the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.accounts import User
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, UsageMonth
from advisor.db.layers import Correction, DataChange
from advisor.db.uploads import Upload


@dataclass(frozen=True)
class Line:
    """One line of the history with the name of its file, the e-mail of who did it and its correction, where known."""

    change: DataChange
    filename: str | None
    email: str | None
    correction: Correction | None


def stored_months(session: Session, supply_point: SupplyPoint, *, most: int) -> list[UsageMonth]:
    """Return the newest months with usage taken from the grid, newest first."""
    mine = select(UsageMonth).filter_by(supply_point_id=supply_point.id, channel=Channel.IMPORT)
    return list(session.scalars(mine.order_by(UsageMonth.month.desc()).limit(most)))


def standing_corrections(session: Session, supply_point: SupplyPoint) -> list[Correction]:
    """Return the corrections that stand, newest first."""
    mine = select(Correction).where(Correction.supply_point_id == supply_point.id, Correction.undone_at.is_(None))
    return list(session.scalars(mine.order_by(Correction.id.desc())))


def count_changes(session: Session, supply_point: SupplyPoint) -> int:
    """Return how many lines the history of a supply point has."""
    return session.scalars(select(func.count(DataChange.id)).where(DataChange.supply_point_id == supply_point.id)).one()


def changes(session: Session, supply_point: SupplyPoint, *, first: int, most: int) -> Sequence[Line]:
    """Return lines of the history, newest first, from the `first` (0-based)."""
    query = (
        select(DataChange, Upload.filename, User.email, Correction)
        .outerjoin(Upload, DataChange.upload_id == Upload.id)
        .outerjoin(User, DataChange.actor_id == User.id)
        .outerjoin(Correction, DataChange.correction_id == Correction.id)
        .where(DataChange.supply_point_id == supply_point.id)
        .order_by(DataChange.at.desc(), DataChange.id.desc())
    )
    return [Line(*row) for row in session.execute(query.offset(first).limit(most))]
