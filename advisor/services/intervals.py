"""Interval data in and out: merge a series into its month blocks, write the daily and monthly sums, read it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.blocks import MonthSlots, merged, pack, unpack
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, IntervalBlock, UsageDay, UsageMonth
from advisor.db.months import join, next_month, split
from advisor.energy.usage import MINUTES_PER_DAY, Quality, UsageSeries


@dataclass(frozen=True)
class MergeCounts:
    """What a merge did to the slots that carry a value of the upload: new ones, replaced ones, ones that lost."""

    added: int = 0
    replaced: int = 0
    kept: int = 0

    def __add__(self, other: MergeCounts) -> MergeCounts:
        return MergeCounts(self.added + other.added, self.replaced + other.replaced, self.kept + other.kept)


def merge_series(
    session: Session, *, supply_point: SupplyPoint, channel: Channel, series: UsageSeries, upload_id: int
) -> MergeCounts:
    """Merge a series into the stored months and renew their sums; the caller holds the write transaction."""
    counts = MergeCounts()
    zone = ZoneInfo(supply_point.timezone)
    for new in split(series, zone=zone, source=upload_id):
        if not new.quality.any():
            continue
        block = _block(session, supply_point.id, channel, new.month)
        old = unpack(block) if block.codec else None
        slots = merged(old, new) if old else new
        pack(slots, block)
        session.add(block)
        _write_sums(session, supply_point.id, channel, slots, zone)
        counts += _counts(old, slots, upload_id, int((new.quality > 0).sum()))
    session.flush()
    return counts


def load_series(session: Session, *, supply_point_id: int, channel: Channel = Channel.IMPORT) -> UsageSeries | None:
    """Return all stored usage of a channel as one series, or None."""
    query = select(IntervalBlock).where(
        IntervalBlock.supply_point_id == supply_point_id, IntervalBlock.channel == channel
    )
    return join(unpack(block) for block in session.scalars(query.order_by(IntervalBlock.month)))


def forget_intervals(session: Session, *, supply_point_id: int) -> None:
    """Remove all blocks and sums of a supply point; the uploads they came from stay."""
    for table in (IntervalBlock, UsageDay, UsageMonth):
        session.execute(delete(table).where(table.supply_point_id == supply_point_id))


def _block(session: Session, supply_point_id: int, channel: Channel, month: date) -> IntervalBlock:
    query = select(IntervalBlock).where(
        IntervalBlock.supply_point_id == supply_point_id,
        IntervalBlock.channel == channel,
        IntervalBlock.month == month,
    )
    found = session.scalars(query).one_or_none()
    return found or IntervalBlock(supply_point_id=supply_point_id, channel=channel, month=month, codec="")


def _counts(old: MonthSlots | None, slots: MonthSlots, upload_id: int, offered: int) -> MergeCounts:
    """Count the slots of the merged grid; a re-run of the same upload adds nothing."""
    now_ours = slots.sources == upload_id
    if old is None:
        return MergeCounts(added=int(now_ours.sum()))
    before = old.at_step(slots.step_minutes)
    added = int((now_ours & (before.quality == Quality.MISSING)).sum())
    replaced = int((now_ours & (before.quality > 0) & (before.sources != upload_id)).sum())
    return MergeCounts(added=added, replaced=replaced, kept=max(0, offered - added - replaced))


def _write_sums(session: Session, supply_point_id: int, channel: Channel, slots: MonthSlots, zone: tzinfo) -> None:
    """Replace the daily rows and the monthly row of one block."""
    days = _local_days(slots, zone)
    where = {"supply_point_id": supply_point_id, "channel": channel}
    after = next_month(slots.month)
    session.execute(delete(UsageDay).filter_by(**where).where(UsageDay.day >= slots.month, UsageDay.day < after))
    session.execute(delete(UsageMonth).filter_by(**where).where(UsageMonth.month == slots.month))
    for index in range((after - slots.month).days):
        chosen = days == index
        if slots.quality[chosen].any():
            session.add(UsageDay(**where, day=slots.month + timedelta(days=index), **_sums(slots, chosen)))
    everything = np.ones(len(slots.units), dtype=bool)
    session.add(UsageMonth(**where, month=slots.month, **_sums(slots, everything)))


def _local_days(slots: MonthSlots, zone: tzinfo) -> np.ndarray:
    """Return for each slot the day of the month it starts in, from 0."""
    count = len(slots.units)
    if (slots.start.astimezone(zone).utcoffset()) == slots.end.astimezone(zone).utcoffset():
        return np.arange(count) * slots.step_minutes // MINUTES_PER_DAY
    step = timedelta(minutes=slots.step_minutes)
    return np.array([(slots.start + i * step).astimezone(zone).day - 1 for i in range(count)])


def _sums(slots: MonthSlots, chosen: np.ndarray) -> dict[str, float]:
    quality = slots.quality[chosen]
    return {
        # Summing whole units first keeps the sum exact.
        "kwh": int(slots.units[chosen].sum()) / round(1 / slots.scale_kwh),
        "measured_share": float((quality == Quality.MEASURED).mean()),
        "estimated_share": float((quality == Quality.ESTIMATED).mean()),
    }
