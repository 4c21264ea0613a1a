"""Reads of single meter readings that count: of several rows of one moment the newest that was not removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.readings import Device, MeterReading, ReadingKind
from advisor.db.uploads import Upload, UploadKind, UploadStatus


def counting_values(
    session: Session, *, upload_id: int, channel: Channel, kind: ReadingKind, since: datetime | None = None
) -> tuple[list[datetime], list[float]]:
    """Return moments, oldest first, and values that count; two plain lists, for a device has half a million a year.

    since: the first moment wanted; None for all.
    """
    query = _of(upload_id, channel, kind).order_by(MeterReading.at, MeterReading.id)
    rows = session.execute(query if since is None else query.where(MeterReading.at >= since))
    latest = dict(rows.all())
    return list(latest), list(latest.values())


def several_count(session: Session, *, upload_id: int, channel: Channel, kind: ReadingKind) -> bool:
    """Say whether readings of two moments or more count."""
    moments = select(_of(upload_id, channel, kind).subquery().c.at).distinct().limit(2)
    return len(session.execute(moments).all()) > 1


def fingerprint(
    session: Session, *, upload_id: int, since: datetime | None = None
) -> tuple[int, int, int, datetime | None]:
    """Return what changes whenever a reading of the upload, from `since` on, is added, removed or restored."""
    last, count, removed = func.max(MeterReading.id), func.count(), func.max(MeterReading.removed_at)
    standing = func.count().filter(MeterReading.removed_at.is_(None))
    query = select(last, count, standing, removed).where(MeterReading.upload_id == upload_id)
    if since is not None:
        # With channel and kind named, the unique index leads straight to the moments.
        every = MeterReading.channel.in_(list(Channel)), MeterReading.kind.in_(list(ReadingKind))
        query = query.where(*every, MeterReading.at >= since)
    return tuple(session.execute(query).one())


def typed_readings(session: Session, supply_point: SupplyPoint) -> list[MeterReading]:
    """Return the readings a person typed that count, newest first."""
    query = (
        select(MeterReading)
        .join(Upload, MeterReading.upload_id == Upload.id)
        .where(
            MeterReading.supply_point_id == supply_point.id,
            MeterReading.removed_at.is_(None),
            Upload.kind == UploadKind.TYPED,
            Upload.status != UploadStatus.UNDONE,
        )
        .order_by(MeterReading.at, MeterReading.id)
    )
    latest = {reading.at: reading for reading in session.scalars(query)}
    return list(latest.values())[::-1]


def newest_value(session: Session, *, upload_id: int, channel: Channel, kind: ReadingKind) -> float | None:
    """Return the value of the latest moment that counts."""
    query = _of(upload_id, channel, kind).order_by(MeterReading.at.desc(), MeterReading.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else row[1]


def typed_upload(session: Session, supply_point: SupplyPoint) -> Upload | None:
    """Return the standing upload of the readings typed for a supply point, if any were."""
    query = select(Upload).where(Upload.supply_point_id == supply_point.id, Upload.kind == UploadKind.TYPED)
    return session.scalars(query.order_by(Upload.id).limit(1)).one_or_none()


def devices_of(session: Session, supply_points: Sequence[SupplyPoint]) -> list[Device]:
    """Return the connected meters of supply points, oldest first."""
    points = [point.id for point in supply_points]
    query = select(Device).where(Device.supply_point_id.in_(points), Device.removed_at.is_(None))
    return list(session.scalars(query.order_by(Device.id)))


def _of(upload_id: int, channel: Channel, kind: ReadingKind) -> Select:
    return select(MeterReading.at, MeterReading.value).where(
        MeterReading.upload_id == upload_id,
        MeterReading.channel == channel,
        MeterReading.kind == kind,
        MeterReading.removed_at.is_(None),
    )
