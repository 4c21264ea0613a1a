"""Requests that carry an idempotency key: done once, and answered again the same for a day.

The claim is committed before the work; the answer is written in the transaction of the work. A process that dies
between the two leaves a claim that another try takes over after a minute, or an answer that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.tokens import IdempotentRequest
from advisor.db.transactions import write_transaction
from advisor.services.failpoints import reach

KEPT_FOR = timedelta(hours=24)
# No request works longer; whoever claimed earlier and did not answer is dead.
ANSWERED_WITHIN = timedelta(minutes=1)
LONGEST_KEY = 255


class KeyReused(ValueError):
    """The key was used for another request."""


class InProgress(ValueError):
    """The same request is being worked on."""


@dataclass(frozen=True)
class Claim:
    """The right to do a request that nobody has answered yet."""

    id: int


@dataclass(frozen=True)
class GivenAnswer:
    """The answer given to the same request before."""

    status_code: int
    answer: Mapping[str, object]


def claim(session: Session, *, now: datetime, token_id: int, key: str, fingerprint: str) -> Claim | GivenAnswer:
    """Claim a request, or return its answer. `fingerprint` is the hash of method, address and body.

    Raises KeyReused or InProgress.
    """
    try:
        with write_transaction(session):
            row = session.scalars(select(IdempotentRequest).filter_by(token_id=token_id, key=key)).one_or_none()
            if row is not None and row.created_at <= now - KEPT_FOR:
                session.delete(row)
                session.flush()
                row = None
            if row is not None and row.fingerprint != fingerprint:
                raise KeyReused(key)
            if row is not None and row.status_code is not None:
                return GivenAnswer(row.status_code, dict(row.answer or {}))
            if row is not None and row.created_at > now - ANSWERED_WITHIN:
                raise InProgress(key)
            row = row or IdempotentRequest(token_id=token_id, key=key, fingerprint=fingerprint)
            row.created_at = now
            session.add(row)
            session.flush()
            claimed = Claim(row.id)
    except IntegrityError as problem:
        # Another request of the same key came between our look and our row (PostgreSQL).
        raise InProgress(key) from problem
    reach("api:claimed")
    return claimed


def answer(session: Session, claimed: Claim | None, *, status_code: int, answer: Mapping[str, object]) -> None:
    """Keep the answer, inside the write transaction of the work it answers."""
    if claimed is not None:
        row = session.get_one(IdempotentRequest, claimed.id)
        row.status_code, row.answer = status_code, storable(answer)


def release(session: Session, claimed: Claim | None) -> None:
    """Give back a claim whose request was refused: the next try may do it."""
    if claimed is not None:
        unanswered = (IdempotentRequest.id == claimed.id) & (IdempotentRequest.status_code.is_(None))
        with write_transaction(session):
            session.execute(delete(IdempotentRequest).where(unanswered))


def forget_expired(session: Session, *, now: datetime) -> int:
    """Erase the answers kept for more than a day; return how many there were."""
    old = IdempotentRequest.created_at <= now - KEPT_FOR
    # Looking first keeps the write lock free when there is nothing to erase, which is nearly always.
    if session.scalars(select(IdempotentRequest.id).where(old).limit(1)).one_or_none() is None:
        session.rollback()
        return 0
    with write_transaction(session):
        return session.execute(delete(IdempotentRequest).where(old)).rowcount
