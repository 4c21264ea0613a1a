"""The check of an upload: read the stored file, keep what was understood for the person to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadStatus
from advisor.services.content import content_path
from advisor.services.failpoints import reach

if TYPE_CHECKING:
    from advisor.ingest import ReadResult

IMPORTABLE_KINDS = ("interval", "register", "bills")


@dataclass(frozen=True)
class StoredFile:
    """What reading a stored upload needs, taken out of the database so that no transaction stays open."""

    path: Path
    filename: str
    timezone: str
    answers: Mapping[str, object] = field(default_factory=dict)


def check_upload(session: Session, *, now: datetime, upload_id: int, uploads_dir: Path) -> None:
    """Read the file and store the summary; an upload that is already checked or further is left alone."""
    stored = stored_file(session, upload_id=upload_id, uploads_dir=uploads_dir, wanted=UploadStatus.RECEIVED)
    if stored is None:
        return
    reach("check:started")
    status, summary = _summary(stored)
    reach("check:read")
    with write_transaction(session):
        upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one_or_none()
        if upload is not None and upload.status is UploadStatus.RECEIVED:
            upload.status, upload.summary, upload.checked_at = status, storable(summary), now
    reach("check:stored")


def stored_file(
    session: Session, *, upload_id: int, uploads_dir: Path, wanted: UploadStatus
) -> StoredFile | None:
    """Return the file of an upload that stands at `wanted`, else None; ends the read transaction."""
    query = select(Upload, SupplyPoint).join(SupplyPoint).where(Upload.id == upload_id)
    found = session.execute(query).one_or_none()
    stored = None
    if found is not None and found.Upload.status is wanted:
        upload, point = found
        path = content_path(uploads_dir, upload.sha256)
        stored = StoredFile(path, upload.filename, point.timezone, dict(upload.answers or {}))
    session.rollback()
    return stored


def read_stored(stored: StoredFile) -> ReadResult:
    """Read the file as the person answered; raises advisor.ingest.UnableToReadFile."""
    from advisor.ingest import read_file

    answers = {str(key): str(value) for key, value in stored.answers.items()}
    return read_file(stored.path, zone=ZoneInfo(stored.timezone), filename=stored.filename, answers=answers)


def _summary(stored: StoredFile) -> tuple[UploadStatus, dict[str, object]]:
    from advisor.ingest import UnableToReadFile

    try:
        result = read_stored(stored)
    except UnableToReadFile as problem:
        return UploadStatus.REFUSED, {"findings": [problem.finding.as_document()], "supplies": []}
    summary = result.as_document()
    summary["preview"] = {"header": list(result.header), "rows": [[row, list(cells)] for row, cells in result.preview]}
    holds_usage = any(supply.series is not None or supply.bills for supply in result.supplies)
    usable = result.kind in IMPORTABLE_KINDS and holds_usage
    return (UploadStatus.CHECKED if usable else UploadStatus.REFUSED), summary
