"""A session is a row: it is made anew at each sign-in, and once ended it never comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from advisor.db import UserSession, db
from advisor.db.transactions import write_transaction
from advisor.services import accounts
from advisor.services.actors import Actor
from advisor.web import sessions

from .conftest import PASSWORD


def test_signing_in_and_out_works(create_user, browser):
    me = create_user()
    answer = browser.sign_in()
    assert (answer.status_code, answer.location) == (302, "/hogar/")
    assert browser.who() == me
    assert browser.post("/salir").location == "/"
    assert browser.who() is None


def test_the_cookie_is_closed_to_scripts_and_other_sites(create_user, browser):
    create_user()
    cookie = browser.sign_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_only_the_hash_of_the_token_is_stored(site, create_user, browser):
    create_user()
    browser.sign_in()
    token = browser.get("/cookie").json["sid"]
    assert len(token) >= 43  # 256 bits
    with site.app_context():
        assert token not in str([vars(row) for row in db.session.scalars(select(UserSession))])


def test_a_cookie_from_before_signing_in_is_worth_nothing_afterwards(site, create_user, browser, open_browser):
    create_user()
    browser.token("/entrar")
    planted = browser.client.get_cookie("session").value
    form_token = browser.get("/cookie").json["csrf_token"]
    browser.sign_in()
    thief = open_browser()
    thief.client.set_cookie("session", planted)
    assert thief.who() is None
    assert browser.get("/cookie").json.get("csrf_token") != form_token


def test_signing_in_again_ends_the_browser_s_earlier_session(site, create_user, browser, open_browser):
    create_user()
    browser.sign_in()
    copied = browser.client.get_cookie("session").value
    browser.post("/salir")
    browser.sign_in()
    thief = open_browser()
    thief.client.set_cookie("session", copied)
    assert thief.who() is None
    assert browser.who() is not None


def test_a_copied_cookie_dies_with_the_sign_out(create_user, browser, open_browser):
    create_user()
    browser.sign_in()
    copy = open_browser()
    copy.client.set_cookie("session", browser.client.get_cookie("session").value)
    assert copy.who() is not None
    browser.post("/salir")
    assert copy.who() is None


def test_a_revoked_session_is_anonymous_from_the_next_request_on(site, create_user, browser, open_browser):
    me = create_user()
    phone = open_browser()
    browser.sign_in()
    phone.sign_in()
    with site.app_context():
        token = None
        with browser.client.session_transaction() as cookie:
            token = cookie["sid"]
        actor = Actor(me, frozenset({"homeowner"}))
        found = accounts.list_sessions(db.session, actor=actor, now=sessions.now(), current_token=token)
        assert sorted(open_session.current for open_session in found) == [False, True]
        other = next(open_session for open_session in found if not open_session.current)
        assert accounts.revoke_session(db.session, actor=actor, now=sessions.now(), session_id=other.id)
    assert phone.who() is None
    assert browser.who() == me


def test_nobody_ends_another_person_s_session(site, create_user, browser):
    create_user()
    stranger = create_user("otro@ejemplo.pe")
    browser.sign_in()
    with site.app_context():
        row = db.session.scalars(select(UserSession)).one()
        assert not accounts.revoke_session(db.session, actor=Actor(stranger), now=sessions.now(), session_id=row.id)
    assert browser.who() is not None


def test_a_request_that_finishes_late_does_not_bring_an_ended_session_back(create_user, browser):
    me = create_user()
    browser.sign_in()
    late = browser.get("/lento")
    assert late.json["id"] == me
    assert "Set-Cookie" in late.headers
    assert browser.who() is None


def test_a_change_of_password_ends_the_other_sessions_and_keeps_this_one(create_user, browser, open_browser):
    me = create_user()
    phone = open_browser()
    phone.sign_in()
    browser.sign_in()
    new = "otra frase bien larga"
    given = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    changed = browser.post("/cuenta/clave", given, form="/cuenta/clave")
    assert (changed.status_code, changed.location) == (302, "/mi-cuenta/")
    assert phone.who() is None
    assert browser.who() == me
    assert phone.sign_in(password=PASSWORD).status_code == 200
    assert phone.sign_in(password=new).status_code == 302


@pytest.mark.parametrize("role", ["homeowner", "consultant", "administrator"])
def test_a_session_ends_when_it_rests_too_long(site, create_user, browser, role):
    create_user(role=role)
    browser.sign_in()
    idle, _ = accounts.LIMITS[role]
    _age(site, last_seen_at=idle - timedelta(minutes=1))
    assert browser.who() is not None
    _age(site, last_seen_at=idle + timedelta(minutes=1))
    assert browser.who() is None


def test_a_session_ends_at_its_absolute_limit_however_busy(site, create_user, browser):
    create_user(role="administrator")
    browser.sign_in()
    with site.app_context(), write_transaction(db.session):
        db.session.scalars(select(UserSession)).one().expires_at = sessions.now()
    assert browser.who() is None


def test_use_is_noted_but_never_on_an_ended_session(site, create_user, browser):
    create_user()
    browser.sign_in()
    _age(site, last_seen_at=timedelta(hours=1))
    assert browser.who() is not None
    with site.app_context():
        row = db.session.scalars(select(UserSession)).one()
        assert row.last_seen_at > sessions.now() - timedelta(minutes=1)
        accounts.revoke_token(db.session, token=_token(browser), now=sessions.now(), reason="test")
        accounts.touch_session(db.session, session_id=row.id, now=sessions.now() + timedelta(days=1))
        assert db.session.scalars(select(UserSession)).one().last_seen_at < sessions.now()


def test_a_deactivated_person_is_out_at_once(site, create_user, browser):
    from advisor.db import User

    me = create_user()
    browser.sign_in()
    with site.app_context(), write_transaction(db.session):
        db.session.get_one(User, me).active = False
    assert browser.who() is None


def test_neither_a_remember_cookie_nor_a_header_token_brings_anybody_in(site, create_user, browser, open_browser):
    create_user()
    answer = browser.post("/entrar", {"email": "ana@ejemplo.pe", "password": PASSWORD, "remember": "y"}, form="/entrar")
    other = open_browser()
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        if name != "session":
            other.client.set_cookie(name, value)
    assert other.who() is None
    with site.app_context():
        from advisor.db import User

        token = db.session.scalars(select(User)).one().get_auth_token()
    assert other.get("/hogar/", headers={"Authentication-Token": token}).status_code == 302
    assert other.get(f"/hogar/?auth_token={token}").status_code == 302


def _age(site, *, last_seen_at: timedelta) -> None:
    with site.app_context(), write_transaction(db.session):
        db.session.scalars(select(UserSession)).one().last_seen_at = sessions.now() - last_seen_at


def _token(browser) -> str:
    with browser.client.session_transaction() as cookie:
        return cookie["sid"]
