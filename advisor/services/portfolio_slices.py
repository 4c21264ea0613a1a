"""A client's own part of a portfolio file as an upload of its supply point, so that it can be seen and undone there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.energy.usage import Quality
from advisor.services.content import StoredContent
from advisor.services.portfolio_checking import ZONE

if TYPE_CHECKING:
    from advisor.ingest.portfolio import Client


def known_upload(session: Session, point: SupplyPoint, content: StoredContent) -> Upload | None:
    """Return the upload of the client's own part of the file: what others of the file used is not in it."""
    query = select(Upload).where(Upload.supply_point_id == point.id, Upload.sha256 == content.sha256)
    return session.scalars(query.with_for_update()).one_or_none()


def new_upload(
    session: Session,
    *,
    now: datetime,
    client: Client,
    point: SupplyPoint,
    content: StoredContent,
    filename: str,
    uploaded_by_id: int | None,
) -> Upload:
    """Make the upload that stands for a client's part of a portfolio file; its rows are shown under the file's name."""
    upload = Upload(
        supply_point_id=point.id,
        uploaded_by_id=uploaded_by_id,
        filename=filename,
        sha256=content.sha256,
        size_bytes=content.size_bytes,
        kind=UploadKind.FILE,
        status=UploadStatus.CONFIRMED,
        summary=_summary(client),
        answers={},
        received_at=now,
        checked_at=now,
        confirmed_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def _summary(client: Client) -> dict[str, object]:
    """Return what the pages show of an upload: the shape of the `read` contract, for the client's part alone."""
    from advisor.ingest import SupplyRead

    zone = ZoneInfo(ZONE)
    supplies = [
        SupplyRead(
            None,
            part.channel,
            "kWh",
            part.series.step_minutes,
            part.series,
            values=len(part.series) - part.series.count(Quality.MISSING),
        )
        for part in client.series
    ]
    if client.bills:
        supplies.append(SupplyRead(None, "import", "kWh", None, None, client.bills, values=len(client.bills)))
    return storable(
        {
            "format": "portfolio",
            "encoding": "utf-8",
            "timezone": ZONE,
            "kind": "interval" if client.series else "bills",
            "supplies": [supply.as_document(zone) for supply in supplies],
            "findings": [],
            "rows": {"read": 1, "used": 1, "refused": 0, "ignored": 0, "lines": 1, "header": 0, "blank": 0},
            "questions": [],
            "decisions": [],
            "refused_rows": [],
        }
    )
