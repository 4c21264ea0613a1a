"""Assessments: the pipeline run on stored data or on a guest's answers; the result is kept as a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.assessments import Assessment
from advisor.db.documents import storable
from advisor.db.households import Household, SupplyPoint
from advisor.db.queries.scope import for_actor
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.services.actors import Actor
from advisor.services.bills import bill_periods
from advisor.services.failpoints import reach
from advisor.services.intervals import load_series
from advisor.services.jobs import announce, join_assessment
from advisor.services.tariff_reading import reference_in_force

if TYPE_CHECKING:
    from advisor.assessment.inputs import HouseholdInput
    from advisor.reference.loader import Reference


def request_assessment(session: Session, *, actor: Actor, now: datetime, supply_point_id: int) -> int:
    """Queue an assessment of a supply point of the actor, or join the one already waiting; return the job's id."""
    with write_transaction(session):
        point = for_actor(session, actor).supply_point(supply_point_id)
        job_id = join_assessment(session, now=now, supply_point_id=point.id).id
    announce(job_id)
    return job_id


def assess_supply_point(session: Session, *, now: datetime, supply_point_id: int, models_dir: Path) -> int | None:
    """Assess all stored data of a supply point and keep the snapshot; return its id, None if the point is gone.

    No transaction is open while the pipeline runs.
    """
    point = session.scalars(select(SupplyPoint).where(SupplyPoint.id == supply_point_id)).one_or_none()
    if point is None:
        return None
    as_of = now.astimezone(ZoneInfo(point.timezone)).date()
    given, reference = household_input(session, point), reference_in_force(session)
    session.rollback()
    reach("assess:started")
    document = _assess(given, as_of=as_of, models_dir=models_dir, reference=reference)
    reach("assess:computed")
    with write_transaction(session):
        assessment = Assessment(**columns_of(document, supply_point_id=supply_point_id, made_at=now, as_of=as_of))
        session.add(assessment)
        session.flush()
        return assessment.id


def columns_of(
    document: Mapping[str, object], *, supply_point_id: int, made_at: datetime, as_of: date
) -> dict[str, object]:
    """Return a storable snapshot as the columns of a row of assessment."""
    return {
        "supply_point_id": supply_point_id,
        "made_at": made_at,
        "as_of": as_of,
        "status": str(document["status"]),
        "document": document,
        "versions": document.get("versions", {}),
    }


def assess_guest(session: Session, *, given: Mapping[str, object], as_of: date, models_dir: Path) -> dict[str, object]:
    """Assess a guest's answers (one input line of the `assess` contract) and return the snapshot document.

    No transaction is open while the pipeline runs. Raises advisor.assessment.inputs.InvalidHousehold.
    """
    from advisor.assessment.inputs import parse_household

    household = parse_household({**given, "household_id": "guest"})
    reference = reference_in_force(session)
    session.rollback()
    return _assess(household, as_of=as_of, models_dir=models_dir, reference=reference)


def household_input(session: Session, point: SupplyPoint) -> HouseholdInput:
    """Put together what the database knows of a supply point, in the pipeline's terms."""
    from advisor.assessment.inputs import parse_household

    told = parse_household(input_document(point.household, point, bill_periods(session, point)))
    series = load_series(session, supply_point_id=point.id)
    return told if series is None else told.with_series(series)


def input_document(household: Household, point: SupplyPoint, bills: Iterable[BillPeriod]) -> dict[str, object]:
    """Return what is known of a supply point, its intervals aside, as an input line of the `assess` contract."""
    return {
        "household_id": f"supply-point-{point.id}",
        "household": {
            **household.facts,
            "department": household.department,
            "distributor": point.distributor,
            "tariff_option": point.tariff_option,
            "igv": point.igv,
            "timezone": point.timezone,
            "last_bill": point.last_bill,
        },
        "usage": {
            "bills": [
                {
                    "start": bill.start.isoformat(),
                    "end": bill.end.isoformat(),
                    "kwh": bill.kwh,
                    "total": None if bill.total is None else str(bill.total),
                    "estimated": bill.estimated,
                }
                for bill in bills
            ]
        },
    }


def assess_inputs(
    given: Iterable[HouseholdInput], *, as_of: date, models_dir: Path, reference: Reference
) -> list[dict[str, object]]:
    """Assess households in one go and return their snapshot documents, in order."""
    from advisor.assessment.pipeline import assess_many

    models = _models(models_dir, tuple(sorted(path.stat().st_mtime for path in models_dir.rglob("current"))))
    found = assess_many(given, reference=reference, models=models, as_of=as_of)
    return [storable(assessment.as_document()) for assessment in found]


def _assess(given: HouseholdInput, *, as_of: date, models_dir: Path, reference: Reference) -> dict[str, object]:
    (document,) = assess_inputs([given], as_of=as_of, models_dir=models_dir, reference=reference)
    return document


@lru_cache(maxsize=1)
def _models(models_dir: Path, _promoted: tuple[float, ...]):
    """Load the models once for each version promoted: opening them costs more than using them."""
    from advisor.forecasting.registry import load_models

    return load_models(models_dir)
