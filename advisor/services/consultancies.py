"""Consultancies: firms whose members see the households the firm has brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisor.db.portfolios import Consultancy
from advisor.db.transactions import write_transaction
from advisor.services.audit import record


def ensure_consultancy(session: Session, *, now: datetime, name: str) -> Consultancy:
    """Return the consultancy of this name, made if need be, inside the caller's write transaction."""
    known = _named(session, name)
    if known is not None:
        return known
    made = Consultancy(name=_written(name), created_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Another one made it between our look and our insert (PostgreSQL).
        return session.scalars(select(Consultancy).where(Consultancy.name == _written(name))).one()
    record(session, now=now, tag="account:consultancy:created", actor_id=None, subject_id=made.id)
    return made


def find_or_make(session: Session, *, now: datetime, name: str) -> int:
    """Return the id of the consultancy of this name, made if need be."""
    with write_transaction(session):
        return ensure_consultancy(session, now=now, name=name).id


def _named(session: Session, name: str) -> Consultancy | None:
    return session.scalars(select(Consultancy).where(Consultancy.name == _written(name))).one_or_none()


def _written(name: str) -> str:
    return " ".join(name.split())
