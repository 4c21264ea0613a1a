"""The import of a confirmed upload: everything of it in one transaction, or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisor.db.households import Bill, SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.jobs import JobKind
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadStatus
from advisor.services.bills import add_bills_of_upload
from advisor.services.checking import StoredFile, read_stored, stored_file
from advisor.services.content import content_path
from advisor.services.failpoints import reach
from advisor.services.intervals import MergeCounts, forget_intervals, merge_series
from advisor.services.jobs import add_job, announce

if TYPE_CHECKING:
    from advisor.ingest import ReadResult


def import_upload(session: Session, *, now: datetime, upload_id: int, uploads_dir: Path) -> None:
    """Store the series and bills of a confirmed upload and queue the new assessment; imported ones are left alone."""
    stored = stored_file(session, upload_id=upload_id, uploads_dir=uploads_dir, wanted=UploadStatus.CONFIRMED)
    if stored is None:
        return
    reach("import:started")
    result = read_stored(stored)
    reach("import:read")
    with write_transaction(session):
        upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one_or_none()
        if upload is None or upload.status is not UploadStatus.CONFIRMED:
            return
        point = _locked_supply_point(session, upload.supply_point_id)
        upload.result = _store(session, point, upload, result)
        upload.status, upload.imported_at = UploadStatus.IMPORTED, now
        reach("import:marked")
        job = add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id)
        job_id = job.id
        session.flush()
        reach("import:before_commit")
    reach("import:committed")
    announce(job_id)


def rebuild(session: Session, *, supply_point_id: int, uploads_dir: Path) -> None:
    """Make all intervals and file bills of a supply point anew from its kept files, in the order they were received."""
    query = select(Upload, SupplyPoint).join(SupplyPoint).where(
        Upload.supply_point_id == supply_point_id, Upload.status == UploadStatus.IMPORTED
    )
    stored = [
        (upload.id, content_path(uploads_dir, upload.sha256), upload.filename, point.timezone, upload.answers or {})
        for upload, point in session.execute(query.order_by(Upload.id))
    ]
    session.rollback()
    results = [(upload_id, read_stored(StoredFile(*rest))) for upload_id, *rest in stored]
    with write_transaction(session):
        point = _locked_supply_point(session, supply_point_id)
        forget_intervals(session, supply_point_id=point.id)
        session.execute(delete(Bill).where(Bill.supply_point_id == point.id, Bill.upload_id.is_not(None)))
        for upload_id, result in results:
            upload = session.scalars(select(Upload).where(Upload.id == upload_id)).one()
            upload.result = _store(session, point, upload, result)


def _locked_supply_point(session: Session, supply_point_id: int) -> SupplyPoint:
    """Take the supply point's row lock: one import at a time for each meter."""
    return session.scalars(select(SupplyPoint).where(SupplyPoint.id == supply_point_id).with_for_update()).one()


def _store(session: Session, point: SupplyPoint, upload: Upload, result: ReadResult) -> dict[str, object]:
    counts, bills, kwh = MergeCounts(), 0, 0.0
    for channel in Channel:
        # A file over several supply points gives its first; which one was used is in the summary the person confirmed.
        supply = result.supply(channel.value)
        if supply is None:
            continue
        if supply.series is not None:
            counts += merge_series(
                session, supply_point=point, channel=channel, series=supply.series, upload_id=upload.id
            )
            kwh += supply.series.total_kwh if channel is Channel.IMPORT else 0.0
            reach(f"import:merged_{channel.value}")
        if supply.bills:
            bills += add_bills_of_upload(session, supply_point=point, bills=supply.bills, upload_id=upload.id)
            reach("import:bills_added")
    return {
        "intervals_added": counts.added,
        "intervals_replaced": counts.replaced,
        "intervals_kept": counts.kept,
        "bills_added": bills,
        "kwh": round(kwh, 6),
    }
