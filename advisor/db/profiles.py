"""What a household answered about its files, so that the next file of the same kind asks nothing."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Digest, Document, Key, Moment, Name


class ReadingProfile(Base):
    """The answers given for files with one signature (their header and its form, without the data)."""

    __tablename__ = "reading_profile"
    __table_args__ = (UniqueConstraint("household_id", "signature"),)

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    signature: Mapped[Digest]
    # The name of the first file it was learned from, for the person to know it by.
    title: Mapped[Name]
    answers: Mapped[dict] = mapped_column(Document)
    created_at: Mapped[Moment]
    used_at: Mapped[Moment]
