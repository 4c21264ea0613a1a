"""Write transactions: the one way services change the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from advisor.db.engine import WRITE_OPTION


class UnsavedChanges(RuntimeError):
    """A write transaction was asked for while the session held changes made outside one."""


@contextmanager
def write_transaction(session: Session) -> Iterator[Session]:
    """Run the block in one transaction that holds the write lock from its start; commit at its end, else roll back.

    A read transaction the session may be in is ended first, so what the block reads is read under the lock. Objects
    loaded before are refreshed on their next use. Raises UnsavedChanges when that would lose something.
    """
    if session.new or session.dirty or session.deleted:
        raise UnsavedChanges("begin the write transaction before changing objects")
    session.rollback()
    session.connection(execution_options={WRITE_OPTION: True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
