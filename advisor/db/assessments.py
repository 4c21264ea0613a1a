"""Stored assessments: the snapshot a page shows, for a supply point or for a guest."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisor.db.base import Base, Digest, Document, Key, Moment, Short
from advisor.db.households import SupplyPoint


class Assessment(Base):
    """One run for one supply point at one date, with the versions that produced it; never changed afterwards."""

    __tablename__ = "assessment"
    __table_args__ = (Index(None, "supply_point_id", "made_at"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    made_at: Mapped[Moment]
    as_of: Mapped[date]
    status: Mapped[Short]
    document: Mapped[dict] = mapped_column(Document)
    versions: Mapped[dict] = mapped_column(Document)

    supply_point: Mapped[SupplyPoint] = relationship(back_populates="assessments")


class GuestResult(Base):
    """A guest's answers and result, found again by the hash of a random token; gone after its expiry."""

    __tablename__ = "guest_result"

    id: Mapped[Key]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    given: Mapped[dict] = mapped_column(Document)
    document: Mapped[dict] = mapped_column(Document)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
