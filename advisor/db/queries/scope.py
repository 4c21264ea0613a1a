"""The one scoped query layer: what an actor may see. Not yours and not existing are the same NotFound.

Rights of this version: members see their own households and everything in them. Consultants will see through grants,
which do not exist yet, so they see nothing. Administrators have no right to read a household.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from advisor.db.assessments import Assessment
from advisor.db.households import Household, Membership, SupplyPoint
from advisor.db.jobs import Job
from advisor.db.uploads import Upload


class NotFound(LookupError):
    """There is no such thing for this actor; `kind` and `id` say what was looked for."""

    def __init__(self, kind: str, id: object) -> None:
        super().__init__(f"no {kind} {id} for this actor")
        self.kind = kind
        self.id = id


class SomeActor(Protocol):
    """What the scope needs to know of an actor (services.actors.Actor)."""

    user_id: int | None


@dataclass(frozen=True)
class Scope:
    """Queries limited to what one actor may see."""

    session: Session
    user_id: int | None

    def households(self) -> list[Household]:
        """Return the actor's households, oldest first; empty for a guest."""
        return list(self.session.scalars(self._mine(select(Household)).order_by(Household.id)))

    def household(self, household_id: int) -> Household:
        """Return one household of the actor or raise NotFound."""
        return self._one("household", household_id, select(Household).where(Household.id == household_id))

    def supply_points(self) -> list[SupplyPoint]:
        """Return the supply points of all the actor's households, oldest first."""
        query = self._mine(select(SupplyPoint).join(Household)).order_by(SupplyPoint.id)
        return list(self.session.scalars(query))

    def supply_point(self, supply_point_id: int) -> SupplyPoint:
        """Return one supply point of the actor or raise NotFound."""
        query = select(SupplyPoint).join(Household).where(SupplyPoint.id == supply_point_id)
        return self._one("supply_point", supply_point_id, query)

    def upload(self, upload_id: int) -> Upload:
        """Return one upload of the actor or raise NotFound."""
        query = select(Upload).join(SupplyPoint).join(Household).where(Upload.id == upload_id)
        return self._one("upload", upload_id, query)

    def job(self, job_id: int) -> Job:
        """Return one job on the actor's data or raise NotFound."""
        query = select(Job).join(SupplyPoint, Job.supply_point_id == SupplyPoint.id).join(Household)
        return self._one("job", job_id, query.where(Job.id == job_id))

    def assessment(self, assessment_id: int) -> Assessment:
        """Return one stored assessment of the actor or raise NotFound."""
        query = select(Assessment).join(SupplyPoint).join(Household).where(Assessment.id == assessment_id)
        return self._one("assessment", assessment_id, query)

    def _one(self, kind: str, id: int, query: Select):
        found = self.session.scalars(self._mine(query)).one_or_none() if self.user_id is not None else None
        if found is None:
            raise NotFound(kind, id)
        return found

    def _mine(self, query: Select) -> Select:
        return query.join(Membership, Membership.household_id == Household.id).where(Membership.user_id == self.user_id)


def for_actor(session: Session, actor: SomeActor) -> Scope:
    """Return the queries `actor` may make."""
    return Scope(session, actor.user_id)
