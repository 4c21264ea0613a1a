"""Homes whose prices changed: each one that was assessed is assessed again, when nobody else waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from advisor.assessment.pricing import distributor_key
from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.transactions import write_transaction
from advisor.reference.loader import load_reference
from advisor.services.jobs import add_job, announce
from advisor.services.urgency import BY_NOBODY

HOMES_AT_ONCE = 500


def assess_again(session: Session, *, now: datetime, distributors: Iterable[str]) -> int:
    """Queue an assessment of every assessed home of some distributors (keys) and return how many.

    A home that waits for one already gets no second. Run again after a crash it queues what is missing. Homes are
    written some hundreds at a time, so that a person's own writing comes in between.
    """
    queued = 0
    for homes in _some_at_a_time(session, _written_as(session, frozenset(distributors))):
        with write_transaction(session):
            jobs = [
                add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=home, params=dict(BY_NOBODY)).id
                for home in homes
            ]
        for job_id in jobs:
            announce(job_id)
        queued += len(jobs)
    return queued


def _written_as(session: Session, distributors: frozenset[str]) -> list[str]:
    """Return what homes have as their distributor that means one of these: its key, or its name as they wrote it."""
    reference = load_reference()
    written = session.scalars(select(SupplyPoint.distributor).where(SupplyPoint.distributor.is_not(None)).distinct())
    return [name for name in written if distributor_key(name, reference) in distributors]


def _some_at_a_time(session: Session, names: Sequence[str]) -> Iterator[list[int]]:
    waits = exists().where(
        Job.supply_point_id == SupplyPoint.id, Job.kind == JobKind.ASSESS, Job.status == JobStatus.QUEUED
    )
    assessed = exists().where(Assessment.supply_point_id == SupplyPoint.id)
    query = select(SupplyPoint.id).where(SupplyPoint.distributor.in_(names), assessed, ~waits)
    last = 0
    query = query.order_by(SupplyPoint.id).limit(HOMES_AT_ONCE)
    while homes := list(session.scalars(query.where(SupplyPoint.id > last))):
        last = homes[-1]
        yield homes
