"""Reads of single readings: which days have any, and those of a window, from the month blocks it touches."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.blocks import unpack
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, IntervalBlock, UsageDay
from advisor.db.months import join
from advisor.energy.usage import UsageSeries


def days_with_readings(
    session: Session, supply_point: SupplyPoint, *, channel: Channel = Channel.IMPORT
) -> tuple[date, date] | None:
    """Return the oldest and the newest day with readings, or None."""
    query = select(func.min(UsageDay.day), func.max(UsageDay.day))
    first, last = session.execute(query.filter_by(supply_point_id=supply_point.id, channel=channel)).one()
    return (first, last) if first else None


def readings_of_days(
    session: Session, supply_point: SupplyPoint, *, first: date, last: date, channel: Channel = Channel.IMPORT
) -> UsageSeries | None:
    """Return the usage of the months that hold the days, or None; it may begin before and end after them."""
    query = select(IntervalBlock).filter_by(supply_point_id=supply_point.id, channel=channel)
    months = query.where(IntervalBlock.month >= first.replace(day=1), IntervalBlock.month <= last)
    return join(unpack(block) for block in session.scalars(months.order_by(IntervalBlock.month)))
