"""What is told to the worker about each page, and when everything on the device must go."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select, update

from advisor.db import User, UserSession, db
from advisor.services import accounts

PASSWORD = "mi perro come arroz"


@pytest.fixture
def person(app, now):
    """Make people who can sign in, and return a browser of each."""

    def sign_in(email: str):
        with app.app_context():
            if db.session.scalars(select(User).where(User.email == email)).first() is None:
                told = {"email": email, "password_hash": hash_password(PASSWORD), "role": "homeowner"}
                accounts.create_user(db.session, now=now, **told)
        browser = app.test_client()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/entrar").text).group(1)
        answer = browser.post("/entrar", data={"csrf_token": token, "email": email, "password": PASSWORD})
        assert answer.status_code == 302
        return browser

    return sign_in


def post(browser, path):
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/privacidad/").text).group(1)
    return browser.post(path, data={"csrf_token": token})


def test_each_account_has_its_own_mark_the_same_on_every_device(client, person):
    ana, again, luis = (person(email).get("/cuenta/") for email in ("ana@p.pe", "ana@p.pe", "luis@p.pe"))
    marks = [answer.headers["Advisor-Account"] for answer in (ana, again, luis, client.get("/"))]
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert marks[3] == "guest"


def test_only_pages_that_were_read_may_be_kept(client, person):
    ana = person("ana@p.pe")
    assert "Advisor-Copy" in ana.get("/cuenta/").headers
    for path in ("/entrar", "/crear-cuenta", "/no-existe", "/static/js/site.js", "/healthz"):
        with client.get(path) as answer:
            assert "Advisor-Copy" not in answer.headers, path
    for path in ("/cuenta/clave", "/confirmar-clave"):
        assert "Advisor-Copy" not in ana.get(path).headers, path
    assert "Advisor-Copy" not in post(ana, "/hogares/nuevo").headers


def test_a_page_stays_out_of_the_caches_of_browsers_and_proxies(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/sw.js").headers["Cache-Control"] == "no-cache"


def test_signing_out_clears_the_device_and_a_refused_try_does_not(person):
    ana = person("ana@p.pe")
    assert "Clear-Site-Data" not in ana.post("/salir").headers
    assert post(ana, "/salir").headers["Clear-Site-Data"] == '"storage"'


def test_a_session_ended_on_purpose_clears_its_device_once(person):
    here, there = person("ana@p.pe"), person("ana@p.pe")
    assert post(there, "/cuenta/sesiones/cerrar").status_code == 303
    assert here.get("/cuenta/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in here.get("/cuenta/").headers


def test_a_session_that_rested_too_long_keeps_what_was_typed(app, person, now):
    ana = person("ana@p.pe")
    with app.app_context():
        db.session.execute(update(UserSession).values(last_seen_at=now - timedelta(days=31)))
        db.session.commit()
    answer = ana.get("/cuenta/")
    assert answer.location.startswith("/entrar")
    assert answer.headers["Advisor-Account"] == "guest"
    assert "Clear-Site-Data" not in answer.headers


def test_a_guest_erases_what_is_kept_here(client):
    with client.session_transaction() as session:
        session["guest_token"] = "known to nobody"
    answer = post(client, "/privacidad/borrar")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    with client.session_transaction() as session:
        assert "guest_token" not in session


def test_the_app_starts_where_its_person_is(person):
    ana = person("ana@p.pe")
    assert ana.get("/inicio/").location == "/hogares/"
    assert ana.get("/inicio/?ver=consumo").location == "/hogares/"


def test_the_worker_names_files_that_exist_and_pages_of_its_language(client):
    for language, title in (("es", "No tienes conexión"), ("en", "You have no connection")):
        text = client.get(f"/sw.js?lang={language}").text
        shell = json.loads(re.match(r"const SHELL = (.*);\n", text).group(1))
        for address in (*shell["files"], *shell["pages"].values()):
            with client.get(address) as answer:
                assert answer.status_code == 200, address
        assert title in client.get(shell["pages"]["offline"]).text


def test_the_pages_without_connection_hold_nothing_of_the_person_who_brought_them(client, person):
    ana = person("ana@p.pe")
    for path in ("/sin-conexion/", "/sin-conexion/envio/", "/sin-conexion/salida/"):
        assert ana.get(path).text == client.get(path).text
        assert "csrf_token" not in ana.get(path).text


def test_the_worker_is_the_same_for_everybody_and_takes_nobodys_message(app, client, person):
    ana = person("ana@p.pe")
    with ana.session_transaction() as session:
        session["_flashes"] = [("success", "CANARIO")]
    hers = ana.get("/sw.js").headers["ETag"]
    app.extensions["service_workers"].clear()
    assert client.get("/sw.js").headers["ETag"] == hers
    assert "CANARIO" in ana.get("/cuenta/").text


@pytest.mark.parametrize(
    "path", ["/static/js/site.js", "/static/css/site.css", "/healthz", "/sw.js", "/manifest.webmanifest"]
)
def test_what_is_asked_for_in_passing_does_not_write_the_cookie(person, path):
    """Arriving late, it would put the old session back over that of a sign-in or of a sign-out."""
    ana = person("ana@p.pe")
    assert "Set-Cookie" in ana.get("/cuenta/").headers
    with ana.get(path) as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_a_file_that_is_not_there_does_not_look_like_being_signed_out(client, person):
    ana = person("ana@p.pe")
    for address in ("/static/js/no-existe.js", "/no-existe"):
        answer = ana.get(address)
        assert answer.status_code == 404
        assert 'action="/salir"' in answer.text, address
        assert 'href="/entrar"' not in answer.text, address
        assert answer.headers.get("Advisor-Account") != "guest"


def test_the_worker_is_another_when_what_it_keeps_changes(app, client, monkeypatch):
    before = client.get("/sw.js")
    assert client.get("/sw.js", headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    app.extensions["service_workers"].clear()
    app.extensions["asset_hashes"]["img/band.svg"] = "another"
    assert client.get("/sw.js").headers["ETag"] != before.headers["ETag"]
