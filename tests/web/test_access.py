"""Every address tried as every kind of person: who may see it is written here, and an unlisted route fails."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime, timezone

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password

from advisor.db import db
from advisor.services import accounts, households, uploads
from advisor.services.actors import Actor

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
PASSWORD = "mi perro come arroz"
PEOPLE = ("guest", "owner", "other", "consultant", "administrator")

PUBLIC, MEMBERS, OWNER, DEMO = "everybody", "whoever is signed in", "members of the household", "while the demo is on"

ROUTES = {
    "guest.start": PUBLIC,
    "guest.assess": PUBLIC,
    "guest.result": PUBLIC,
    "guest.privacy": PUBLIC,
    "guest.choose_language": PUBLIC,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "static": PUBLIC,
    "bundle.static": PUBLIC,
    "bundle.favicon": PUBLIC,
    "security.login": PUBLIC,
    "security.register": PUBLIC,
    "security.logout": PUBLIC,
    "security.verify": MEMBERS,
    "security.change_password": MEMBERS,
    "security_demo.enter": DEMO,
    "account.show": MEMBERS,
    "account.end_other_sessions": MEMBERS,
    "households.show": MEMBERS,
    "households.home": MEMBERS,
    "households.create": MEMBERS,
    "households.edit": OWNER,
    "households.bills": OWNER,
    "bill.show": OWNER,
    "usage.show": OWNER,
    "forecast.show": OWNER,
    "advice.show": OWNER,
    "uploads.create": OWNER,
    "uploads.receive": OWNER,
    "uploads.show": OWNER,
    "uploads.progress": OWNER,
    "uploads.confirm": OWNER,
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
            role = person if person in ("consultant", "administrator") else "homeowner"
            email = f"{person}@ejemplo.pe"
            user = accounts.create_user(
                db.session, now=NOW, email=email, password_hash=hash_password(PASSWORD), role=role
            )
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
        values = {
            "supply_point_id": supply_point.id,
            "household_id": supply_point.household_id,
            "upload_id": stored.upload_id,
            "filename": "img/mark.svg",
        }
    return World(app, values)


def addresses(world: World):
    """Yield (endpoint, method, address) of every route of the product."""
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost")
        for rule in world.app.url_map.iter_rules():
            values = {name: world.values[name] for name in rule.arguments}
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)


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
        elif who == PUBLIC:
            assert reached, place
        elif person == "guest":
            assert answer.status_code == 302, place
            assert answer.location.startswith("/entrar"), place
        elif who == OWNER and person != "owner":
            assert answer.status_code == 404, place
            assert b"CANARIO" not in body, place
        else:
            assert reached, place


@pytest.mark.parametrize("person", ["guest", "owner"])
def test_no_change_is_taken_without_the_forms_token(world, person):
    client = world.client(person)
    for _endpoint, method, address in addresses(world):
        if method != "GET":
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
