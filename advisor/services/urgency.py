"""Which job goes first: each is due some time after it was made, and the worker takes the one that is due first.

What a person waits for on a page is due at once, what a program or a meter brought in a minute, a consultant's
clients in an hour, what nobody asked for (new prices) in half a day. So a portfolio of two hundred clients holds up
nobody, and nothing waits for ever: a job is overtaken only by those made before it is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from advisor.db.households import Household, Membership, SupplyPoint
from advisor.db.jobs import Job, JobKind
from advisor.db.uploads import Upload, UploadKind


class Urgency(Enum):
    """Who waits for a job."""

    PERSON = "person"
    PROGRAM = "program"
    CONSULTANCY = "consultancy"
    NOBODY = "nobody"


PATIENCE: Mapping[Urgency, timedelta] = {
    Urgency.PERSON: timedelta(),
    Urgency.PROGRAM: timedelta(minutes=1),
    Urgency.CONSULTANCY: timedelta(hours=1),
    Urgency.NOBODY: timedelta(hours=12),
}
# What the `params` of a job hold that nobody asked for; who then asks for the same takes it out.
BY_NOBODY: Mapping[str, str] = {"asked_by": "nobody"}
BY_THEMSELVES = (UploadKind.API, UploadKind.DEVICE)


def due_at(session: Session, *, job_id: int) -> datetime | None:
    """Return when a job is due (UTC), told by its row and its home alone; None for a job that is gone."""
    upload = select(Upload.kind).where(Upload.id == Job.upload_id)
    newest = select(Upload.kind).where(Upload.supply_point_id == Job.supply_point_id, Upload.imported_at.is_not(None))
    newest = newest.order_by(Upload.imported_at.desc(), Upload.id.desc()).limit(1)
    member = exists().where(Membership.household_id == Household.id)
    query = (
        select(
            Job.kind,
            Job.created_at,
            Job.params,
            upload.scalar_subquery(),
            newest.scalar_subquery(),
            Household.consultancy_id.is_not(None) & ~member,
        )
        .outerjoin(SupplyPoint, Job.supply_point_id == SupplyPoint.id)
        .outerjoin(Household)
        .where(Job.id == job_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    kind, created_at, params, brought_as, told_last, of_a_client = found
    if params == BY_NOBODY:
        return created_at + PATIENCE[Urgency.NOBODY]
    return created_at + PATIENCE[urgency(kind, source=brought_as or told_last, of_a_client=bool(of_a_client))]


def urgency(kind: JobKind, *, source: UploadKind | None, of_a_client: bool) -> Urgency:
    """Say who waits. source: kind of the job's upload, or of what its home told last; of_a_client: none lives there."""
    if kind is JobKind.IMPORT_PORTFOLIO or (kind is JobKind.ASSESS and of_a_client):
        return Urgency.CONSULTANCY
    if source in BY_THEMSELVES:
        return Urgency.PROGRAM
    return Urgency.PERSON
