"""Layers: what each source told, kept apart, so that the stored usage and bills are a function of all of them.

`interval_block` and `bill` hold the outcome; a source that is undone takes its layers away; the outcome is made again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Document, Key, Moment, Short, Soles, by_value
from advisor.db.households import BillSource
from advisor.db.intervals import Channel


class IntervalLayer(Base):
    """What one upload says of one local month of one channel, at its own step; columns as in interval_block."""

    __tablename__ = "interval_layer"
    __table_args__ = (
        UniqueConstraint("supply_point_id", "channel", "month", "upload_id"),
        Index(None, "upload_id"),
    )

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    # Empty for simulated usage, which no upload brought.
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="layer_channel"))
    month: Mapped[date]
    start: Mapped[Moment]
    step_minutes: Mapped[int]
    scale: Mapped[float]
    codec: Mapped[Short]
    values: Mapped[bytes] = mapped_column(LargeBinary)
    quality: Mapped[bytes] = mapped_column(LargeBinary)


class BillLayer(Base):
    """A bill as one source told it; upload_id is empty for what was typed or derived, and `at` orders those.

    `detail` is what a full bill says beyond its bar; an empty one marks a bar that the person typed over a full bill.
    """

    __tablename__ = "bill_layer"
    __table_args__ = (
        CheckConstraint('"end" > start', name="ends_after_start"),
        CheckConstraint("kwh >= 0", name="kwh_not_negative"),
    )

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    start: Mapped[date]
    end: Mapped[date]
    kwh: Mapped[float | None]
    total: Mapped[Decimal | None] = mapped_column(Soles)
    estimated: Mapped[bool] = mapped_column(default=False)
    detail: Mapped[dict | None] = mapped_column(Document)
    source: Mapped[BillSource] = mapped_column(by_value(BillSource, name="bill_layer_source"))
    at: Mapped[Moment]


class CorrectionAction(str, Enum):
    """What the household decided of a stretch of its data."""

    KEEP = "keep"
    DISCARD = "discard"
    SPREAD = "spread"


class Correction(Base):
    """A household's word on a stretch [start, end) of its data, applied on top of all layers."""

    __tablename__ = "correction"

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"), index=True)
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="correction_channel"))
    start: Mapped[Moment]
    end: Mapped[Moment]
    # The kind of anomaly it answers, from advisor/energy/anomalies.py.
    kind: Mapped[Short]
    action: Mapped[CorrectionAction] = mapped_column(by_value(CorrectionAction, name="correction_action"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    at: Mapped[Moment]
    undone_at: Mapped[Moment | None]


class DataChange(Base):
    """One line of the history of a supply point's data: who changed what, when, and what it did."""

    __tablename__ = "data_change"
    __table_args__ = (Index(None, "supply_point_id", "at"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    # import, undo, correction, correction_undone, bills_typed, readings, readings_removed
    kind: Mapped[Short]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"), index=True)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id", ondelete="SET NULL"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    at: Mapped[Moment]
    # Counts: intervals added, replaced, kept, removed, restored; bills; kwh before and after.
    detail: Mapped[dict] = mapped_column(Document, default=dict)
