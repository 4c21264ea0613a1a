"""Sign-in attempts, counted in the database before any password is hashed."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from advisor.db.accounts import LoginAttempt
from advisor.db.transactions import write_transaction

WINDOW = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """How many attempts five minutes allow, for one account and from one network address."""

    per_account: int
    per_address: int


def account_key(email: str, *, secret: str) -> str:
    """Return the keyed hash that stands for an address people tried to sign in with."""
    return hmac.new(secret.encode(), email.strip().casefold().encode(), hashlib.sha256).hexdigest()


def attempt(session: Session, *, now: datetime, kind: str, account: str, address: str, limits: Limits) -> bool:
    """Count one attempt and say whether it may go on. Refused attempts are not counted: nobody stays locked out."""
    with write_transaction(session):
        session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - KEPT_FOR))
        by_account = _count(session, LoginAttempt.account_hash == account, kind=kind, now=now)
        by_address = _count(session, LoginAttempt.address == address, kind=kind, now=now)
        allowed = by_account < limits.per_account and by_address < limits.per_address
        if allowed:
            session.add(LoginAttempt(kind=kind, account_hash=account, address=address, at=now))
    return allowed


def forget(session: Session, *, kind: str, account: str) -> None:
    """Forget the attempts on an account after its owner has signed in."""
    with write_transaction(session):
        session.execute(delete(LoginAttempt).where(LoginAttempt.kind == kind, LoginAttempt.account_hash == account))


def _count(session: Session, which, *, kind: str, now: datetime) -> int:
    query = select(func.count()).where(LoginAttempt.kind == kind, LoginAttempt.at > now - WINDOW, which)
    return session.scalars(query).one()
