"""Accounts: people with their roles, and the sessions they are signed in with."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from advisor.db.accounts import Role, User, UserSession
from advisor.db.transactions import write_transaction
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.consultancies import ensure_consultancy

ROLES = ("homeowner", "consultant", "administrator")
# How long a session may rest, and how long it may live at all; the strictest role of a person counts.
LIMITS = {
    "administrator": (timedelta(minutes=30), timedelta(hours=12)),
    "consultant": (timedelta(hours=12), timedelta(days=7)),
    "homeowner": (timedelta(days=30), timedelta(days=180)),
}
TOUCH_EVERY = timedelta(minutes=5)


class AddressTaken(ValueError):
    """There is already an account with this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"there is already an account with the address {email}")
        self.email = email


@dataclass(frozen=True)
class OpenSession:
    """A signed-in browser as its owner sees it."""

    id: int
    device: str | None
    created_at: datetime
    last_seen_at: datetime
    current: bool


def ensure_role(session: Session, name: str) -> Role:
    """Return the role, made if need be, inside the caller's write transaction."""
    role = session.scalars(select(Role).where(Role.name == name)).one_or_none()
    if role is None:
        role = Role(name=name)
        session.add(role)
        session.flush()
    return role


def create_user(
    session: Session,
    *,
    now: datetime,
    email: str,
    password_hash: str | None,
    role: str,
    consultancy: str | None = None,
    is_demo: bool = False,
) -> User:
    """Make an account; the address must be normalised and the password hashed. Raises AddressTaken.

    A consultancy that does not exist yet is made; only a consultant sees anything through it.
    """
    with write_transaction(session):
        if session.scalars(select(User.id).where(User.email == email)).one_or_none() is not None:
            raise AddressTaken(email)
        user = User(
            email=email,
            password=password_hash,
            fs_uniquifier=secrets.token_hex(32),
            created_at=now,
            consultancy=consultancy,
            consultancy_id=ensure_consultancy(session, now=now, name=consultancy).id if consultancy else None,
            is_demo=is_demo,
        )
        user.roles.append(ensure_role(session, role))
        session.add(user)
        session.flush()
        record(session, now=now, tag="account:user:created", actor_id=None, subject_id=user.id, role=role)
    return user


def limits_of(roles: frozenset[str]) -> tuple[timedelta, timedelta]:
    """Return how long a session of someone with these roles may rest and live."""
    return next((LIMITS[role] for role in LIMITS if role in roles), LIMITS["homeowner"])


def new_session(user: User, *, now: datetime, device: str) -> tuple[UserSession, str]:
    """Return an unsaved session of the person and the 256-bit token for its cookie."""
    token = secrets.token_urlsafe(32)
    _, life = limits_of(frozenset(role.name for role in user.roles))
    row = UserSession(
        user_id=user.id,
        token_hash=_hash(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + life,
        device=device[:120],
    )
    return row, token


def live_session(session: Session, *, user: User, token: str | None, now: datetime) -> UserSession | None:
    """Return the session of the token if it is this person's, not revoked, not rested too long and not too old."""
    if not token:
        return None
    row = session.scalars(select(UserSession).where(UserSession.token_hash == _hash(token))).one_or_none()
    if row is None or row.user_id != user.id or row.revoked_at is not None or row.expires_at <= now:
        return None
    idle, _ = limits_of(frozenset(role.name for role in user.roles))
    return row if row.last_seen_at + idle > now else None


def was_ended(session: Session, *, token: str) -> bool:
    """Say whether the session of the token was ended on purpose, not by rest or age."""
    ended = select(UserSession.id).where(UserSession.token_hash == _hash(token), UserSession.revoked_at.is_not(None))
    return session.scalars(ended).one_or_none() is not None


def touch_session(session: Session, *, session_id: int, now: datetime) -> None:
    """Note that the session was used; a session revoked meanwhile stays revoked."""
    with write_transaction(session):
        session.execute(
            update(UserSession)
            .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
            .values(last_seen_at=now)
        )


def revoke_token(session: Session, *, token: str, now: datetime, reason: str) -> None:
    """End the session of a token."""
    with write_transaction(session):
        end_token(session, token=token, now=now, reason=reason)


def end_token(session: Session, *, token: str, now: datetime, reason: str) -> None:
    """Do what `revoke_token` does inside the caller's transaction."""
    _revoke(session, now=now, reason=reason, where=[UserSession.token_hash == _hash(token)])


def revoke_session(session: Session, *, actor: Actor, now: datetime, session_id: int) -> bool:
    """End one of the actor's own sessions; False where it is not theirs or has ended."""
    with write_transaction(session):
        where = [UserSession.id == session_id, UserSession.user_id == actor.user_id]
        ended = _revoke(session, now=now, reason="revoked", where=where)
        record(session, now=now, tag="account:session:revoked", actor_id=actor.user_id, subject_id=session_id)
        return ended == 1


def revoke_other_sessions(session: Session, *, actor: Actor, now: datetime, current_token: str | None) -> int:
    """End all sessions of the actor but the current one; return how many."""
    with write_transaction(session):
        return end_other_sessions(
            session, user_id=actor.user_id, now=now, current_token=current_token, reason="revoked"
        )


def end_other_sessions(session: Session, *, user_id: int, now: datetime, current_token: str | None, reason: str) -> int:
    """Do what `revoke_other_sessions` does inside the caller's transaction."""
    where = [UserSession.user_id == user_id]
    if current_token:
        where.append(UserSession.token_hash != _hash(current_token))
    return _revoke(session, now=now, reason=reason, where=where)


def list_sessions(
    session: Session, *, actor: Actor, now: datetime, current_token: str | None = None
) -> list[OpenSession]:
    """Return the actor's open sessions, last used first."""
    idle, _ = limits_of(actor.roles)
    query = select(UserSession).where(
        UserSession.user_id == actor.user_id,
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > now,
        UserSession.last_seen_at > now - idle,
    )
    current = _hash(current_token) if current_token else None
    return [
        OpenSession(row.id, row.device, row.created_at, row.last_seen_at, row.token_hash == current)
        for row in session.scalars(query.order_by(UserSession.last_seen_at.desc(), UserSession.id))
    ]


def _revoke(session: Session, *, now: datetime, reason: str, where: list) -> int:
    statement = update(UserSession).where(UserSession.revoked_at.is_(None), *where)
    return session.execute(statement.values(revoked_at=now, revoked_reason=reason)).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
