"""The record of what happened; written in the transaction of what it records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from advisor.db.audit import AuditEvent


def record(
    session: Session,
    *,
    now: datetime,
    tag: str,
    actor_id: int | None,
    subject_id: int | None = None,
    **details: object,
) -> None:
    """Add one event; `tag` reads source:subject:action."""
    session.add(AuditEvent(at=now, tag=tag, actor_id=actor_id, subject_id=subject_id, details=details))
