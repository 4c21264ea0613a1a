"""Reads of a consultancy's portfolio: its files and their jobs, and a page of its clients with their last data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, defer

from advisor.db.households import Bill, Household, SupplyPoint
from advisor.db.intervals import Channel, UsageDay
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.portfolios import Consultancy, PortfolioFile
from advisor.db.uploads import UploadStatus

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class ClientPage:
    """Supply points of one page of the list, with the number of all that match."""

    points: tuple[SupplyPoint, ...]
    total: int


def clients_of(session: Session, consultancy: Consultancy, *, text: str, first: int, most: int) -> ClientPage:
    """Return a page of the supply points of the households a consultancy brought, by name; `text` is looked for in
    name, reference and place."""
    total = session.scalars(_matching(select(func.count(SupplyPoint.id)), consultancy, text)).one()
    query = _matching(select(SupplyPoint), consultancy, text).options(contains_eager(SupplyPoint.household))
    query = query.order_by(Household.name, Household.client_reference, SupplyPoint.id).offset(first).limit(most)
    return ClientPage(tuple(session.scalars(query)), total)


def last_days(session: Session, points: tuple[SupplyPoint, ...]) -> dict[int, date]:
    """Return by supply point the last day with readings, or the end of its last bill, whichever is later."""
    ids = [point.id for point in points]
    metered = select(UsageDay.supply_point_id, func.max(UsageDay.day)).where(
        UsageDay.supply_point_id.in_(ids), UsageDay.channel == Channel.IMPORT
    )
    billed = select(Bill.supply_point_id, func.max(Bill.end)).where(Bill.supply_point_id.in_(ids))
    found: dict[int, date] = {}
    for query in (metered.group_by(UsageDay.supply_point_id), billed.group_by(Bill.supply_point_id)):
        for point_id, last in session.execute(query):
            found[point_id] = max(last, found.get(point_id, last))
    return found


def portfolio_files(session: Session, consultancy: Consultancy, *, most: int) -> list[PortfolioFile]:
    """Return the newest files of a consultancy, without the fate of their rows."""
    query = select(PortfolioFile).where(PortfolioFile.consultancy_id == consultancy.id)
    query = query.order_by(PortfolioFile.received_at.desc(), PortfolioFile.id.desc()).limit(most)
    return list(session.scalars(query.options(defer(PortfolioFile.summary))))


def unfinished_file(session: Session, consultancy: Consultancy) -> PortfolioFile | None:
    """Return the newest file that is worked on or waits for somebody of the consultancy."""
    going_on = (UploadStatus.RECEIVED, UploadStatus.CHECKED, UploadStatus.CONFIRMED)
    return next((file for file in portfolio_files(session, consultancy, most=10) if file.status in going_on), None)


def job_of_portfolio_file(session: Session, file: PortfolioFile) -> Job | None:
    """Return the newest job that works on a portfolio file."""
    query = select(Job).where(Job.portfolio_file_id == file.id).order_by(Job.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def results_waiting(session: Session, consultancy_id: int) -> int:
    """Count the clients whose new result is being made; one that nobody asked for (new prices) is not waited for."""
    of_mine = select(SupplyPoint.id).join(Household).where(Household.consultancy_id == consultancy_id)
    query = select(func.count(func.distinct(Job.supply_point_id))).where(
        Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]), Job.kind == JobKind.ASSESS
    )
    query = query.where(Job.params["asked_by"].as_string().is_distinct_from("nobody"))
    return session.scalars(query.where(Job.supply_point_id.in_(of_mine))).one()


def _matching(query: Select, consultancy: Consultancy, text: str) -> Select:
    query = query.join(Household, SupplyPoint.household_id == Household.id)
    query = query.where(Household.consultancy_id == consultancy.id)
    for word in text[:LONGEST_SEARCH].split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        columns = (Household.name, Household.client_reference, Household.department)
        query = query.where(or_(*(column.ilike(f"%{escaped}%", escape="\\") for column in columns)))
    return query
