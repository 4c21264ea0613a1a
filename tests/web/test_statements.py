"""Every page asks the database little: few statements, no more for those who have more, and each by an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from advisor.db import (
    Bill,
    BillSource,
    Device,
    Household,
    Job,
    JobKind,
    JobStatus,
    Membership,
    MeterReading,
    PortfolioFile,
    SupplyPoint,
    Upload,
    UploadKind,
    UploadStatus,
    User,
    db,
)  # fmt: skip
from advisor.db.transactions import write_transaction
from advisor.services import accounts
from advisor.services.consultancies import ensure_consultancy
from advisor.services.readings import NewReading, add_readings, standing_upload
from advisor.services.sample import World, fill
from advisor.settings import Settings
from advisor.web.app import create_app
from tests.conftest import NOW

MOST_STATEMENTS = 12
# What opens a transaction asks the database nothing.
NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")
# Tables of a handful of rows whatever the number of households.
SMALL = frozenset({"role"})
PEOPLE = ("guest", "bars", "metered", "consultant", "administrator")
SAMPLE = {"bars": "sample-00001", "metered": "sample-00010", "consultant": "sample-consultant-1",
          "administrator": "sample-administrator-1"}  # fmt: skip
MORE = 20


@dataclass
class Seen:
    """The statements of one request with what was bound to them."""

    statements: list[tuple[str, object]] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {statement}" for number, (statement, _) in enumerate(self.statements, start=1))


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Flask]:
    """The product on ten sample households of one year, the last of them metered; nothing here changes them."""
    settings = Settings.for_testing(tmp_path_factory.mktemp("statements"))
    app = create_app(settings, now=lambda: NOW)
    with app.app_context():
        db.create_all()
        fill(
            db.session,
            world=World(households=10, years=1, seed=1),
            now=NOW,
            password_hash=lambda: "no password",
            models_dir=settings.models_dir,
        )
        with write_transaction(db.session):
            for point_id in db.session.scalars(select(SupplyPoint.id)):
                _add_upload(point_id, number=1)
                _add_readings(point_id, first=0, count=2)
            _give_to_the_consultant()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_asks_at_most_twelve_statements(site, person):
    client = sign_in(site, person)
    for address in addresses(site, person):
        with watched(site) as seen:
            client.get(address).close()
        assert len(seen.statements) <= MOST_STATEMENTS, f"{address} as {person} asks\n{seen}"


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_finds_rows_by_an_index(site, person):
    client = sign_in(site, person)
    for address in addresses(site, person):
        with watched(site) as seen:
            client.get(address).close()
        with site.app_context():
            for statement, bound in seen.statements:
                assert not scanned(statement, bound), f"{address} as {person} reads all rows of a table:\n{statement}"


def test_a_statement_without_an_index_is_noticed(site):
    with site.app_context():
        assert scanned("SELECT kwh FROM bill WHERE kwh > ?", (1.0,)) == ["bill"]
        assert scanned("SELECT kwh FROM bill WHERE supply_point_id = ?", (1,)) == []


@pytest.mark.parametrize("person", ["bars", "metered"])
def test_who_has_more_is_not_asked_more_for(site, person):
    client = sign_in(site, person)
    before = {}
    for address in addresses(site, person):
        with watched(site) as seen:
            client.get(address).close()
        before[address] = seen
    assert max(len(seen.statements) for seen in before.values()) > 4
    grow(site, person)
    for address, earlier in before.items():
        with watched(site) as seen:
            client.get(address).close()
        assert len(seen.statements) == len(earlier.statements), f"{address} as {person} asks more now:\n{seen}"


@pytest.mark.parametrize("address", ["/healthz", "/static/css/site.css", "/favicon.ico"])
def test_what_is_the_same_for_everybody_asks_nothing(site, address):
    client = sign_in(site, "metered")
    with watched(site) as seen, client.get(address) as answer:
        assert answer.status_code == 200
    assert not seen.statements


def addresses(site: Flask, person: str) -> Iterator[str]:
    """Yield every address read with GET; a new kind of number in an address fails here until it is named."""
    with site.app_context():
        user = user_of("bars" if person not in ("bars", "metered") else person)
        point = point_of(user)
        values = {
            "supply_point_id": point.id,
            "household_id": point.household_id,
            "upload_id": db.session.scalars(select(Upload.id).where(Upload.supply_point_id == point.id)).first(),
            "filename": "img/favicon.ico",
            "portfolio_file_id": db.session.scalars(select(PortfolioFile.id)).first(),
            "number": 1,
            "token_id": 1,
            "job_id": 1,
            "reading_id": db.session.scalars(
                select(MeterReading.id).where(MeterReading.supply_point_id == point.id)
            ).first(),
        }
        db.session.rollback()
    adapter = site.url_map.bind("localhost")
    for rule in site.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "security.logout":
            yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def sign_in(site: Flask, person: str) -> FlaskClient:
    """Return a browser of the person, whose session was used a moment ago."""
    client = site.test_client()
    if person == "guest":
        return client
    with site.app_context():
        with write_transaction(db.session):
            user = user_of(person)
            row, token = accounts.new_session(user, now=NOW, device="a test")
            db.session.add(row)
            unique = user.fs_uniquifier
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["sid"] = unique, True, token
    return client


def user_of(person: str) -> User:
    return db.session.scalars(select(User).where(User.email.startswith(SAMPLE[person] + "@"))).one()


def point_of(user: User) -> SupplyPoint:
    query = select(SupplyPoint).join(Household).join(Membership).where(Membership.user_id == user.id)
    return db.session.scalars(query.order_by(SupplyPoint.id)).first()


def grow(site: Flask, person: str) -> None:
    """Give the person twenty more households, and their first one twenty more bills, files, jobs and sign-ins."""
    with site.app_context(), write_transaction(db.session):
        user = user_of(person)
        point = point_of(user)
        for number in range(2, MORE + 2):
            home = Household(name=f"Casa {number}", created_at=NOW, facts={})
            home.memberships.append(Membership(user_id=user.id, created_at=NOW))
            home.supply_points.append(SupplyPoint(name=str(number), created_at=NOW))
            start = date(2000, 1, 1) + timedelta(days=30 * number)
            bill = Bill(start=start, end=start + timedelta(days=30), kwh=100, source=BillSource.TYPED)
            point.bills.append(bill)
            db.session.add(home)
            db.session.add(accounts.new_session(user, now=NOW, device="another")[0])
            _add_upload(point.id, number=number)
        _add_readings(point.id, first=2, count=MORE)


def _add_readings(point_id: int, *, first: int, count: int) -> None:
    """Add typed readings, a day apart, and a connected meter with a name of its own."""
    point = db.session.get_one(SupplyPoint, point_id)
    of = {"now": NOW, "supply_point": point}
    upload = standing_upload(db.session, **of, kind=UploadKind.TYPED, key="", name="lecturas")
    days = range(first, first + count)
    read = [NewReading(NOW - timedelta(days=100 - number), 1000 + 5 * number) for number in days]
    add_readings(db.session, **of, upload=upload, readings=read)
    topic = f"tele/{point_id}-{first}/SENSOR"
    db.session.add(
        Device(supply_point_id=point_id, upload_id=upload.id, name="medidor", layout="tasmota", topic=topic,
               settings={}, created_at=NOW)
    )  # fmt: skip


def _give_to_the_consultant() -> None:
    """Let a consultancy have brought all homes, with a file that was imported."""
    firm = ensure_consultancy(db.session, now=NOW, name="Luz Clara")
    user_of("consultant").consultancy_id = firm.id
    for number, home in enumerate(db.session.scalars(select(Household)), start=1):
        home.consultancy_id, home.client_reference = firm.id, f"C-{number}"
    counts = {"lines": 11, "header": 1, "blank": 0, "rows": 10, "valid": 10, "warned": 0, "refused": 0}
    summary = {"header": ["C"], "rows": counts, "clients": 10, "findings": [], "looked_at": [], "questions": []}
    file = PortfolioFile(
        consultancy_id=firm.id, filename="cartera.csv", sha256="0" * 64, size_bytes=1, status=UploadStatus.IMPORTED,
        summary=summary, result={"made": 10, "renewed": 0, "unchanged": 0, "bills": 1, "intervals": 0},
        received_at=NOW,
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    db.session.add(Job(kind=JobKind.IMPORT_PORTFOLIO, status=JobStatus.DONE, portfolio_file_id=file.id, created_at=NOW))


def _add_upload(point_id: int, *, number: int) -> None:
    summary = {"format": "csv", "kind": "interval", "supplies": [], "findings": [], "rows": {}, "questions": []}
    upload = Upload(
        supply_point_id=point_id, filename=f"medidor-{number}.csv", sha256=f"{number:064d}", size_bytes=1,
        status=UploadStatus.REFUSED, summary=summary, received_at=NOW,
    )  # fmt: skip
    db.session.add(upload)
    db.session.flush()
    db.session.add(
        Job(kind=JobKind.CHECK_UPLOAD, status=JobStatus.DONE, supply_point_id=point_id, upload_id=upload.id,
            created_at=NOW)
    )  # fmt: skip


@contextmanager
def watched(site: Flask) -> Iterator[Seen]:
    """Collect the statements the block sends."""
    seen = Seen()

    def note(_connection, _cursor, statement: str, bound: object, *_rest: object) -> None:
        if not statement.startswith(NOT_COUNTED):
            seen.statements.append((statement, bound))

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scanned(statement: str, bound: object) -> list[str]:
    """Return the tables SQLite would read from end to end for a statement."""
    if re.search(r"^select 1 from \w+ limit 1$", statement):
        return []  # whatever row comes first
    connection = db.session.connection().connection.driver_connection
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", bound).fetchall()
    db.session.rollback()
    aliases = dict(re.findall(r"(\w+) AS (\w+)", statement))
    found = [match.group(1) for row in plan if (match := re.match(r"SCAN (\w+)(?! USING)", row[3]))]
    names = {alias: table for table, alias in aliases.items()}
    tables = [names.get(name, name) for name in found]
    # The rows of an inner query are no table, and have been found by an index themselves.
    return [table for table in tables if table in db.metadata.tables and table not in SMALL]
