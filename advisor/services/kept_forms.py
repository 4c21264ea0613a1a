"""What someone typed while nobody was signed in any more: kept for a day for the same browser, then gone."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisor.db.accounts import User
from advisor.db.documents import storable
from advisor.db.kept_forms import KeptForm
from advisor.db.transactions import write_transaction

KEPT_FOR = timedelta(hours=24)
MOST_BYTES = 20_000
# Whoever is not signed in may send forms: all the rows together stay under a hundred megabytes.
MOST_ROWS = 5_000
LONGEST_PATH = 200


def new_token() -> str:
    """Return the random name of a browser: 256 bits."""
    return secrets.token_urlsafe(32)


def keep(
    session: Session,
    *,
    now: datetime,
    token: str,
    path: str,
    fields: Mapping[str, list[str]],
    uniquifier: str | None = None,
) -> bool:
    """Keep the fields of a form for the page at `path`, in place of an earlier one; False where they are too many.

    uniquifier: what the ended session's cookie says of its person, who alone then finds the form again.
    """
    told = storable(dict(fields))
    if len(json.dumps(told).encode()) > MOST_BYTES or len(path) > LONGEST_PATH:
        return False
    form = KeptForm(token_hash=_hash(token), path=path, fields=told, created_at=now, expires_at=now + KEPT_FOR)
    try:
        with write_transaction(session):
            session.execute(delete(KeptForm).where(or_(KeptForm.expires_at <= now, _of(token, path))))
            if session.scalars(select(func.count()).select_from(KeptForm)).one() >= MOST_ROWS:
                return False
            if uniquifier:
                form.user_id = session.scalars(select(User.id).where(User.fs_uniquifier == uniquifier)).one_or_none()
            session.add(form)
    except IntegrityError:
        # The same form sent twice at once: the other request has kept it (PostgreSQL).
        return True
    return True


def load(
    session: Session, *, now: datetime, token: str | None, path: str, user_id: int | None
) -> dict[str, list[str]] | None:
    """Return the fields kept for a page, or None: another browser's, another person's and expired ones do not exist."""
    if not token:
        return None
    mine = or_(KeptForm.user_id.is_(None), KeptForm.user_id == user_id)
    query = select(KeptForm.fields).where(_of(token, path), mine, KeptForm.expires_at > now)
    return session.scalars(query).one_or_none()


def forget(session: Session, *, token: str, path: str | None = None) -> None:
    """Erase what is kept for a page of a browser, or for all its pages."""
    which = KeptForm.token_hash == _hash(token) if path is None else _of(token, path)
    _erase(session, which)


def forget_expired(session: Session, *, now: datetime) -> int:
    """Erase the forms nobody came back to within a day; return how many there were."""
    return _erase(session, KeptForm.expires_at <= now)


def _erase(session: Session, which: ColumnElement[bool]) -> int:
    # Looking first keeps the write lock free when there is nothing to erase, which is nearly always.
    if session.scalars(select(KeptForm.id).where(which).limit(1)).one_or_none() is None:
        session.rollback()
        return 0
    with write_transaction(session):
        return session.execute(delete(KeptForm).where(which)).rowcount


def _of(token: str, path: str) -> ColumnElement[bool]:
    return (KeptForm.token_hash == _hash(token)) & (KeptForm.path == path)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
