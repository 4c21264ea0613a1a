"""Interval data in and out: what each source says is a layer; blocks and sums are made again from all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.blocks import MonthSlots, pack, packed_layer, unpack, unpack_layer
from advisor.db.combining import combined
from advisor.db.counting import MergeCounts, brought
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, IntervalBlock, UsageDay, UsageMonth
from advisor.db.layers import Correction, CorrectionAction, IntervalLayer
from advisor.db.months import continued, join, months_between, next_month, split
from advisor.db.stretches import corrected
from advisor.db.sums import day_sums, month_sums
from advisor.energy.usage import UsageSeries

SIMULATED = 0


def store_layer(
    session: Session,
    *,
    supply_point: SupplyPoint,
    upload_id: int | None,
    channel: Channel,
    series: UsageSeries,
    replace: bool = False,
) -> MergeCounts:
    """Keep what an upload says of a channel and make its months again; the caller holds the write transaction.

    Months the upload told before are told anew; with `replace` all it said of the channel goes first. upload_id is None
    for simulated usage, which gives way to any upload.
    """
    zone = ZoneInfo(supply_point.timezone)
    parts = split(series, zone=zone, source=upload_id or SIMULATED)
    mine = _layers(supply_point.id, upload_id).where(IntervalLayer.channel == channel)
    _put(session, supply_point, upload_id, channel, parts, earlier=session.scalars(mine), replace=replace)
    parts = beside_others(session, supply_point.id, upload_id, channel=channel)
    return sum((brought(mine, others=others) for mine, others in parts), MergeCounts())


def continue_layer(
    session: Session,
    *,
    supply_point: SupplyPoint,
    upload_id: int,
    channel: Channel,
    series: UsageSeries,
    since: datetime,
) -> bool:
    """Replace what an upload says of a channel from `since` on (UTC), and make those months again.

    False, and nothing done, where what it said before has another step: then it must be told whole.
    """
    zone = ZoneInfo(supply_point.timezone)
    month = since.astimezone(zone).date().replace(day=1)
    mine = _layers(supply_point.id, upload_id).where(IntervalLayer.channel == channel, IntervalLayer.month >= month)
    earlier = session.scalars(mine).all()
    begun = next((unpack_layer(layer) for layer in earlier if layer.month == month), None)
    if begun is not None:
        if begun.step_minutes != series.step_minutes:
            return False
        series = continued(begun, series, since=since)
    parts = split(series, zone=zone, source=upload_id)
    _put(session, supply_point, upload_id, channel, parts, earlier=earlier, replace=True)
    return True


def _put(
    session: Session,
    supply_point: SupplyPoint,
    upload_id: int | None,
    channel: Channel,
    parts: Iterable[MonthSlots],
    *,
    earlier: Iterable[IntervalLayer],
    replace: bool,
) -> None:
    """Write the months of a series over the `earlier` layers of their upload; with `replace` the others of these go."""
    told = {slots.month: slots for slots in parts if slots.quality.any()}
    earlier = {layer.month: layer for layer in earlier}
    gone = set(earlier) - set(told) if replace else set()
    for month in gone:
        session.delete(earlier[month])
    for month, slots in told.items():
        of = {"supply_point_id": supply_point.id, "channel": channel, "upload_id": upload_id}
        layer = earlier.get(month) or IntervalLayer(**of)
        for column, value in packed_layer(slots).items():
            setattr(layer, column, value)
        session.add(layer)
    session.flush()
    recombine(session, supply_point=supply_point, channel=channel, months=gone | set(told))


def remove_layers(session: Session, *, supply_point: SupplyPoint, upload_id: int) -> MergeCounts:
    """Take away what an upload says and make its months again, as if it had never come; say what it had brought."""
    layers = session.scalars(_layers(supply_point.id, upload_id)).all()
    counts = what_it_brought(session, supply_point_id=supply_point.id, upload_id=upload_id)
    touched: dict[Channel, set[date]] = defaultdict(set)
    for layer in layers:
        touched[layer.channel].add(layer.month)
        session.delete(layer)
    session.flush()
    for channel, months in touched.items():
        recombine(session, supply_point=supply_point, channel=channel, months=months)
    return counts


def what_it_brought(session: Session, *, supply_point_id: int, upload_id: int) -> MergeCounts:
    """Count what the stored layers of an upload add to those of all others, now."""
    parts = beside_others(session, supply_point_id, upload_id)
    return sum((brought(mine, others=others) for mine, others in parts), MergeCounts())


def with_and_without(
    session: Session, *, supply_point_id: int, upload_id: int
) -> Iterator[tuple[MonthSlots, MonthSlots | None]]:
    """Yield each month an upload tells of: as all layers have it together, and as the others have it (or None)."""
    for mine, others in beside_others(session, supply_point_id, upload_id):
        yield combined([*others, mine]), combined(others)


def recombine(session: Session, *, supply_point: SupplyPoint, channel: Channel, months: Iterable[date]) -> None:
    """Make blocks and sums of the months again from all layers and corrections; months without a value have none.

    What is stored after is a function of layers and corrections alone. A spread that reaches over the end of a month
    brings the other month in.
    """
    zone = ZoneInfo(supply_point.timezone)
    corrections = _standing_corrections(session, supply_point.id, channel)
    wanted = _with_neighbours(set(months), corrections, zone=zone)
    if not wanted:
        return
    outcome = {month: combined(layers) for month, layers in _told(session, supply_point.id, channel, wanted).items()}
    outcome = corrected({month: slots for month, slots in outcome.items() if slots is not None}, corrections)
    rows = session.scalars(_of(IntervalBlock, supply_point.id, channel).where(IntervalBlock.month.in_(wanted)))
    blocks = {block.month: block for block in rows}
    of = {"supply_point_id": supply_point.id, "channel": channel}
    for month in sorted(wanted):
        slots = outcome.get(month)
        days = (UsageDay.day >= month, UsageDay.day < next_month(month))
        session.execute(delete(UsageDay).filter_by(**of).where(*days))
        session.execute(delete(UsageMonth).filter_by(**of).where(UsageMonth.month == month))
        if slots is not None and slots.quality.any():
            block = blocks.get(month) or IntervalBlock(**of)
            pack(slots, block)
            session.add(block)
            session.add_all(UsageDay(**of, **sums) for sums in day_sums(slots, zone))
            session.add(UsageMonth(**of, **month_sums(slots)))
        elif month in blocks:
            session.delete(blocks[month])
    session.flush()


def load_series(session: Session, *, supply_point_id: int, channel: Channel = Channel.IMPORT) -> UsageSeries | None:
    """Return all stored usage of a channel as one series, or None."""
    query = _of(IntervalBlock, supply_point_id, channel).order_by(IntervalBlock.month)
    return join(unpack(block) for block in session.scalars(query))


def _layers(supply_point_id: int, upload_id: int | None):
    query = select(IntervalLayer).where(IntervalLayer.supply_point_id == supply_point_id)
    return query.where(IntervalLayer.upload_id == upload_id)


def _of(table: type, supply_point_id: int, channel: Channel):
    return select(table).where(table.supply_point_id == supply_point_id, table.channel == channel)


def _told(
    session: Session, supply_point_id: int, channel: Channel, months: Iterable[date]
) -> dict[date, list[MonthSlots]]:
    told: dict[date, list[MonthSlots]] = defaultdict(list)
    query = _of(IntervalLayer, supply_point_id, channel).where(IntervalLayer.month.in_(set(months)))
    for layer in session.scalars(query.order_by(IntervalLayer.month, IntervalLayer.upload_id)):
        told[layer.month].append(unpack_layer(layer))
    return told


def _standing_corrections(session: Session, supply_point_id: int, channel: Channel) -> list[Correction]:
    query = _of(Correction, supply_point_id, channel).where(Correction.undone_at.is_(None))
    return list(session.scalars(query.where(Correction.action != CorrectionAction.KEEP).order_by(Correction.id)))


def _with_neighbours(months: set[date], corrections: Iterable[Correction], *, zone: ZoneInfo) -> set[date]:
    """Return the months with all those that a correction ties to one of them."""
    spans = [months_between(correction.start, correction.end, zone=zone) for correction in corrections]
    grown = months
    while True:
        more = grown.union(*(span for span in spans if span & grown))
        if more == grown:
            return grown
        grown = more


def beside_others(
    session: Session, supply_point_id: int, upload_id: int | None, *, channel: Channel | None = None
) -> Iterator[tuple[MonthSlots, list[MonthSlots]]]:
    """Yield each month an upload tells of with the layers of all others."""
    rows = session.scalars(_layers(supply_point_id, upload_id)).all()
    for each in (channel,) if channel else Channel:
        mine = {row.month: unpack_layer(row) for row in rows if row.channel is each}
        told = _told(session, supply_point_id, each, mine) if mine else {}
        for month, layers in told.items():
            source = upload_id or SIMULATED
            yield mine[month], [layer for layer in layers if int(layer.sources.max()) != source]
