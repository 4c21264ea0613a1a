"""Consultancies and the portfolio files with which they bring many households at once."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Digest, Document, Key, Moment, Name, by_value
from advisor.db.uploads import UploadStatus


class Consultancy(Base):
    """A firm of energy consultants."""

    __tablename__ = "consultancy"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    created_at: Mapped[Moment]


class PortfolioFile(Base):
    """A file with many households: received, checked row by row, confirmed, imported; states as of an upload."""

    __tablename__ = "portfolio_file"
    __table_args__ = (UniqueConstraint("consultancy_id", "sha256"),)

    id: Mapped[Key]
    consultancy_id: Mapped[int] = mapped_column(ForeignKey("consultancy.id", ondelete="CASCADE"))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[Digest]
    size_bytes: Mapped[int]
    status: Mapped[UploadStatus] = mapped_column(
        by_value(UploadStatus, name="portfolio_status"), default=UploadStatus.RECEIVED
    )
    # Rows with their fate, findings and first cells.
    summary: Mapped[dict | None] = mapped_column(Document)
    answers: Mapped[dict | None] = mapped_column(Document)
    # Households made and renewed, bills and intervals stored, rows left out.
    result: Mapped[dict | None] = mapped_column(Document)
    received_at: Mapped[Moment]
    checked_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    imported_at: Mapped[Moment | None]
