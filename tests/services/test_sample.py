"""The sample command fills an empty database with assessed homes, always the same, and never touches real people."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from advisor.db import Assessment, Bill, Household, IntervalBlock, SupplyPoint, UsageDay, UsageMonth, User
from advisor.db.queries.portfolios import clients_of
from advisor.db.queries.scope import NotFound, for_actor
from advisor.reference.loader import load_reference
from advisor.reference.sample import WEEKS, london_weeks
from advisor.services import accounts, guests
from advisor.services.actors import Actor
from advisor.services.assessments import assess_supply_point
from advisor.services.intervals import load_series
from advisor.services.sample import Counts, OtherWorld, RealPeople, World, fill, storing, world
from advisor.services.sample.homes import simulated_home

SMALL = World(households=10, years=1, seed=3)
AS_OF = date(2026, 5, 14)


@pytest.fixture
def fill_with(session, now, settings):
    """Fill the database of the test."""

    def run(of: World = SMALL, *, at=now, **options) -> Counts:
        options = {"password_hash": lambda: "hash", "models_dir": settings.models_dir, **options}
        return fill(session, world=of, now=at, **options)

    return run


def home(number: int, *, seed: int = 3, years: int = 1):
    return simulated_home(number, seed=seed, years=years, as_of=AS_OF, reference=load_reference())


def test_the_weeks_are_fifteen_whole_homes_with_their_source_beside_them():
    weeks = london_weeks()
    assert weeks.shape == (15, 13, 336)
    assert (weeks.sum(axis=(1, 2)) / 91).min() > 2.5
    assert WEEKS.stat().st_size < 300_000
    assert "CC BY 4.0" in WEEKS.with_name("ATTRIBUTION.md").read_text("utf-8")


def test_bills_follow_each_other_and_are_sums_of_the_half_hours():
    found = home(10, years=3)
    assert len(found.bills) == 36
    for earlier, later in zip(found.bills, found.bills[1:], strict=False):
        assert earlier.end == later.start
    whole = [bill for bill in found.bills if bill.kwh and bill.start >= found.series.start.date() + timedelta(days=1)]
    days = np.nan_to_num(found.series.kwh).reshape(-1, 48).sum(axis=1)
    gaps = np.isnan(found.series.kwh).reshape(-1, 48).any(axis=1)
    compared = 0
    for bill in whole:
        span = slice((bill.start - found.series.start.date()).days, (bill.end - found.series.start.date()).days)
        if not gaps[span].any():
            compared += 1
            assert bill.kwh == pytest.approx(days[span].sum(), abs=0.6)
    assert compared > 20


def test_the_same_seed_gives_the_same_home_and_another_seed_another():
    first, again, other = home(20), home(20), home(20, seed=4)
    assert first.told == again.told
    assert first.bills == again.bills
    assert np.array_equal(first.series.kwh, again.series.kwh, equal_nan=True)
    assert first.bills != other.bills


def test_every_home_is_assessed_and_one_in_ten_has_half_hours(session, fill_with):
    counts = fill_with()
    stored = session.scalars(select(IntervalBlock.supply_point_id).distinct()).all()
    assert (counts.households, counts.metered, counts.bills, counts.assessments) == (10, 1, 120, 10)
    assert 365 * 48 * 0.9 < counts.intervals <= 365 * 48
    assert len(stored) == 1
    assert set(session.scalars(select(Assessment.status))) == {"assessed"}
    roles = session.execute(select(User.email, User.is_demo)).all()
    assert len(roles) == 10 + sum(world.OTHERS.values())


def test_the_consultants_find_every_home_in_their_portfolio_and_change_none(session, fill_with):
    fill_with()
    consultant = session.scalars(select(User).where(User.email == "sample-consultant-2@asesor.example")).one()
    scope = for_actor(session, Actor(consultant.id, frozenset({"consultant"})))
    page = clients_of(session, scope.consultancy(), text="", first=0, most=20)
    homes = session.scalars(select(Household)).all()
    assert page.total == len(page.points) == len(homes) == SMALL.households
    for household in homes:
        assert scope.household(household.id) is household
        with pytest.raises(NotFound):
            scope.household_to_change(household.id)
    owner = session.scalars(select(User).where(User.email == "sample-00001@asesor.example")).one()
    assert owner.consultancy_id is None


def test_a_stored_snapshot_is_what_the_worker_would_make(session, fill_with, now, settings):
    fill_with()
    for point_id in session.scalars(select(SupplyPoint.id).order_by(SupplyPoint.id)).all()[-2:]:
        before = session.scalars(select(Assessment).where(Assessment.supply_point_id == point_id)).one().document
        session.rollback()
        made = assess_supply_point(session, now=now, supply_point_id=point_id, models_dir=settings.models_dir)
        assert session.get_one(Assessment, made).document == before
        session.rollback()


def test_day_and_month_sums_agree_with_the_blocks(session, fill_with):
    fill_with()
    point_id = session.scalars(select(IntervalBlock.supply_point_id)).first()
    total = load_series(session, supply_point_id=point_id).total_kwh
    for table in (UsageDay, UsageMonth):
        assert session.scalar(select(func.sum(table.kwh))) == pytest.approx(total)


def test_an_interrupted_run_is_completed_by_the_same_command(session, fill_with, now, monkeypatch):
    monkeypatch.setattr(world, "HOMES_A_BATCH", 4)
    stored = storing.store_batch

    def killed(session, built, **options):
        if built[0].number > 4:
            raise KeyboardInterrupt
        stored(session, built, **options)

    monkeypatch.setattr(world, "store_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        fill_with()
    assert session.scalar(select(func.count()).select_from(Household)) == 4
    session.rollback()
    monkeypatch.setattr(world, "store_batch", stored)
    told = []
    never = pytest.fail
    counts = fill_with(at=now + timedelta(days=2), told=told.append, password_hash=lambda: never("asked again"))
    assert counts.households == 10
    assert told == [4, 8, 10]
    assert set(session.scalars(select(Assessment.as_of))) == {AS_OF}
    assert len(set(session.scalars(select(User.password)))) == 1


def test_several_processes_store_what_one_does(session, fill_with, monkeypatch):
    monkeypatch.setattr(world, "HOMES_A_BATCH", 5)
    fill_with(processes=2)
    stored = session.execute(select(SupplyPoint.name, Bill.start, Bill.kwh).join(Bill).order_by(Bill.id)).all()
    numbers = range(1, 11)
    assert stored == [(f"{n:04d}", bill.start, bill.kwh) for n in numbers for bill in home(n).bills]


def test_running_again_changes_nothing(session, fill_with):
    assert fill_with() == fill_with()


def test_another_world_is_refused_with_what_is_there(session, fill_with):
    fill_with()
    with pytest.raises(OtherWorld) as refused:
        fill_with(World(households=10, years=1, seed=4))
    assert refused.value.stored == SMALL


def test_a_database_with_a_person_is_refused_untouched(session, fill_with, actor):
    with pytest.raises(RealPeople):
        fill_with()
    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_database_with_a_guests_result_is_refused(session, fill_with, now):
    guests.store_result(session, now=now, given={}, document={"status": "assessed"})
    with pytest.raises(RealPeople):
        fill_with()


def test_the_demonstration_may_be_there(session, fill_with, now):
    accounts.create_user(
        session, now=now, email="demostracion@asesor.invalid", password_hash=None, role="homeowner", is_demo=True
    )
    assert fill_with().households == 10


def test_the_command_prints_one_document_and_refuses_with_one_sentence(app):
    runner = app.test_cli_runner()
    arguments = ["sample", "--households", "2", "--years", "1", "--processes", "1", "--json"]
    done = runner.invoke(args=[*arguments, "--password-stdin"], input="mi perro come arroz\n")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert {"households": 2, "metered": 0, "bills": 24, "intervals": 0, "assessments": 2}.items() <= document.items()
    assert "2 of 2" in done.stderr or "2 de 2" in done.stderr
    refused = runner.invoke(args=[*arguments, "--seed", "7"])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_sample_owner_can_sign_in_with_the_password(app):
    app.config["WTF_CSRF_ENABLED"] = False
    arguments = ["sample", "--households", "1", "--years", "1", "--processes", "1", "--password-stdin"]
    app.test_cli_runner().invoke(args=arguments, input="mi perro come arroz\n")
    told = {"email": storing.email_of(1), "password": "mi perro come arroz"}
    answer = app.test_client().post("/entrar", data=told)
    assert (answer.status_code, answer.location) == (302, "/hogares/inicio")
