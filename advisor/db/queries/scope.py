"""The one scoped query layer: what an actor may see. Not yours and not existing are the same NotFound.

Rights of this version: members see and change their own households and everything in them. A consultant sees the
households that the own consultancy brought and may bring data for them, and sees its portfolio files; what was told of
such a household is the consultancy's to change only while it has no member of its own. A program acts for members
alone. Administrators have no right to read a household.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Select, exists, select, union_all
from sqlalchemy.orm import Session, contains_eager, selectinload

from advisor.db.accounts import Role, User
from advisor.db.assessments import Assessment
from advisor.db.households import Household, Membership, SupplyPoint
from advisor.db.jobs import Job
from advisor.db.portfolios import Consultancy, PortfolioFile
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
        """Return the households the actor lives in, with their supply points, oldest first; empty for a guest."""
        query = self._home(select(Household)).options(selectinload(Household.supply_points))
        return list(self.session.scalars(query.order_by(Household.id)))

    def household(self, household_id: int) -> Household:
        """Return one household of the actor or raise NotFound."""
        return self._one("household", household_id, select(Household).where(Household.id == household_id))

    def supply_points(self) -> list[SupplyPoint]:
        """Return the supply points of all households the actor lives in, oldest first."""
        query = self._home(select(SupplyPoint).join(Household)).order_by(SupplyPoint.id)
        return list(self.session.scalars(query))

    def supply_points_of_homes(self) -> list[SupplyPoint]:
        """Return what `supply_points` does, each with its household."""
        query = self._home(select(SupplyPoint).join(Household)).options(contains_eager(SupplyPoint.household))
        return list(self.session.scalars(query.order_by(SupplyPoint.id)))

    def supply_point(self, supply_point_id: int) -> SupplyPoint:
        """Return one supply point of the actor or raise NotFound."""
        query = select(SupplyPoint).join(Household).where(SupplyPoint.id == supply_point_id)
        return self._one("supply_point", supply_point_id, query)

    def supply_point_of_home(self, supply_point_id: int) -> SupplyPoint:
        """Return one supply point of a household the actor lives in or raise NotFound; a client's is none."""
        query = select(SupplyPoint).join(Household).where(SupplyPoint.id == supply_point_id)
        return self._found("supply_point", supply_point_id, self._home(query))

    def upload(self, upload_id: int) -> Upload:
        """Return one upload of the actor or raise NotFound."""
        query = select(Upload).join(SupplyPoint).join(Household).where(Upload.id == upload_id)
        return self._one("upload", upload_id, query)

    def household_to_change(self, household_id: int) -> Household:
        """Return one household whose people the actor may speak for, or raise NotFound."""
        query = select(Household).where(Household.id == household_id)
        return self._found("household", household_id, self._changed(query))

    def supply_point_to_change(self, supply_point_id: int) -> SupplyPoint:
        """Return one supply point of which the actor may change what was told, or raise NotFound."""
        query = select(SupplyPoint).join(Household).where(SupplyPoint.id == supply_point_id)
        return self._found("supply_point", supply_point_id, self._changed(query))

    def upload_to_change(self, upload_id: int) -> Upload:
        """Return one upload that the actor may take back, or raise NotFound."""
        query = select(Upload).join(SupplyPoint).join(Household).where(Upload.id == upload_id)
        return self._found("upload", upload_id, self._changed(query))

    def upload_with_file(self, upload_id: int) -> Upload:
        """Return one upload whose file the actor may see: of a client only what the consultancy itself gave."""
        colleagues = select(User.id).where(User.consultancy_id == self._works_for())
        query = select(Upload).join(SupplyPoint).join(Household).where(Upload.id == upload_id)
        given = Upload.uploaded_by_id.in_(colleagues) & (Household.consultancy_id == self._works_for())
        return self._found("upload", upload_id, query.where(Household.id.in_(self._homes()) | given))

    def job(self, job_id: int) -> Job:
        """Return one job on the actor's data or raise NotFound."""
        query = select(Job).join(SupplyPoint, Job.supply_point_id == SupplyPoint.id).join(Household)
        return self._one("job", job_id, query.where(Job.id == job_id))

    def assessment(self, assessment_id: int) -> Assessment:
        """Return one stored assessment of the actor or raise NotFound."""
        query = select(Assessment).join(SupplyPoint).join(Household).where(Assessment.id == assessment_id)
        return self._one("assessment", assessment_id, query)

    def consultancy(self) -> Consultancy:
        """Return the consultancy the actor works for or raise NotFound."""
        return self._found("consultancy", None, select(Consultancy).where(Consultancy.id == self._works_for()))

    def portfolio_file(self, portfolio_file_id: int) -> PortfolioFile:
        """Return one portfolio file of the actor's consultancy or raise NotFound."""
        query = select(PortfolioFile).where(PortfolioFile.id == portfolio_file_id)
        query = query.where(PortfolioFile.consultancy_id == self._works_for())
        return self._found("portfolio_file", portfolio_file_id, query)

    def _one(self, kind: str, id: int, query: Select):
        return self._found(kind, id, self._mine(query))

    def _found(self, kind: str, id: object, query: Select):
        found = self.session.scalars(query).one_or_none() if self.user_id is not None else None
        if found is None:
            raise NotFound(kind, id)
        return found

    def _home(self, query: Select) -> Select:
        return query.join(Membership, Membership.household_id == Household.id).where(Membership.user_id == self.user_id)

    def _mine(self, query: Select) -> Select:
        """Limit to the households the actor lives in and those of the consultancy; each is found by an index."""
        brought = select(Household.id).where(Household.consultancy_id == self._works_for())
        return query.where(Household.id.in_(union_all(self._homes(), brought)))

    def _changed(self, query: Select) -> Select:
        """Limit to the households the actor lives in and those of the consultancy in which nobody has a say yet."""
        brought = select(Household.id).where(Household.consultancy_id == self._works_for())
        alone = brought.where(~exists().where(Membership.household_id == Household.id))
        return query.where(Household.id.in_(union_all(self._homes(), alone)))

    def _homes(self) -> Select:
        return select(Membership.household_id).where(Membership.user_id == self.user_id)

    def _works_for(self):
        """Select the consultancy of the actor: empty for whoever is not an active consultant of one."""
        mine = select(User.consultancy_id).join(User.roles).where(User.id == self.user_id)
        return mine.where(User.active, Role.name == "consultant").scalar_subquery()


def for_actor(session: Session, actor: SomeActor) -> Scope:
    """Return the queries `actor` may make."""
    return Scope(session, actor.user_id)
