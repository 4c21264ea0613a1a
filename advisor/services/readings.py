"""Meter readings one by one: kept as they came, known when they come again, and made into usage by a job.

A person's typed readings and each device or program have one standing upload, whose layer the job makes anew.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.readings import MeterReading, ReadingKind
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.services.jobs import add_job
from advisor.services.settling import unsettle

Key = tuple[Channel, ReadingKind, datetime]


class UnstorableReading(ValueError):
    """A reading is not a number a meter can show, or its moment has no time zone."""


@dataclass(frozen=True)
class NewReading:
    """One reading. at: aware; value: kWh of a register (not below zero), W of power."""

    at: datetime
    value: float
    kind: ReadingKind = ReadingKind.REGISTER
    channel: Channel = Channel.IMPORT

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise UnstorableReading(f"a reading needs a time zone, received {self.at!r}")
        if not math.isfinite(self.value) or (self.kind is ReadingKind.REGISTER and self.value < 0):
            raise UnstorableReading(f"a meter cannot show {self.value!r}")


@dataclass(frozen=True)
class AddedReadings:
    """added: moments new to us; known: readings we had, which change nothing; corrected: another value for a moment."""

    added: int = 0
    known: int = 0
    corrected: int = 0

    @property
    def changed(self) -> bool:
        """Say whether the usage must be made anew."""
        return bool(self.added or self.corrected)


def standing_upload(
    session: Session,
    *,
    now: datetime,
    supply_point: SupplyPoint,
    kind: UploadKind,
    key: str,
    name: str,
    uploaded_by_id: int | None = None,
) -> Upload:
    """Return the one upload of a person's typed readings (kind typed) or of a device or program, made when missing.

    key: what tells it from others of its kind at this supply point; name: how lists call it. Within the caller's write
    transaction.
    """
    digest = hashlib.sha256(f"{kind.value}:{supply_point.id}:{key}".encode()).hexdigest()
    query = select(Upload).where(Upload.supply_point_id == supply_point.id, Upload.sha256 == digest).with_for_update()
    upload = session.scalars(query).one_or_none()
    if upload is None:
        _lock(session, supply_point.id)
        upload = session.scalars(query).one_or_none()
    if upload is None:
        upload = Upload(supply_point_id=supply_point.id, uploaded_by_id=uploaded_by_id, filename=name[:255])
        upload.sha256, upload.size_bytes, upload.kind, upload.status = digest, 0, kind, UploadStatus.IMPORTED
        upload.received_at = upload.imported_at = now
        session.add(upload)
        session.flush()
    return upload


def add_readings(
    session: Session,
    *,
    now: datetime,
    supply_point: SupplyPoint,
    upload: Upload,
    readings: Iterable[NewReading],
    deliberate: bool = False,
) -> AddedReadings:
    """Keep readings within the caller's write transaction; then ask for `request_derivation` where `changed`.

    Rows stay: another value for a moment is a row more, and the newest that is not removed counts. A reading we had
    changes nothing (messages are sent again), unless it is deliberate: said now by a person or a new request, it counts
    from now on, whatever had been said or removed before.
    """
    given = list({(r.channel, r.kind, r.at, r.value): r for r in readings}.values())
    if not given:
        return AddedReadings()
    # In the order in which an import and an undo take their locks: the upload, then the meter.
    session.flush()
    session.refresh(upload, with_for_update=True)
    _lock(session, supply_point.id)
    if upload.status is UploadStatus.UNDONE:
        _begin_anew(session, upload)
    rows = _rows_between(session, upload, min(r.at for r in given), max(r.at for r in given))
    counts = {"added": 0, "known": 0, "corrected": 0}
    for reading in given:
        moment = rows.setdefault((reading.channel, reading.kind, reading.at), [])
        became = _keep(session, moment, reading, upload=upload, now=now, deliberate=deliberate)
        counts[became] += 1
        if became != "known":
            unsettle(upload, at=reading.at)
    session.flush()
    return AddedReadings(**counts)


def request_derivation(session: Session, *, now: datetime, upload: Upload) -> int | None:
    """Queue the making of an upload's usage, within the caller's write transaction; None where that waits already.

    Announce the returned job after the commit.
    """
    waiting = select(Job.id).where(
        Job.kind == JobKind.DERIVE_READINGS, Job.upload_id == upload.id, Job.status == JobStatus.QUEUED
    )
    if session.scalars(waiting.limit(1)).one_or_none() is not None:
        return None
    kind, point_id = JobKind.DERIVE_READINGS, upload.supply_point_id
    return add_job(session, now=now, kind=kind, supply_point_id=point_id, upload_id=upload.id).id


def remove_moment(session: Session, *, now: datetime, reading: MeterReading) -> None:
    """Take a reading and what was said of its moment before out of the count; the rows stay for the history."""
    unsettle(session.get_one(Upload, reading.upload_id))
    session.execute(
        update(MeterReading)
        .where(
            MeterReading.upload_id == reading.upload_id,
            MeterReading.channel == reading.channel,
            MeterReading.kind == reading.kind,
            MeterReading.at == reading.at,
            MeterReading.removed_at.is_(None),
        )
        .values(removed_at=now)
    )


def _keep(
    session: Session,
    moment: list[MeterReading],
    reading: NewReading,
    *,
    upload: Upload,
    now: datetime,
    deliberate: bool,
) -> str:
    """Keep one reading beside the rows of its moment, oldest first, and say what became of it."""
    standing = [row for row in moment if row.removed_at is None]
    same = next((row for row in moment if row.value == reading.value), None)
    if same is not None and (not deliberate or (standing and standing[-1] is same)):
        return "known"
    if same is None:
        same = MeterReading(
            supply_point_id=upload.supply_point_id,
            upload_id=upload.id,
            channel=reading.channel,
            kind=reading.kind,
            at=reading.at,
            value=reading.value,
            received_at=now,
        )
        session.add(same)
        moment.append(same)
    else:
        # It is older than what was said after it, so that must go for it to count.
        for row in standing:
            row.removed_at = now
        same.removed_at = None
    return "corrected" if standing else "added"


def _rows_between(session: Session, upload: Upload, first: datetime, last: datetime) -> dict[Key, list[MeterReading]]:
    query = select(MeterReading).where(
        MeterReading.upload_id == upload.id,
        # With channel and kind named, the unique index leads straight to the moments.
        MeterReading.channel.in_(list(Channel)),
        MeterReading.kind.in_(list(ReadingKind)),
        MeterReading.at >= first,
        MeterReading.at <= last,
    )
    rows: dict[Key, list[MeterReading]] = {}
    for row in session.scalars(query.order_by(MeterReading.id)):
        rows.setdefault((row.channel, row.kind, row.at), []).append(row)
    return rows


def _begin_anew(session: Session, upload: Upload) -> None:
    """A standing upload that was undone takes readings again; those from before stay out of the count."""
    unsettle(upload)
    session.execute(
        update(MeterReading)
        .where(MeterReading.upload_id == upload.id, MeterReading.removed_at.is_(None))
        .values(removed_at=upload.undone_at)
    )
    upload.status, upload.undone_at = UploadStatus.IMPORTED, None


def _lock(session: Session, supply_point_id: int) -> None:
    """One writer at a time for each meter."""
    session.execute(select(SupplyPoint.id).where(SupplyPoint.id == supply_point_id).with_for_update())


def digits_of(answers: dict | None) -> int | None:
    """Return the whole digits of the register that a standing upload's answers name."""
    return (answers or {}).get("digits")


def replacements_of(answers: dict | None) -> tuple[datetime, ...]:
    """Return the moments of the first readings of new meters that a standing upload's answers name, oldest first."""
    return tuple(sorted(datetime.fromisoformat(text) for text in (answers or {}).get("replacements", ())))


def with_replacements(answers: dict | None, moments: Sequence[datetime]) -> dict:
    """Return the answers with these moments of new meters."""
    return {**(answers or {}), "replacements": sorted(moment.isoformat() for moment in moments)}
