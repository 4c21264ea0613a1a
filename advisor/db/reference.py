"""Published documents as versions: one row for each content ever loaded."""

from __future__ import annotations

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Digest, Key, Moment, Name


class ReferenceDocument(Base):
    """One version of one published document (tariffs, measures, holidays, ...); rows are only ever added."""

    __tablename__ = "reference_document"
    __table_args__ = (UniqueConstraint("name", "sha256"),)

    id: Mapped[Key]
    name: Mapped[Name]
    sha256: Mapped[Digest]
    content: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[Moment]
