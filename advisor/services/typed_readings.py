"""What a person reads at the face of the meter: typed, corrected, removed; what does not fit is asked about first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.households import SupplyPoint
from advisor.db.queries.meter_readings import typed_readings
from advisor.db.queries.scope import NotFound, for_actor
from advisor.db.readings import MeterReading
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind
from advisor.energy.reading_doubts import Doubt, Explanation, doubt_of
from advisor.energy.registers import RegisterReading
from advisor.services.actors import Actor
from advisor.services.history import note
from advisor.services.jobs import announce
from advisor.services.readings import (
    NewReading,
    add_readings,
    remove_moment,
    replacements_of,
    request_derivation,
    standing_upload,
    with_replacements,
)


def type_reading(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    supply_point_id: int,
    at: datetime,
    kwh: float,
    explanation: Explanation | None = None,
    name: str,
    instead_of: int | None = None,
) -> Doubt | None:
    """Keep a reading and queue the making of usage; or keep nothing and return what is doubtful of it.

    explanation: the person's answer to that doubt; name: how lists call the readings a person typed; instead_of: the id
    of the reading that this one corrects. Raises NotFound.
    """
    with write_transaction(session):
        point = for_actor(session, actor).supply_point_to_change(supply_point_id)
        corrected = _typed(session, point, instead_of) if instead_of is not None else None
        upload = standing_upload(
            session,
            now=now,
            supply_point=point,
            kind=UploadKind.TYPED,
            key="",
            name=name,
            uploaded_by_id=actor.user_id,
        )
        new = RegisterReading(at, kwh)
        others = [r for r in typed_readings(session, point) if corrected is None or r.at != corrected.at]
        doubt = doubt_of(new, same_meter(others, at=at, replaced_at=_replaced_at(upload, without=corrected)))
        if doubt is not None and (explanation not in doubt.explanations or explanation is Explanation.SLIP):
            return doubt
        if corrected is not None:
            _forget(session, now=now, upload=upload, reading=corrected)
        _explain(upload, new, doubt, explanation)
        readings = [NewReading(at, kwh)]
        added = add_readings(session, now=now, supply_point=point, upload=upload, readings=readings, deliberate=True)
        job_id = request_derivation(session, now=now, upload=upload) if added.changed or corrected else None
        of = {"supply_point_id": point.id, "actor_id": actor.user_id, "upload_id": upload.id}
        note(session, now=now, kind="readings", **of, at=at.isoformat(), kwh=kwh, corrected=corrected is not None)
    if job_id is not None:
        announce(job_id)
    return None


def remove_reading(session: Session, *, actor: Actor, now: datetime, supply_point_id: int, reading_id: int) -> None:
    """Take a typed reading out of the count and have the usage made anew. Raises NotFound."""
    with write_transaction(session):
        point = for_actor(session, actor).supply_point_to_change(supply_point_id)
        reading = _typed(session, point, reading_id)
        upload = session.get_one(Upload, reading.upload_id, with_for_update=True)
        at, kwh = reading.at, reading.value
        _forget(session, now=now, upload=upload, reading=reading)
        job_id = request_derivation(session, now=now, upload=upload)
        of = {"supply_point_id": point.id, "actor_id": actor.user_id, "upload_id": upload.id}
        note(session, now=now, kind="readings_removed", **of, at=at.isoformat(), kwh=kwh)
    if job_id is not None:
        announce(job_id)


def same_meter(
    readings: Sequence[MeterReading], *, at: datetime, replaced_at: Sequence[datetime]
) -> list[RegisterReading]:
    """Return the readings of the meter that hung there at a moment."""
    which = sum(edge <= at for edge in replaced_at)
    mine = [reading for reading in readings if sum(edge <= reading.at for edge in replaced_at) == which]
    return [RegisterReading(reading.at, reading.value) for reading in mine]


def _typed(session: Session, point: SupplyPoint, reading_id: int) -> MeterReading:
    """Return a typed reading that counts."""
    query = (
        select(MeterReading)
        .join(Upload, MeterReading.upload_id == Upload.id)
        .where(
            MeterReading.id == reading_id,
            MeterReading.supply_point_id == point.id,
            MeterReading.removed_at.is_(None),
            Upload.kind == UploadKind.TYPED,
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("reading", reading_id)
    return found


def _replaced_at(upload: Upload, *, without: MeterReading | None) -> list[datetime]:
    return [edge for edge in replacements_of(upload.answers) if without is None or edge != without.at]


def _forget(session: Session, *, now: datetime, upload: Upload, reading: MeterReading) -> None:
    """Remove a reading, and the new meter that began with it."""
    upload.answers = with_replacements(upload.answers, _replaced_at(upload, without=reading))
    remove_moment(session, now=now, reading=reading)


def _explain(upload: Upload, new: RegisterReading, doubt: Doubt | None, explanation: Explanation | None) -> None:
    """Keep what the person said of the meter with the upload, for the making of usage."""
    if doubt is None:
        return
    if explanation is Explanation.NEW_METER:
        first = doubt.other.at if doubt.kind == "above_next" else new.at
        upload.answers = with_replacements(upload.answers, [*replacements_of(upload.answers), first])
    if explanation is Explanation.ROLLED_OVER:
        upload.answers = {**(upload.answers or {}), "digits": doubt.digits}
