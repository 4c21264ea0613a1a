"""Uploads: the file as it came, kept by content hash, and what was understood, answered and stored from it."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisor.db.base import Base, Digest, Document, Key, Moment, by_value
from advisor.db.households import Bill, SupplyPoint


class UploadStatus(str, Enum):
    """How far an upload has come; each state is either final or one from which work resumes."""

    RECEIVED = "received"
    CHECKED = "checked"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    IMPORTED = "imported"
    FAILED = "failed"
    UNDONE = "undone"


class UploadKind(str, Enum):
    """How the data came: a file of readings, a bill as PDF or photograph, a program, a connected meter, typed readings.

    Devices and typed readings have one standing upload each, whose layer is derived from their meter readings.
    """

    FILE = "file"
    BILL_PDF = "bill_pdf"
    BILL_PHOTO = "bill_photo"
    API = "api"
    DEVICE = "device"
    TYPED = "typed"


class Upload(Base):
    """A file someone gave for a supply point; the same content is stored once for each supply point."""

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("supply_point_id", "sha256"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[Digest]
    size_bytes: Mapped[int]
    kind: Mapped[UploadKind] = mapped_column(
        by_value(UploadKind, name="upload_kind"), default=UploadKind.FILE, server_default=UploadKind.FILE.value
    )
    status: Mapped[UploadStatus] = mapped_column(
        by_value(UploadStatus, name="upload_status"), default=UploadStatus.RECEIVED
    )
    # The `read` contract of the file plus its first rows; findings are inside.
    summary: Mapped[dict | None] = mapped_column(Document)
    answers: Mapped[dict | None] = mapped_column(Document)
    # Counts of the import: intervals added, replaced, kept, kwh.
    result: Mapped[dict | None] = mapped_column(Document)
    received_at: Mapped[Moment]
    checked_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    imported_at: Mapped[Moment | None]
    undone_at: Mapped[Moment | None]

    supply_point: Mapped[SupplyPoint] = relationship(back_populates="uploads")
    bills: Mapped[list[Bill]] = relationship(back_populates="upload")
