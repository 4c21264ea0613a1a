"""Personal tokens: a person lets a program read or bring the data of their supply points, for at most a year."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from advisor.db.accounts import User
from advisor.db.queries.scope import NotFound, for_actor
from advisor.db.tokens import ApiToken
from advisor.db.transactions import write_transaction
from advisor.services.actors import Actor
from advisor.services.audit import record

SCOPES = ("usage:read", "usage:write", "bills:write", "readings:write")
PREFIX = "eca_"
SECRET_BYTES = 32
LONGEST_DAYS = 365
MOST_TOKENS = 50
# The moment of the last use is for its owner's eyes: not every request is worth a write.
TOUCH_EVERY = timedelta(minutes=5)
_WELL_FORMED = re.compile(r"eca_[A-Za-z0-9_-]{43}")


class NameTaken(ValueError):
    """The person has a token of this name that is not revoked."""


class TooManyTokens(ValueError):
    """The person has as many tokens as one person may."""


class TokenRefused(ValueError):
    """The secret opens nothing; `reason` is unknown, revoked or expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class NewToken:
    """A token just made; the secret is nowhere else and cannot be had again."""

    id: int
    secret: str

    def __repr__(self) -> str:
        return f"NewToken(id={self.id})"


@dataclass(frozen=True)
class Program:
    """Who a valid secret speaks for, what it may do, and which supply points it may touch at most."""

    token_id: int
    name: str
    actor: Actor
    scopes: frozenset[str]
    supply_point_ids: frozenset[int]
    touched: bool


def create(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    scopes: Collection[str],
    supply_point_ids: Collection[int],
    days: int,
) -> NewToken:
    """Make a token for supply points of the actor's homes. Raises NotFound, NameTaken, TooManyTokens or ValueError."""
    if not 1 <= days <= LONGEST_DAYS or not scopes or not set(scopes) <= set(SCOPES) or not supply_point_ids:
        raise ValueError(f"a token needs known scopes, supply points and 1 to {LONGEST_DAYS} days")
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with write_transaction(session):
        mine = {point.id for point in for_actor(session, actor).supply_points()}
        for missing in set(supply_point_ids) - mine:
            raise NotFound("supply_point", missing)
        names = session.scalars(select(ApiToken.name).filter_by(user_id=actor.user_id, revoked_at=None)).all()
        if name in names:
            raise NameTaken(name)
        if len(names) >= MOST_TOKENS:
            raise TooManyTokens(f"{MOST_TOKENS} tokens")
        token = ApiToken(
            user_id=actor.user_id,
            name=name,
            token_hash=_hash(secret),
            scopes=[scope for scope in SCOPES if scope in scopes],
            supply_point_ids=sorted(set(supply_point_ids)),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        session.add(token)
        session.flush()
        record(
            session, now=now, tag="web:token:created", actor_id=actor.user_id, subject_id=token.id, scopes=token.scopes
        )
        return NewToken(token.id, secret)


def list_tokens(session: Session, *, actor: Actor) -> list[ApiToken]:
    """Return the actor's tokens that are not revoked, newest first; those that have expired too."""
    query = select(ApiToken).filter_by(user_id=actor.user_id, revoked_at=None)
    return list(session.scalars(query.order_by(ApiToken.id.desc())))


def own_token(session: Session, *, actor: Actor, token_id: int) -> ApiToken:
    """Return one token of the actor that is not revoked or raise NotFound."""
    query = select(ApiToken).filter_by(id=token_id, user_id=actor.user_id, revoked_at=None)
    token = session.scalars(query).one_or_none()
    if token is None:
        raise NotFound("token", token_id)
    return token


def revoke(session: Session, *, actor: Actor, now: datetime, token_id: int) -> None:
    """End a token of the actor; its next request is refused. Raises NotFound."""
    with write_transaction(session):
        own_token(session, actor=actor, token_id=token_id).revoked_at = now
        record(session, now=now, tag="web:token:revoked", actor_id=actor.user_id, subject_id=token_id)


def authenticate(session: Session, *, now: datetime, secret: str) -> Program:
    """Return what a secret opens now. Raises TokenRefused.

    It is found by the hash of all its 256 bits, so how long the search takes tells nothing about another secret.
    """
    if not _WELL_FORMED.fullmatch(secret):
        raise TokenRefused("unknown")
    found = session.execute(
        select(ApiToken, User).join(User, ApiToken.user_id == User.id).where(ApiToken.token_hash == _hash(secret))
    ).one_or_none()
    if found is None or not found.User.active:
        raise TokenRefused("unknown")
    token, user = found
    if token.revoked_at is not None:
        raise TokenRefused("revoked")
    if token.expires_at <= now:
        raise TokenRefused("expired")
    return Program(
        token_id=token.id,
        name=token.name,
        actor=Actor(user.id, frozenset(role.name for role in user.roles)),
        scopes=frozenset(token.scopes),
        supply_point_ids=frozenset(token.supply_point_ids),
        touched=token.last_used_at is not None and token.last_used_at + TOUCH_EVERY > now,
    )


def touch(session: Session, *, now: datetime, token_id: int) -> None:
    """Note that the token was used; one revoked meanwhile stays revoked."""
    with write_transaction(session):
        session.execute(
            update(ApiToken).where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None)).values(last_used_at=now)
        )


def count_live(session: Session, *, actor: Actor, now: datetime) -> int:
    """Return how many tokens of the actor work now."""
    live = (ApiToken.revoked_at.is_(None)) & (ApiToken.expires_at > now)
    return session.scalars(select(func.count()).where(ApiToken.user_id == actor.user_id, live)).one()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
