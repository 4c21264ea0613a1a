"""A portfolio from the file to its households: once, whatever is killed or repeated, and for its consultancy alone."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from advisor.db import (
    Bill,
    BillLayer,
    Consultancy,
    Household,
    Job,
    JobKind,
    PortfolioFile,
    SupplyPoint,
    Upload,
    UploadStatus,
)
from advisor.db.queries.portfolios import clients_of
from advisor.db.queries.scope import NotFound, for_actor
from advisor.services import accounts, failpoints, portfolios
from advisor.services.actors import GUEST, Actor
from advisor.services.portfolio_checking import check_portfolio, row_findings
from advisor.services.portfolio_importing import import_portfolio

HEAD = "Código;Cliente;Departamento;Empresa;Suministro;ene-25;feb-25;mar-25;abr-25\n"
GOOD = HEAD + "".join(f"C-{n};Casa {n};LIMA ;lds;12345{n:02d};100;110;{100 + n};130\n" for n in range(1, 6))
WITH_A_BAD_ROW = GOOD + "C-9;Casa 9;Lima;lds;1234509;100;12a;120;130\n"


@pytest.fixture
def consultant(session, now):
    """Make a consultant of a consultancy."""

    def make(consultancy: str | None = "Luz Clara", *, email: str = "c@ejemplo.pe", role: str = "consultant") -> Actor:
        told = {"email": email, "password_hash": None, "role": role, "consultancy": consultancy}
        return Actor(accounts.create_user(session, now=now, **told).id, frozenset({role}))

    return make


@pytest.fixture
def give(session, settings, now):
    """Give a file and have it checked."""

    def giving(actor: Actor, text: str, *, filename: str = "cartera.csv") -> PortfolioFile:
        told = {"uploads_dir": settings.uploads_dir, "max_bytes": 10_000_000}
        stream = io.BytesIO(text.encode())
        given = portfolios.receive(session, actor=actor, now=now, filename=filename, stream=stream, **told)
        number = given.portfolio_file_id
        check_portfolio(session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir)
        return session.get_one(PortfolioFile, number)

    return giving


@pytest.fixture
def bring(session, settings, now, give):
    """Give a file, confirm it and have it imported; return its row."""

    def bringing(actor: Actor, text: str, **options) -> PortfolioFile:
        number = give(actor, text, **options).id
        portfolios.confirm(session, actor=actor, now=now, portfolio_file_id=number)
        import_portfolio(session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir)
        return session.get_one(PortfolioFile, number)

    return bringing


def stored(session) -> tuple:
    """Everything that must be there once."""
    bills = select(Household.client_reference, Bill.start, Bill.end, Bill.kwh).select_from(Bill)
    bills = bills.join(SupplyPoint, Bill.supply_point_id == SupplyPoint.id).join(Household)
    found = session.execute(bills.order_by(Household.client_reference, Bill.start)).all()
    session.rollback()
    return tuple(map(tuple, found))


def count(session, table) -> int:
    found = session.scalars(select(func.count(table.id))).one()
    session.rollback()
    return found


def test_the_check_stores_nothing_but_what_became_of_the_rows(session, consultant, give):
    file = give(consultant(), WITH_A_BAD_ROW)
    assert file.status is UploadStatus.CHECKED
    told = {name: file.summary["rows"][name] for name in ("rows", "valid", "warned", "refused")}
    assert told == {"rows": 6, "valid": 5, "warned": 0, "refused": 1}
    assert row_findings(file.summary) == [
        {"row": 7, "column": "feb-25", "code": "kwh_not_a_number", "severity": "error", "params": {"cell": "12a"}}
    ]
    assert count(session, Household) == 0


def test_each_good_row_becomes_a_household_of_the_consultancy(session, consultant, bring):
    file = bring(consultant(), WITH_A_BAD_ROW)
    assert file.result == {"made": 5, "renewed": 0, "unchanged": 0, "bills": 20, "intervals": 0}
    home = session.scalars(select(Household).where(Household.client_reference == "C-3")).one()
    (point,) = home.supply_points
    assert (home.name, home.department, home.consultancy_id) == ("Casa 3", "Lima", file.consultancy_id)
    assert home.memberships == []
    # Of the supply number no more is kept than tells meters apart.
    assert (point.name, point.distributor, point.tariff_option) == ("4503", "luz-del-sur", "BT5B")
    assert [bill.kwh for bill in point.bills] == [100, 110, 103, 130]
    waiting = session.scalars(select(Job).where(Job.kind == JobKind.ASSESS)).all()
    assert len({job.supply_point_id for job in waiting}) == 5


def test_the_same_file_again_changes_nothing(session, consultant, bring, give):
    actor = consultant()
    bring(actor, GOOD)
    before = stored(session), count(session, Job), count(session, BillLayer), count(session, Upload)
    again = give(actor, GOOD)
    assert again.status is UploadStatus.IMPORTED
    assert (stored(session), count(session, Job), count(session, BillLayer), count(session, Upload)) == before


def test_a_newer_file_renews_what_it_tells_and_leaves_the_rest(session, consultant, bring):
    actor = consultant()
    bring(actor, GOOD)
    newer = (
        HEAD.replace(";ene-25", ";may-25;ene-25")
        + "C-2;;;;;150;;111;;\nC-1;Casa 1;LIMA ;lds;1234501;;100;110;101;130\n"
    )
    file = bring(actor, newer)
    assert file.result["made"] == 0
    of_two = {start.month: kwh for reference, start, _end, kwh in stored(session) if reference == "C-2"}
    assert of_two == {1: 100, 2: 111, 3: 102, 4: 130, 5: 150}
    home = session.scalars(select(Household).where(Household.client_reference == "C-2")).one()
    assert (home.name, home.department) == ("Casa 2", "Lima")


@pytest.mark.parametrize("step", ["portfolio_import:read", *(f"portfolio_import:client_{n}" for n in (1, 3, 5))])
def test_an_import_that_dies_goes_on_and_stores_the_same(session, settings, now, consultant, give, bring, step):
    actor = consultant()
    number = give(actor, GOOD).id
    portfolios.confirm(session, actor=actor, now=now, portfolio_file_id=number)
    failpoints.arm(f"{step}=fail")
    try:
        with pytest.raises(OSError, match="failpoint"):
            import_portfolio(session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir)
    finally:
        failpoints.arm("")
    session.rollback()
    import_portfolio(session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir)
    file = session.get_one(PortfolioFile, number)
    assert file.result == {"made": 5, "renewed": 0, "unchanged": 0, "bills": 20, "intervals": 0}
    interrupted = stored(session)
    bring(consultant("Otra firma", email="o@ejemplo.pe"), GOOD)
    assert len(stored(session)) == 2 * len(interrupted)
    assert len(set(stored(session))) == len(interrupted) == 20


def test_progress_is_told_and_ends_at_a_hundred(session, settings, now, consultant, give):
    actor, told = consultant(), []
    number = give(actor, GOOD).id
    portfolios.confirm(session, actor=actor, now=now, portfolio_file_id=number)
    where = {"portfolio_file_id": number, "uploads_dir": settings.uploads_dir}
    import_portfolio(session, now=now, progress=told.append, **where)
    assert told == [20, 40, 60, 80, 100]


def test_only_the_members_of_the_consultancy_see_its_clients(session, now, consultant, bring):
    file = bring(consultant(), GOOD)
    home = session.scalars(select(Household)).first()
    number, point_id, file_id = home.id, home.supply_points[0].id, file.id
    upload_id = session.scalars(select(Upload.id).where(Upload.supply_point_id == point_id)).one()
    colleague = consultant(email="d@ejemplo.pe")
    scope = for_actor(session, colleague)
    assert scope.household(number).id == number
    assert scope.supply_point(point_id).id == point_id
    assert scope.upload(upload_id).id == upload_id
    assert scope.portfolio_file(file_id).id == file_id
    # The homes somebody lives in are another list.
    assert scope.households() == []
    others = [
        consultant("Otra firma", email="e@ejemplo.pe"),
        consultant(None, email="f@ejemplo.pe"),
        consultant(None, email="g@ejemplo.pe", role="homeowner"),
        consultant("Luz Clara", email="h@ejemplo.pe", role="administrator"),
        GUEST,
    ]
    for other in others:
        for kind, wanted in (
            ("household", number),
            ("supply_point", point_id),
            ("upload", upload_id),
            ("portfolio_file", file_id),
        ):
            with pytest.raises(NotFound):
                getattr(for_actor(session, other), kind)(wanted)


def test_a_consultancy_is_made_once_and_its_clients_are_found_by_text(session, consultant, bring):
    bring(consultant(), GOOD)
    consultant(" Luz  Clara ", email="d@ejemplo.pe")
    consultancy = session.scalars(select(Consultancy)).one()
    found = clients_of(session, consultancy, text="casa c-4", first=0, most=25)
    assert ([point.household.client_reference for point in found.points], found.total) == (["C-4"], 1)
    assert clients_of(session, consultancy, text="100%", first=0, most=25).total == 0
    assert clients_of(session, consultancy, text="", first=4, most=2).total == 5
