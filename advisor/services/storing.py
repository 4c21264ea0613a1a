"""What was read for one meter put into its layers: the same for a household's file and for a client's part of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from advisor.db.counting import MergeCounts
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.services.bills import store_bill_layer
from advisor.services.failpoints import reach
from advisor.services.intervals import store_layer


@dataclass(frozen=True, eq=False)
class Part:
    """One channel of what was read: a series, bills, or both; details: what each bill says beside its bar."""

    channel: Channel
    series: UsageSeries | None = None
    bills: Sequence[BillPeriod] = ()
    details: Sequence[Mapping[str, object] | None] | None = None


def part_of(
    channel: str,
    series: UsageSeries | None,
    bills: Sequence[BillPeriod] = (),
    details: Sequence[Mapping[str, object] | None] | None = None,
) -> Part | None:
    """Return the part of a channel by its name; None for a channel that is not kept."""
    known = {kept.value: kept for kept in Channel}
    return Part(known[channel], series, bills, details or None) if channel in known else None


def store_parts(
    session: Session, *, supply_point: SupplyPoint, upload_id: int, parts: Iterable[Part], at: datetime
) -> dict[str, object]:
    """Store the parts as layers of an upload, in the caller's transaction; return what they brought.

    The caller holds the lock of the supply point's row. kwh: energy taken from the grid by the series, kWh.
    """
    counts, bills, kwh = MergeCounts(), 0, 0.0
    for part in parts:
        if part.series is not None:
            counts += store_layer(
                session, supply_point=supply_point, upload_id=upload_id, channel=part.channel, series=part.series
            )
            kwh += part.series.total_kwh if part.channel is Channel.IMPORT else 0.0
            reach(f"import:merged_{part.channel.value}")
        if part.bills:
            bills += store_bill_layer(
                session, supply_point=supply_point, upload_id=upload_id, bills=part.bills, at=at, details=part.details
            )
            reach("import:bills_added")
    return brought(counts, bills=bills, kwh=kwh)


def brought(counts: MergeCounts, *, bills: int = 0, kwh: float = 0.0) -> dict[str, object]:
    """Return what an upload brought, as its row keeps it: intervals by what became of them, bills, kWh."""
    return {
        "intervals_added": counts.added,
        "intervals_replaced": counts.replaced,
        "intervals_kept": counts.kept,
        "intervals_differing": counts.differing,
        "bills_added": bills,
        "kwh": round(kwh, 6),
    }
