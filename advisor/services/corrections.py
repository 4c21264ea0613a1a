"""Corrections: a household's word on a stretch of its data, applied on top of all layers and undone at will."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.jobs import JobKind
from advisor.db.layers import Correction, CorrectionAction
from advisor.db.months import months_between
from advisor.db.queries.scope import NotFound, for_actor
from advisor.db.transactions import write_transaction
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.failpoints import reach
from advisor.services.history import note, stored_kwh
from advisor.services.intervals import recombine
from advisor.services.jobs import add_job, announce


def correct(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    supply_point_id: int,
    channel: Channel,
    start: datetime,
    end: datetime,
    kind: str,
    action: CorrectionAction,
) -> int:
    """Apply what the household decided of [start, end) (UTC) and return the correction's id.

    The same word again changes nothing; another on the same stretch takes the place of the earlier. Raises NotFound.
    """
    if end <= start:
        raise ValueError(f"a stretch must end after it starts, received {start} to {end}")
    with write_transaction(session):
        point = _locked(session, for_actor(session, actor).supply_point_to_change(supply_point_id).id)
        stretch = {"supply_point_id": point.id, "channel": channel, "start": start, "end": end}
        earlier = session.scalars(
            select(Correction).filter_by(**stretch).where(Correction.undone_at.is_(None))
        ).one_or_none()
        if earlier is not None and earlier.action is action:
            return earlier.id
        if earlier is not None:
            earlier.undone_at = now
        correction = Correction(**stretch, kind=kind, action=action, actor_id=actor.user_id, at=now)
        session.add(correction)
        session.flush()
        changes = action is not CorrectionAction.KEEP or earlier is not None
        job_id = _applied(session, point, correction, actor=actor, now=now, kind="correction", changes=changes)
        correction_id = correction.id
    if job_id is not None:
        announce(job_id)
    return correction_id


def undo_correction(session: Session, *, actor: Actor, now: datetime, supply_point_id: int, correction_id: int) -> bool:
    """Take a correction back; False where it was taken back before. Raises NotFound."""
    with write_transaction(session):
        point = _locked(session, for_actor(session, actor).supply_point_to_change(supply_point_id).id)
        query = select(Correction).where(Correction.id == correction_id, Correction.supply_point_id == point.id)
        correction = session.scalars(query).one_or_none()
        if correction is None:
            raise NotFound("correction", correction_id)
        if correction.undone_at is not None:
            return False
        correction.undone_at = now
        changes = correction.action is not CorrectionAction.KEEP
        job_id = _applied(session, point, correction, actor=actor, now=now, kind="correction_undone", changes=changes)
    if job_id is not None:
        announce(job_id)
    return True


def _locked(session: Session, supply_point_id: int) -> SupplyPoint:
    return session.scalars(select(SupplyPoint).where(SupplyPoint.id == supply_point_id).with_for_update()).one()


def _applied(
    session: Session,
    point: SupplyPoint,
    correction: Correction,
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    changes: bool,
) -> int | None:
    """Make the months of a correction again where it `changes` values; return the job of the new assessment, if any."""
    kwh_before = stored_kwh(session, supply_point_id=point.id)
    if changes:
        months = months_between(correction.start, correction.end, zone=ZoneInfo(point.timezone))
        session.flush()
        recombine(session, supply_point=point, channel=correction.channel, months=months)
    reach("correction:recombined")
    note(
        session,
        now=now,
        kind=kind,
        supply_point_id=point.id,
        actor_id=actor.user_id,
        correction_id=correction.id,
        action=correction.action.value,
        kwh_before=kwh_before,
        kwh_after=stored_kwh(session, supply_point_id=point.id),
    )
    tag = "web:data:corrected" if kind == "correction" else "web:data:correction_undone"
    record(session, now=now, tag=tag, actor_id=actor.user_id, subject_id=point.id, correction=correction.id)
    return add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id).id if changes else None
