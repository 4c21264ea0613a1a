"""The import of a confirmed upload: everything of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.jobs import JobKind
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services.bills import remove_bill_layer
from advisor.services.checking import StoredFile, read_stored, stored_file
from advisor.services.content import content_path
from advisor.services.deriving import renew_typed
from advisor.services.failpoints import reach
from advisor.services.history import note, stored_kwh
from advisor.services.intervals import remove_layers
from advisor.services.jobs import add_job, announce
from advisor.services.storing import part_of, store_parts

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
        kwh_before = stored_kwh(session, supply_point_id=point.id)
        upload.result = _store(session, point, upload, result, at=now)
        upload.summary = _renewed(upload.summary, result)
        upload.status, upload.imported_at = UploadStatus.IMPORTED, now
        note(
            session,
            now=now,
            kind="import",
            supply_point_id=point.id,
            actor_id=upload.uploaded_by_id,
            upload_id=upload.id,
            kwh_before=kwh_before,
            kwh_after=stored_kwh(session, supply_point_id=point.id),
            **upload.result,
        )
        reach("import:marked")
        job = add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id)
        job_id = job.id
        session.flush()
        renewed_id = renew_typed(session, now=now, supply_point=point)
        reach("import:before_commit")
    reach("import:committed")
    announce(job_id)
    if renewed_id is not None:
        announce(renewed_id)


def rebuild(session: Session, *, supply_point_id: int, uploads_dir: Path) -> None:
    """Make the layers of a supply point's imported files anew from the kept files, and with them what is stored.

    Typed and derived bills, simulated usage and the layers made from meter readings stay as they are.
    """
    query = (
        select(Upload, SupplyPoint)
        .join(SupplyPoint)
        .where(Upload.supply_point_id == supply_point_id, Upload.status == UploadStatus.IMPORTED)
        # A standing upload has no file: its layers come from readings.
        .where(Upload.kind.in_([UploadKind.FILE, UploadKind.API]), Upload.size_bytes > 0)
    )
    stored = [
        (upload.id, content_path(uploads_dir, upload.sha256), upload.filename, point.timezone, upload.answers or {})
        for upload, point in session.execute(query.order_by(Upload.id))
    ]
    session.rollback()
    results = [(upload_id, read_stored(StoredFile(*rest))) for upload_id, *rest in stored]
    with write_transaction(session):
        point = _locked_supply_point(session, supply_point_id)
        for upload_id, _ in results:
            remove_layers(session, supply_point=point, upload_id=upload_id)
            remove_bill_layer(session, supply_point=point, upload_id=upload_id)
        for upload_id, result in results:
            upload = session.scalars(select(Upload).where(Upload.id == upload_id)).one()
            upload.result = _store(session, point, upload, result, at=upload.imported_at)


def _locked_supply_point(session: Session, supply_point_id: int) -> SupplyPoint:
    """Take the supply point's row lock: one import at a time for each meter."""
    return session.scalars(select(SupplyPoint).where(SupplyPoint.id == supply_point_id).with_for_update()).one()


def _store(
    session: Session, point: SupplyPoint, upload: Upload, result: ReadResult, *, at: datetime
) -> dict[str, object]:
    """Store what was read of the one supply that is the home's. Raises UnableToReadFile where it was not told which."""
    from advisor.ingest import UnableToReadFile

    count = len({supply.supply_point for supply in result.supplies})
    if count > 1:
        raise UnableToReadFile("supply_not_told", count=count)
    supplies = [result.supply(channel.value) for channel in Channel]
    parts = [part_of(read.channel, read.series, read.bills, read.details) for read in supplies if read is not None]
    return store_parts(session, supply_point=point, upload_id=upload.id, parts=[part for part in parts if part], at=at)


def _renewed(summary: Mapping | None, result: ReadResult) -> dict[str, object] | None:
    """Return the summary with the fate of rows and supplies as the person's answer settled them."""
    if summary is None or all(question["key"] != "supply" for question in summary.get("questions", [])):
        return summary
    settled = result.as_document()
    names = ("supplies", "findings", "rows", "decisions", "refused_rows")
    return storable({**summary, **{name: settled[name] for name in names}})
