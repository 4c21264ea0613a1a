"""Interval data as one compressed block a month, and the daily and monthly sums written beside it."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Key, Moment, Short, by_value


class Channel(str, Enum):
    """Which way the energy went through the meter."""

    IMPORT = "import"
    EXPORT = "export"


class IntervalBlock(Base):
    """One local month of one channel: whole numbers of `scale_kwh`, a quality code and a source upload for each slot.

    `values`, `quality` and `sources` are compressed arrays of equal length; advisor/db/blocks.py reads and writes them.
    """

    __tablename__ = "interval_block"
    __table_args__ = (UniqueConstraint("supply_point_id", "channel", "month"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="interval_channel"))
    month: Mapped[date]
    start: Mapped[Moment]
    step_minutes: Mapped[int]
    scale: Mapped[float]
    codec: Mapped[Short]
    values: Mapped[bytes] = mapped_column(LargeBinary)
    quality: Mapped[bytes] = mapped_column(LargeBinary)
    sources: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column()

    # An update that meets another revision than the one it read fails instead of overwriting.
    __mapper_args__: ClassVar = {"version_id_col": revision}


class UsageDay(Base):
    """Energy of one local day; shares are of the day's intervals, so a partial day is seen as one."""

    __tablename__ = "usage_day"
    __table_args__ = (UniqueConstraint("supply_point_id", "channel", "day"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="day_channel"))
    day: Mapped[date]
    kwh: Mapped[float]
    measured_share: Mapped[float]
    estimated_share: Mapped[float]


class UsageMonth(Base):
    """Energy of one local calendar month; shares are of the month's intervals."""

    __tablename__ = "usage_month"
    __table_args__ = (UniqueConstraint("supply_point_id", "channel", "month"),)

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(by_value(Channel, name="month_channel"))
    month: Mapped[date]
    kwh: Mapped[float]
    measured_share: Mapped[float]
    estimated_share: Mapped[float]
