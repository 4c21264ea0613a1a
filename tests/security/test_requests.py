"""What every request and answer is held to: form tokens, ways back, headers, the same 404, safe settings."""

import pytest
from flask import Flask

from advisor.settings import Settings, UnableToStart
from advisor.web import headers
from advisor.web.gate import safe_next


@pytest.mark.parametrize("path", ["/enviar", "/entrar", "/crear-cuenta", "/salir", "/hogar-de-demostracion/entrar"])
def test_a_form_without_its_token_is_refused(browser, path):
    assert browser.client.post(path, data={"email": "x", "password": "y"}).status_code == 400


def test_a_form_with_its_token_is_taken(browser):
    assert browser.post("/enviar").get_data(as_text=True) == "enviado"


@pytest.mark.parametrize("site_of_origin", ["cross-site", "same-site"])
def test_a_form_sent_by_another_site_is_refused_even_with_a_token(browser, site_of_origin):
    assert browser.post("/enviar", headers={"Sec-Fetch-Site": site_of_origin}).status_code == 400
    assert browser.post("/enviar", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_signing_out_takes_a_form(create_user, browser):
    create_user()
    browser.sign_in()
    assert browser.get("/salir").status_code == 405
    assert browser.who() is not None


UNSAFE = [
    "https://evil.pe/",
    "//evil.pe",
    "/\\evil.pe",
    "\\/evil.pe",
    "https:evil.pe",
    "/\t/evil.pe",
    " /hogar/",
    "/hogar/\r\nX: y",
    "javascript:alert(1)",
    "hogar/",
    "user@evil.pe",
    "/%2f%2fevil.pe",
    "/no-such-page",
    "///evil.pe",
]


@pytest.mark.parametrize("target", UNSAFE)
def test_nobody_is_led_away_after_signing_in(site, create_user, browser, target):
    create_user()
    with site.app_context():
        assert not safe_next(target)
    token = browser.token("/entrar")
    data = {"csrf_token": token, "email": "ana@ejemplo.pe", "password": "mi perro come arroz"}
    by_address = browser.client.post("/entrar", query_string={"next": target}, data=data)
    by_form = browser.client.post("/entrar", data={**data, "next": target})
    assert (by_address.status_code, by_form.status_code) == (400, 400)


def test_the_way_back_leads_to_the_page_that_asked_for_the_sign_in(create_user, browser):
    create_user()
    sent = browser.get("/mi-cuenta/")
    assert sent.location == "/entrar?next=/mi-cuenta/"
    token = browser.token(sent.location)
    data = {"csrf_token": token, "email": "ana@ejemplo.pe", "password": "mi perro come arroz"}
    assert browser.client.post(sent.location, data=data).location == "/mi-cuenta/"


@pytest.mark.parametrize("path", ["/", "/entrar", "/hogar/", "/no-hay", "/enviar"])
def test_every_answer_carries_the_headers(browser, path):
    answer = browser.get(path)
    for name, value in headers.HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = headers.CONTENT_SECURITY_POLICY
    assert "unsafe" not in policy
    assert "http" not in policy
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
        assert rule in policy


def test_production_insists_on_https(tmp_path):
    from .conftest import make_site

    site = make_site(Settings.for_testing(tmp_path, environment="production"))
    answer = site.test_client().get("/", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == headers.STRICT_TRANSPORT
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_not_yours_and_not_existing_are_the_same_page(site, create_user, browser):
    from advisor.db import db
    from advisor.services import households
    from advisor.services.actors import Actor
    from advisor.web.sessions import now

    with site.app_context():
        owner = create_user("duena@ejemplo.pe")
        point = households.create_household(db.session, actor=Actor(owner), now=now(), name="CANARIO")
        theirs = point.household_id
    create_user()
    browser.sign_in()
    hidden, absent = browser.get(f"/hogar/{theirs}/"), browser.get("/hogar/98765/")
    assert (hidden.status_code, hidden.data) == (absent.status_code, absent.data)
    assert hidden.status_code == 404
    assert b"CANARIO" not in hidden.data


def test_no_route_of_the_sign_in_library_is_there_unasked(site: Flask):
    routes = {rule.rule for rule in site.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert routes == {"/entrar", "/salir", "/crear-cuenta", "/cuenta/clave", "/confirmar-clave"}


@pytest.mark.parametrize("key", ["", "short", "a" * 60])
def test_production_refuses_to_start_with_a_weak_key(tmp_path, key):
    given = {"ADVISOR_ENV": "production", "ADVISOR_INSTANCE_DIR": str(tmp_path), "ADVISOR_SECRET_KEY": key}
    with pytest.raises(UnableToStart, match="ADVISOR_SECRET_KEY"):
        Settings.from_environment(given)


def test_the_development_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    given = {"ADVISOR_INSTANCE_DIR": str(tmp_path)}
    first, second = Settings.from_environment(given), Settings.from_environment(given)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"), [("ADVISOR_ENV", "prod"), ("ADVISOR_MAX_UPLOAD_MB", "20 MB"), ("ADVISOR_TRUSTED_PROXIES", "-1")]
)
def test_a_setting_with_a_slip_is_named(tmp_path, name, value):
    with pytest.raises(UnableToStart, match=name):
        Settings.from_environment({"ADVISOR_INSTANCE_DIR": str(tmp_path), name: value})


def test_a_failpoint_is_honoured_only_while_testing(tmp_path):
    given = {"ADVISOR_INSTANCE_DIR": str(tmp_path), "ADVISOR_FAILPOINT": "import:started"}
    assert Settings.from_environment(given).failpoint == ""
    assert Settings.from_environment({**given, "ADVISOR_ENV": "testing"}).failpoint == "import:started"
