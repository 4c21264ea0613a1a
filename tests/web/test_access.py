"""Every address tried as every kind of person: who may see it is written here, and an unlisted route fails."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import select

from advisor.db import Channel, CorrectionAction, Household, Membership, MeterReading, SupplyPoint, Upload, User, db
from advisor.services import accounts, households, portfolios, tokens, uploads
from advisor.services.actors import Actor
from advisor.services.bill_pictures import picture_path
from advisor.services.corrections import correct
from advisor.services.portfolio_checking import check_portfolio
from advisor.services.portfolio_importing import import_portfolio
from advisor.services.typed_readings import type_reading

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
PASSWORD = "mi perro come arroz"
PEOPLE = ("guest", "owner", "other", "consultant", "rival", "administrator")
# Consultants of two consultancies; the first one has brought a client.
CONSULTANCIES = {"consultant": "Luz Clara", "rival": "Otra firma"}

PROGRAM = "whoever has a token, in a header: tests/web/api/test_access.py"
PUBLIC, MEMBERS, OWNER, DEMO = "everybody", "whoever is signed in", "members of the household", "while the demo is on"
CONSULTANT, CONSULTANCY = "consultants of a consultancy", "those of the consultancy that brought it"
ADMINISTRATOR = "administrators; outside development nobody else learns that it exists"

ROUTES = {
    "guest.start": PUBLIC,
    "guest.assess": PUBLIC,
    "guest.result": PUBLIC,
    "guest.privacy": PUBLIC,
    "guest.calculator": PUBLIC,
    "guest.choose_language": PUBLIC,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "static": PUBLIC,
    "bundle.static": PUBLIC,
    "bundle.favicon": PUBLIC,
    "installable.begin": PUBLIC,
    "installable.describe": PUBLIC,
    "installable.worker": PUBLIC,
    "installable.offline": PUBLIC,
    "installable.unsent": PUBLIC,
    "installable.still_signed_in": PUBLIC,
    "installable.clear": PUBLIC,
    "security.login": PUBLIC,
    "security.register": PUBLIC,
    "security.logout": PUBLIC,
    "security.verify": MEMBERS,
    "security.change_password": MEMBERS,
    "security_demo.enter": DEMO,
    "account.show": MEMBERS,
    "account.end_other_sessions": MEMBERS,
    "tokens.show": MEMBERS,
    "tokens.create": MEMBERS,
    "tokens.add": MEMBERS,
    "tokens.revoke": OWNER,
    "api_page.show": PUBLIC,
    "api-docs.openapi_json": PUBLIC,
    "api.list_supply_points": PROGRAM,
    "api.read_supply_point": PROGRAM,
    "api.read_intervals": PROGRAM,
    "api.read_job": PROGRAM,
    "api.send_intervals": PROGRAM,
    "api.send_registers": PROGRAM,
    "api.send_bills": PROGRAM,
    "households.show": MEMBERS,
    "households.home": MEMBERS,
    "households.create": MEMBERS,
    "households.add": MEMBERS,
    "households.edit": OWNER,
    "households.change": OWNER,
    "households.bills": OWNER,
    "households.save_bills": OWNER,
    "bill.show": OWNER,
    "bill.change": OWNER,
    "bill.review": OWNER,
    "bill.progress": OWNER,
    "bill.renew": OWNER,
    "bill.option": OWNER,
    "usage.show": OWNER,
    "usage.detail": OWNER,
    "usage.download": OWNER,
    "usage.readings": OWNER,
    "forecast.show": OWNER,
    "advice.show": OWNER,
    "style.show": ADMINISTRATOR,
    "bill_document.show": OWNER,
    "bill_document.confirm": OWNER,
    "bill_document.picture": OWNER,
    "bill_document.original": OWNER,
    "bill_document.write": OWNER,
    "bill_document.save": OWNER,
    "uploads.create": OWNER,
    "uploads.receive": OWNER,
    "uploads.show": OWNER,
    "uploads.progress": OWNER,
    "uploads.confirm": OWNER,
    "portfolio.show": CONSULTANT,
    "portfolio.create": CONSULTANT,
    "portfolio.receive": CONSULTANT,
    "portfolio.template": CONSULTANT,
    "portfolio.file": CONSULTANCY,
    "portfolio.progress": CONSULTANCY,
    "portfolio.confirm": CONSULTANCY,
    "portfolio.refused": CONSULTANCY,
    "data.show": OWNER,
    "data.confirm_undo": OWNER,
    "data.undo_upload": OWNER,
    "data.correct": OWNER,
    "data.undo_correction": OWNER,
    "readings.show": OWNER,
    "readings.add": OWNER,
    "readings.edit": OWNER,
    "readings.correct": OWNER,
    "readings.remove": OWNER,
}


@dataclass(frozen=True)
class World:
    """A product with people, of whom one owns a household with an upload."""

    app: Flask
    values: dict[str, object]

    def client(self, person: str) -> FlaskClient:
        client = self.app.test_client()
        if person != "guest":
            page = client.get("/entrar").get_data(as_text=True)
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
            data = {"csrf_token": token, "email": f"{person}@ejemplo.pe", "password": PASSWORD}
            assert client.post("/entrar", data=data).status_code == 302
        return client


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        for person in PEOPLE[1:]:
            role = "consultant" if person in CONSULTANCIES else "homeowner"
            role = person if person == "administrator" else role
            told = {"email": f"{person}@ejemplo.pe", "role": role, "consultancy": CONSULTANCIES.get(person)}
            user = accounts.create_user(db.session, now=NOW, password_hash=hash_password(PASSWORD), **told)
            if person == "consultant":
                consultant = Actor(user.id, frozenset({role}))
            if person == "owner":
                owner = Actor(user.id, frozenset({role}))
        supply_point = households.create_household(
            db.session, actor=owner, now=NOW, name="CANARIO", department="Lima", distributor="luz-del-sur"
        )
        stored = uploads.receive(
            db.session,
            actor=owner,
            now=NOW,
            supply_point_id=supply_point.id,
            filename="CANARIO.csv",
            stream=io.BytesIO(b"fecha;kWh\n2026-01-01 00:00;0,1\n"),
            uploads_dir=app.extensions["advisor_settings"].uploads_dir,
            max_bytes=1000,
        )
        made = tokens.create(
            db.session, actor=owner, now=NOW, name="CANARIO", scopes=["usage:read"],
            supply_point_ids=[supply_point.id], days=30,
        )  # fmt: skip
        folder = app.extensions["advisor_settings"].uploads_dir
        picture = picture_path(folder, db.session.get_one(Upload, stored.upload_id).sha256, 1)
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"CANARIO")
        told = {"at": NOW, "kwh": 12345.0, "name": "CANARIO"}
        type_reading(db.session, actor=owner, now=NOW, supply_point_id=supply_point.id, **told)
        given = {"start": NOW, "end": NOW + timedelta(hours=1), "kind": "dead", "action": CorrectionAction.KEEP}
        correction = correct(
            db.session, actor=owner, now=NOW, supply_point_id=supply_point.id, channel=Channel.IMPORT, **given
        )
        client_point, file_id = bring_a_client(app, consultant)
        values = {
            "client_point_id": client_point.id,
            "client_household_id": client_point.household_id,
            "portfolio_file_id": file_id,
            "correction_id": correction,
            "number": 1,
            "supply_point_id": supply_point.id,
            "household_id": supply_point.household_id,
            "upload_id": stored.upload_id,
            "filename": "img/mark.svg",
            "token_id": made.id,
            "job_id": stored.job_id,
            "reading_id": db.session.scalars(select(MeterReading.id)).one(),
        }
    return World(app, values)


def bring_a_client(app: Flask, consultant: Actor) -> tuple[SupplyPoint, int]:
    """Import a client for the consultancy of a person; return its supply point and the file's id."""
    folder = app.extensions["advisor_settings"].uploads_dir
    sheet = "Código;Nombre;ene-25;feb-25;mar-25\nC-1;CANARIO;100;110;120\n"
    number = portfolios.receive(
        db.session, actor=consultant, now=NOW, filename="CANARIO.csv", stream=io.BytesIO(sheet.encode()),
        uploads_dir=folder, max_bytes=10_000,
    ).portfolio_file_id  # fmt: skip
    check_portfolio(db.session, now=NOW, portfolio_file_id=number, uploads_dir=folder)
    portfolios.confirm(db.session, actor=consultant, now=NOW, portfolio_file_id=number)
    import_portfolio(db.session, now=NOW, portfolio_file_id=number, uploads_dir=folder)
    query = select(SupplyPoint).join(Household).where(Household.client_reference == "C-1")
    return db.session.scalars(query).one(), number


def addresses(world: World) -> list[tuple[str, str, str]]:
    """Return (endpoint, method, address) of every route of the product.

    A list, not a generator: one that waits inside this context would have every request share it, and its person.
    """
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost")
        return [
            (
                rule.endpoint,
                method,
                adapter.build(rule.endpoint, {name: world.values[name] for name in rule.arguments}, method=method),
            )
            for rule in world.app.url_map.iter_rules()
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
        ]


def test_every_route_says_who_may_use_it(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_reaches_what_is_theirs_and_nothing_else(world, person):
    client = world.client(person)
    world.app.config["WTF_CSRF_ENABLED"] = False
    for endpoint, method, address in addresses(world):
        if endpoint == "security.logout":
            continue
        with client.open(address, method=method) as answer:
            body = answer.get_data()
        place, who = f"{method} {address} as {person}: {answer.status}", ROUTES[endpoint]
        # An empty form is refused with 422 by the page it belongs to: the person did reach it.
        reached = answer.status_code < 400 or (method == "POST" and answer.status_code in (409, 422))
        if who == DEMO:
            assert answer.status_code == 404, place
        elif who == PROGRAM:
            assert answer.status_code == 401, place
        elif who == PUBLIC:
            assert reached, place
        elif who == ADMINISTRATOR:
            assert answer.status_code == (200 if person == "administrator" else 404), place
        elif person == "guest":
            assert answer.status_code == 302, place
            assert answer.location.startswith("/entrar"), place
        elif who == CONSULTANT and person in CONSULTANCIES:
            assert reached, place
        elif person != {OWNER: "owner", CONSULTANCY: "consultant"}.get(who, person) or who == CONSULTANT:
            assert answer.status_code == 404, place
            assert b"CANARIO" not in body, place
        else:
            assert reached, place


OF_A_CLIENT = ("bill.show", "usage.show", "forecast.show", "advice.show", "households.bills", "households.edit",
               "uploads.create", "data.show", "readings.show", "usage.detail")  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE[1:])
def test_a_client_is_seen_by_its_consultancy_alone(world, person):
    browser = world.client(person)
    numbers = {"supply_point_id": world.values["client_point_id"], "household_id": world.values["client_household_id"]}
    adapter = world.app.url_map.bind("localhost")
    for endpoint in OF_A_CLIENT:
        rule = next(world.app.url_map.iter_rules(endpoint))
        address = adapter.build(endpoint, {name: numbers[name] for name in rule.arguments})
        answer = browser.get(address)
        place = f"{address} as {person}: {answer.status}"
        assert answer.status_code == (200 if person == "consultant" else 404), place
        assert ("CANARIO" in answer.text) == (person == "consultant"), place


CHANGES_OF_A_CLIENT = ("households.edit", "households.change", "households.bills", "households.save_bills",
                       "bill_document.write", "bill_document.save", "data.confirm_undo", "data.undo_upload",
                       "data.correct", "data.undo_correction", "readings.show", "readings.add", "readings.edit",
                       "readings.correct", "readings.remove")  # fmt: skip


def test_a_client_with_a_member_of_its_own_is_read_and_brought_data_and_changed_by_its_people_alone(world):
    world.app.config["WTF_CSRF_ENABLED"] = False
    point_id, household_id = world.values["client_point_id"], world.values["client_household_id"]
    with world.app.app_context():
        upload_id = db.session.scalars(select(Upload.id).where(Upload.supply_point_id == point_id)).one()
    numbers = {**world.values, "supply_point_id": point_id, "household_id": household_id, "upload_id": upload_id}
    adapter = world.app.url_map.bind("localhost")
    ways = [(rule.endpoint, method, adapter.build(rule.endpoint, {name: numbers[name] for name in rule.arguments}))
            for rule in world.app.url_map.iter_rules() if rule.endpoint in CHANGES_OF_A_CLIENT
            for method in rule.methods - {"HEAD", "OPTIONS"}]  # fmt: skip
    browser = world.client("consultant")
    alone = {endpoint: browser.open(path, method=method).status_code for endpoint, method, path in ways}
    # These name a reading and a correction of another home.
    foreign = {"readings.edit", "readings.correct", "readings.remove", "data.undo_correction"}
    assert {endpoint for endpoint, code in alone.items() if code == 404} == foreign
    with world.app.app_context():
        owner_id = db.session.scalars(select(User.id).where(User.email == "owner@ejemplo.pe")).one()
        db.session.add(Membership(user_id=owner_id, household_id=household_id, created_at=NOW))
        db.session.commit()
    browser = world.client("consultant")
    for endpoint, method, path in ways:
        assert browser.open(path, method=method).status_code == 404, f"{endpoint} {method}"
    for path in ("recibo/", "datos/", "consumo/", "subir/"):
        assert browser.get(f"/suministro/{point_id}/{path}").status_code == 200, path
    owner = world.client("owner")
    assert owner.get(f"/hogar/{household_id}/").status_code == 200


def test_a_picture_an_owner_gave_is_not_shown_to_the_consultancy_of_the_home(world):
    with world.app.app_context():
        consultancy = db.session.get_one(Household, world.values["client_household_id"]).consultancy_id
        db.session.get_one(Household, world.values["household_id"]).consultancy_id = consultancy
        db.session.commit()
    upload = f"/carga/{world.values['upload_id']}"
    consultant, owner = world.client("consultant"), world.client("owner")
    assert consultant.get(f"{upload}/").status_code == 200
    for path in (f"{upload}/recibo/pagina/1", f"{upload}/original"):
        assert consultant.get(path).status_code == 404, path
        with owner.get(path) as answer:
            assert answer.status_code == 200, path


@pytest.mark.parametrize("person", ["guest", "owner"])
def test_no_change_is_taken_without_the_forms_token(world, person):
    client = world.client(person)
    for endpoint, method, address in addresses(world):
        if method != "GET" and ROUTES[endpoint] != PROGRAM:
            assert client.open(address, method=method).status_code == 400, f"{method} {address}"


def test_another_persons_household_looks_exactly_like_one_that_does_not_exist(world):
    client = world.client("other")
    real = client.get(f"/suministro/{world.values['supply_point_id']}/recibo/")
    invented = client.get("/suministro/999999/recibo/")
    assert real.status_code == invented.status_code == 404
    nonce = re.compile(rb'value="[^"]{40,}"|/suministro/\d+/')
    assert nonce.sub(b"", real.data) == nonce.sub(b"", invented.data)


def test_looking_changes_nothing(world):
    client = world.client("owner")
    with world.app.app_context():
        before = {table.name: db.session.execute(table.select()).all() for table in db.metadata.sorted_tables}
    for _endpoint, method, address in addresses(world):
        if method == "GET":
            client.get(address).close()
    with world.app.app_context():
        after = {table.name: db.session.execute(table.select()).all() for table in db.metadata.sorted_tables}
    seen = "user_session"
    assert {name for name in before if before[name] != after[name]} <= {seen}
    assert len(before[seen]) == len(after[seen])


def test_registering_an_address_that_has_an_account_leads_to_signing_in_and_says_so(world):
    client = world.client("guest")
    page = client.get("/crear-cuenta").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    data = {"csrf_token": token, "email": "owner@ejemplo.pe", "password": "otra frase de muchas letras"}
    answer = client.post("/crear-cuenta", data=data, follow_redirects=True, headers={"Accept-Language": "es-PE"})
    assert answer.request.path == "/entrar"
    assert "Ya hay una cuenta con ese correo" in answer.get_data(as_text=True)
    assert client.get("/hogares/").status_code == 302
