"""Meter readings as they came, one by one: typed at the meter face, sent by a program, published by a device."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Document, Key, Moment, Name, Short, by_value
from advisor.db.intervals import Channel


class ReadingKind(str, Enum):
    """What a reading says: the index of a register (kWh) or the power at that moment (W)."""

    REGISTER = "register"
    POWER = "power"


class MeterReading(Base):
    """One reading; a replay of the same message meets the unique key, a corrected value is one row more.

    Of several rows of one moment the newest that is not removed counts.
    """

    __tablename__ = "meter_reading"
    __table_args__ = (
        UniqueConstraint("upload_id", "channel", "kind", "at", "value"),
        Index(None, "supply_point_id", "at"),
    )

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    # The standing upload of the device, program or person it came from.
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="reading_channel"))
    kind: Mapped[ReadingKind] = mapped_column(by_value(ReadingKind, name="reading_kind"))
    at: Mapped[Moment]
    value: Mapped[float]
    received_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]


class Device(Base):
    """A connected meter: which topic it publishes on, in which layout, and where its readings belong."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("topic"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    layout: Mapped[Short]
    topic: Mapped[str] = mapped_column(String(255))
    # What the layout cannot know: channel of each value, digits of the register.
    settings: Mapped[dict] = mapped_column(Document, default=dict)
    created_at: Mapped[Moment]
    last_message_at: Mapped[Moment | None]
    removed_at: Mapped[Moment | None]
