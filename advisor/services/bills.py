"""Bills of a supply point: what each source says is a layer; the bills that stand are made again from all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import Bill, BillSource, SupplyPoint
from advisor.db.layers import BillLayer
from advisor.db.queries.scope import for_actor
from advisor.db.standing import standing_bills
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.history import note
from advisor.services.own_prices import following_bills

TOLD = ("start", "end", "kwh", "total", "estimated")


def save_bills(
    session: Session, *, actor: Actor, now: datetime, supply_point_id: int, bills: Sequence[BillPeriod]
) -> int:
    """Replace what was typed in the span the given bills cover; return how many of them stand.

    What is only given back of a file or of a full bill stays as it was. The prices of a full bill that the person had
    typed go with it.
    """
    with write_transaction(session):
        point = for_actor(session, actor).supply_point_to_change(supply_point_id)
        # The standing bills are made again from all layers: one writer at a time for each meter.
        session.refresh(point, with_for_update=True)
        rows = {row.start: row for row in session.scalars(select(Bill).where(Bill.supply_point_id == point.id))}
        given_back = {bill.start for bill in bills if _is_given_back(rows.get(bill.start), bill)}
        typed = [bill for bill in bills if bill.start not in given_back]
        with following_bills(session, point):
            store_bill_layer(
                session,
                supply_point=point,
                upload_id=None,
                bills=typed,
                at=now,
                details=[_over_a_full_bill(rows.get(bill.start), bill) for bill in typed],
                span=bills,
                keep=[start for start in given_back if rows[start].upload_id is None],
            )
        stored = bill_periods(session, point)
        count = sum(bill in stored for bill in bills)
        note(session, now=now, kind="bills_typed", supply_point_id=point.id, actor_id=actor.user_id, bills=count)
        record(session, now=now, tag="web:bills:saved", actor_id=actor.user_id, subject_id=point.id, bills=count)
    return count


def store_bill_layer(
    session: Session,
    *,
    supply_point: SupplyPoint,
    upload_id: int | None,
    bills: Sequence[BillPeriod],
    at: datetime,
    details: Sequence[Mapping[str, object] | None] | None = None,
    source: BillSource | None = None,
    span: Sequence[BillPeriod] | None = None,
    keep: Collection[date] = (),
) -> int:
    """Keep what a source says of bills and make the standing ones again; return how many of these stand.

    An upload's earlier bills go first; what was typed (upload_id None) goes where the given bills, or `span`, reach,
    but for bills that start on a day of `keep`. `details` stand beside `bills`: what a full bill says beyond its bar,
    None for a bar. The caller holds the write transaction.
    """
    mine = (BillLayer.supply_point_id == supply_point.id) & (BillLayer.upload_id == upload_id)
    reach = bills if span is None else span
    if upload_id is None and reach:
        first, last = min(bill.start for bill in reach), max(bill.end for bill in reach)
        mine &= (BillLayer.start < last) & (BillLayer.end > first) & BillLayer.start.not_in(keep)
    if upload_id is not None or reach:
        session.execute(delete(BillLayer).where(mine))
    default = BillSource.TYPED if upload_id is None else BillSource.FILE
    layers = [
        BillLayer(
            supply_point_id=supply_point.id,
            upload_id=upload_id,
            source=source or default,
            at=at,
            detail=None if detail is None else storable(detail),
            **{name: getattr(bill, name) for name in TOLD},
        )
        for bill, detail in zip(bills, details or [None] * len(bills), strict=True)
    ]
    session.add_all(layers)
    session.flush()
    standing = recombine_bills(session, supply_point=supply_point)
    return sum(layer in standing for layer in layers)


def remove_bill_layer(session: Session, *, supply_point: SupplyPoint, upload_id: int) -> int:
    """Take away what an upload says of bills and make the standing ones again; return how many it had said."""
    mine = (BillLayer.supply_point_id == supply_point.id) & (BillLayer.upload_id == upload_id)
    removed = session.execute(delete(BillLayer).where(mine)).rowcount
    recombine_bills(session, supply_point=supply_point)
    return removed


def recombine_bills(session: Session, *, supply_point: SupplyPoint) -> list[BillLayer]:
    """Make the bills of a supply point again from their layers; return the layers that stand."""
    query = select(BillLayer).where(BillLayer.supply_point_id == supply_point.id)
    standing = standing_bills(session.scalars(query))
    rows = {row.start: row for row in session.scalars(select(Bill).where(Bill.supply_point_id == supply_point.id))}
    for start in set(rows) - {layer.start for layer in standing}:
        session.delete(rows[start])
    for layer in standing:
        row = rows.get(layer.start) or Bill(supply_point_id=supply_point.id)
        for name in TOLD:
            setattr(row, name, getattr(layer, name))
        row.detail, row.source, row.upload_id = layer.detail, layer.source, layer.upload_id
        session.add(row)
    session.flush()
    session.expire(supply_point, ["bills"])
    return standing


def bill_periods(session: Session, supply_point: SupplyPoint) -> tuple[BillPeriod, ...]:
    """Return the stored bills, oldest first."""
    query = select(Bill).where(Bill.supply_point_id == supply_point.id).order_by(Bill.start)
    return tuple(_period(row) for row in session.scalars(query))


def _period(row: Bill) -> BillPeriod:
    return BillPeriod(**{name: getattr(row, name) for name in TOLD})


def _is_given_back(row: Bill | None, bill: BillPeriod) -> bool:
    """Say whether the form only gives back what a file told, which its undo takes away, or what a full bill says."""
    return row is not None and _period(row) == bill and (row.upload_id is not None or bool(row.detail))


def _over_a_full_bill(row: Bill | None, bill: BillPeriod) -> dict | None:
    """Return an empty detail where the person types over a full bill, so that their word has its rank; else None."""
    full = row is not None and row.detail is not None and row.end == bill.end and bill.kwh is not None
    return {} if full else None
