"""Filling a database with a sample world: refused where real people are, continued where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.accounts import User
from advisor.db.assessments import Assessment, GuestResult
from advisor.db.audit import AuditEvent
from advisor.db.households import Bill, Household, SupplyPoint
from advisor.db.intervals import UsageDay
from advisor.db.transactions import write_transaction
from advisor.services.audit import record
from advisor.services.consultancies import ensure_consultancy, find_or_make
from advisor.services.sample.building import Batch, BuiltHome, build
from advisor.services.sample.homes import HALF_HOURS_A_DAY, ZONE
from advisor.services.sample.storing import DOMAIN, add_people, email_of, store_batch

BEGUN = "sample:world:begun"
HOMES_A_BATCH = 200
# Its consultants read all homes, in which their owners live.
CONSULTANCY = "Consultora de muestra"
OTHERS = {"consultant": 3, "administrator": 2}


@dataclass(frozen=True)
class World:
    """What a sample world is made from; the same values give the same homes."""

    households: int
    years: int
    seed: int


@dataclass(frozen=True)
class Counts:
    """What a sample world holds, counted in the database; intervals are half hours with a value."""

    households: int
    metered: int
    bills: int
    intervals: int
    assessments: int


class RealPeople(ValueError):
    """The database holds people, or results of guests, that no sample and no demonstration put there."""


class OtherWorld(ValueError):
    """The database holds another sample world; `stored` is what it was made from."""

    def __init__(self, stored: World) -> None:
        super().__init__(f"the database holds another sample world: {stored}")
        self.stored = stored


def fill(
    session: Session,
    *,
    world: World,
    now: datetime,
    password_hash: Callable[[], str],
    models_dir: Path,
    processes: int = 1,
    told: Callable[[int], None] = lambda _done: None,
) -> Counts:
    """Fill the database, or go on where an earlier run was stopped; `told` hears how many homes are stored.

    password_hash: asked for once, by the run that begins the world; all its accounts share it.
    Raises RealPeople or OtherWorld before anything is written.
    """
    made_at, as_of = _begun(session, world, now=now, password_hash=password_hash)
    consultancy_id = find_or_make(session, now=made_at, name=CONSULTANCY)
    shared_hash = session.scalars(select(User.password).where(_of_sample()).limit(1)).one()
    done = _stored(session)
    session.rollback()
    batches = [
        Batch(numbers, seed=world.seed, years=world.years, as_of=as_of, models_dir=models_dir)
        for numbers in _numbers(world.households)
        if email_of(numbers[0]) not in done
    ]
    count = world.households - sum(len(batch.numbers) for batch in batches)
    told(count)
    with _builders(processes, batches) as built_batches:
        for built in built_batches:
            store_batch(
                session,
                built,
                made_at=made_at,
                as_of=as_of,
                password_hash=shared_hash,
                consultancy_id=consultancy_id,
            )
            count += len(built)
            told(count)
    return _counts(session)


def _begun(session: Session, world: World, *, now: datetime, password_hash: Callable[[], str]) -> tuple[datetime, date]:
    """Return the moment and day of the world, noted by the run that began it, so that a later run makes the same."""
    with write_transaction(session):
        _refuse_real_people(session)
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == BEGUN)).one_or_none()
        if event is not None:
            stored = World(*(event.details[name] for name in ("households", "years", "seed")))
            if stored != world:
                raise OtherWorld(stored)
            return event.at, date.fromisoformat(event.details["as_of"])
        as_of, made = now.astimezone(ZoneInfo(ZONE)).date(), password_hash()
        consultancy_id = ensure_consultancy(session, now=now, name=CONSULTANCY).id
        for role, count in OTHERS.items():
            emails = [f"sample-{role}-{number}@{DOMAIN}" for number in range(1, count + 1)]
            works_for = consultancy_id if role == "consultant" else None
            add_people(session, emails, role=role, made_at=now, password_hash=made, consultancy_id=works_for)
        record(session, now=now, tag=BEGUN, actor_id=None, as_of=as_of.isoformat(), **vars(world))
    return now, as_of


def _refuse_real_people(session: Session) -> None:
    people = select(User.id).where(~User.is_demo, ~_of_sample()).limit(1)
    guests = select(GuestResult.id).limit(1)
    if session.scalars(people).one_or_none() is not None or session.scalars(guests).one_or_none() is not None:
        raise RealPeople("the database holds people")


def _of_sample():
    return User.email.like(f"sample-%@{DOMAIN}")


def _stored(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(User.email).where(_of_sample())))


def _numbers(households: int) -> Iterator[range]:
    for first in range(1, households + 1, HOMES_A_BATCH):
        yield range(first, min(first + HOMES_A_BATCH, households + 1))


@contextmanager
def _builders(processes: int, batches: list[Batch]) -> Iterator[Iterable[list[BuiltHome]]]:
    """Give the built batches in order, made here or by processes of their own; only this one writes."""
    if processes == 1:
        yield map(build, batches)
        return
    # Spawned, not forked: a forked process would share this one's open database.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield _ahead(pool, batches, ahead=2 * processes)


def _ahead(pool: ProcessPoolExecutor, batches: list[Batch], *, ahead: int) -> Iterator[list[BuiltHome]]:
    """Yield built batches in order with at most `ahead` of them in memory or at work."""
    waiting = [pool.submit(build, batch) for batch in batches[:ahead]]
    for position in range(len(batches)):
        built = waiting.pop(0).result()
        if position + ahead < len(batches):
            waiting.append(pool.submit(build, batches[position + ahead]))
        yield built


def _counts(session: Session) -> Counts:
    def count(table, *where) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*where))

    mine = select(SupplyPoint.id).join(Household).where(~Household.is_demo)
    shares = UsageDay.measured_share + UsageDay.estimated_share
    days = UsageDay.supply_point_id.in_(mine)
    found = Counts(
        households=count(Household, ~Household.is_demo),
        metered=session.scalar(select(func.count(UsageDay.supply_point_id.distinct())).where(days)),
        bills=count(Bill, Bill.supply_point_id.in_(mine)),
        intervals=round((session.scalar(select(func.sum(shares)).where(days)) or 0) * HALF_HOURS_A_DAY),
        assessments=count(Assessment, Assessment.supply_point_id.in_(mine)),
    )
    session.rollback()
    return found
