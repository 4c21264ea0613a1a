"""What happened and who did it: rows are only ever added."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, BigKey, Document, Key, Moment, Short


class AuditEvent(Base):
    """One event; `tag` reads source:subject:action, for example web:household:created."""

    __tablename__ = "audit_event"

    id: Mapped[Key]
    at: Mapped[Moment] = mapped_column(index=True)
    tag: Mapped[Short]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    subject_id: Mapped[int | None] = mapped_column(BigKey)
    details: Mapped[dict] = mapped_column(Document, default=dict)
