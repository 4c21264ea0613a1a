"""Undo of one upload: what it says goes, and what is stored is as if it had never come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from advisor.db.blocks import MonthSlots
from advisor.db.households import SupplyPoint
from advisor.db.jobs import JobKind
from advisor.db.layers import BillLayer
from advisor.db.queries.scope import for_actor
from advisor.db.readings import MeterReading
from advisor.db.standing import standing_bills
from advisor.db.sums import local_days
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.bills import remove_bill_layer
from advisor.services.deriving import renew_typed
from advisor.services.failpoints import reach
from advisor.services.history import note, stored_kwh
from advisor.services.intervals import remove_layers, with_and_without
from advisor.services.jobs import add_job, announce
from advisor.services.own_prices import following_bills

# Connected meters and typed readings stand as long as they bring readings; these are removed one by one.
UNDOABLE = (UploadKind.FILE, UploadKind.BILL_PDF, UploadKind.BILL_PHOTO, UploadKind.API)


class NotUndoable(ValueError):
    """The upload is not stored, or is none that is undone as a whole; `status` says where it stands."""

    def __init__(self, status: UploadStatus) -> None:
        super().__init__(f"an upload that is {status.value} cannot be undone")
        self.status = status


@dataclass(frozen=True)
class Undoing:
    """What an undo would do.

    lost, restored: spans [first, last] of local days that lose data, and that only go back to another source;
    bills_lost, bills_restored: how many of its bills leave nothing behind, and how many give way to another's.
    """

    lost: tuple[tuple[date, date], ...]
    restored: tuple[tuple[date, date], ...]
    bills_lost: int
    bills_restored: int


def undoable(upload: Upload) -> bool:
    """Say whether the upload can be undone now."""
    return upload.status is UploadStatus.IMPORTED and upload.kind in UNDOABLE


def what_undo_does(session: Session, *, upload: Upload) -> Undoing:
    """Say which days and bills an undo of the upload would change; changes nothing."""
    zone = ZoneInfo(upload.supply_point.timezone)
    lost, restored = set(), set()
    for before, after in with_and_without(session, supply_point_id=upload.supply_point_id, upload_id=upload.id):
        empties, gives_way = _days_changed(before, after, zone=zone, source=upload.id)
        lost |= empties
        restored |= gives_way
    layers = session.scalars(select(BillLayer).where(BillLayer.supply_point_id == upload.supply_point_id)).all()
    stays = standing_bills(layer for layer in layers if layer.upload_id != upload.id)
    goes = [layer for layer in standing_bills(layers) if layer.upload_id == upload.id]
    covered = sum(any(layer.start < other.end and other.start < layer.end for other in stays) for layer in goes)
    return Undoing(tuple(_spans(lost)), tuple(_spans(restored - lost)), len(goes) - covered, covered)


def undo_upload(session: Session, *, actor: Actor, now: datetime, upload_id: int) -> bool:
    """Take back what an upload brought and queue a new assessment; False where it was undone before.

    Raises NotFound or NotUndoable. The file stays kept: the same content can be given again.
    """
    with write_transaction(session):
        for_actor(session, actor).upload_to_change(upload_id)
        # In the order in which an import takes its locks: the upload, then the meter.
        fresh = {"populate_existing": True}
        query = select(Upload).where(Upload.id == upload_id).with_for_update()
        upload = session.scalars(query.execution_options(**fresh)).one()
        query = select(SupplyPoint).where(SupplyPoint.id == upload.supply_point_id).with_for_update()
        point = session.scalars(query.execution_options(**fresh)).one()
        if upload.status is UploadStatus.UNDONE:
            return False
        if not undoable(upload):
            raise NotUndoable(upload.status)
        kwh_before = stored_kwh(session, supply_point_id=point.id)
        counts = remove_layers(session, supply_point=point, upload_id=upload.id)
        reach("undo:layers_removed")
        with following_bills(session, point):
            bills = remove_bill_layer(session, supply_point=point, upload_id=upload.id)
        standing = (MeterReading.upload_id == upload.id) & MeterReading.removed_at.is_(None)
        session.execute(update(MeterReading).where(standing).values(removed_at=now))
        reach("undo:bills_removed")
        upload.status, upload.undone_at = UploadStatus.UNDONE, now
        note(
            session,
            now=now,
            kind="undo",
            supply_point_id=point.id,
            actor_id=actor.user_id,
            upload_id=upload.id,
            intervals_removed=counts.added,
            intervals_restored=counts.replaced,
            bills_removed=bills,
            kwh_before=kwh_before,
            kwh_after=stored_kwh(session, supply_point_id=point.id),
        )
        record(session, now=now, tag="web:upload:undone", actor_id=actor.user_id, subject_id=upload.id)
        job_id = add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id).id
        renewed_id = renew_typed(session, now=now, supply_point=point)
        reach("undo:before_commit")
    reach("undo:committed")
    announce(job_id)
    if renewed_id is not None:
        announce(renewed_id)
    return True


def _days_changed(
    before: MonthSlots, after: MonthSlots | None, *, zone: ZoneInfo, source: int
) -> tuple[set[date], set[date]]:
    """Return the local days with slots of the source that hold nothing afterwards, and with such that still do."""
    ours = before.sources == source
    days = local_days(before, zone)
    had = np.zeros(len(ours), bool)
    if after is not None:
        had = after.at_step(before.step_minutes).quality > 0
    dates = [
        {before.month + timedelta(days=int(day)) for day in np.unique(days[chosen])}
        for chosen in (ours & ~had, ours & had)
    ]
    return dates[0], dates[1]


def _spans(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each run of consecutive days."""
    first = last = None
    for day in sorted(days):
        if last is not None and day == last + timedelta(days=1):
            last = day
            continue
        if first is not None:
            yield first, last
        first = last = day
    if first is not None:
        yield first, last
