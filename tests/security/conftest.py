"""Sign-in, sessions and headers on a small site: three pages of ours around Flask-Security's own.

The pages of the whole product are walked by the tests of tests/web; here the checks before them are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, jsonify, render_template_string, request, session
from flask.testing import FlaskClient
from flask_security.utils import hash_password

from advisor import clock
from advisor import db as database
from advisor.db import db
from advisor.db.queries.scope import for_actor
from advisor.jobs import queue
from advisor.services import accounts
from advisor.settings import Settings
from advisor.web import locale, security
from advisor.web.sessions import current_actor, remember_guest_token, signed_in_required

PASSWORD = "mi perro come arroz"


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.for_testing(tmp_path, demo=True)


@pytest.fixture
def site(settings: Settings) -> Iterator[Flask]:
    app = make_site(settings)
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    queue.queue_of(app).close()


def make_site(settings: Settings) -> Flask:
    """Make the small site with its tables."""
    app = Flask("site", instance_path=str(settings.instance_dir))
    app.config.from_mapping(settings.as_flask_config())
    app.extensions["advisor_settings"] = settings
    clock.init_app(app)
    database.init_app(app)
    locale.init_app(app)
    security.init_app(app)
    queue.init_app(app)
    app.add_url_rule("/", "guest.start", lambda: render_template_string("{{ csrf_token() }}"))
    app.add_url_rule("/hogar/", "households.home", signed_in_required(lambda: jsonify(id=current_actor().user_id)))
    app.add_url_rule("/mi-cuenta/", "account.show", signed_in_required(lambda: "cuenta"))
    app.add_url_rule("/enviar", "send", lambda: "enviado", methods=["POST"])
    app.add_url_rule("/hogar/<int:id>/", "one", lambda id: for_actor(db.session, current_actor()).household(id).name)
    app.add_url_rule("/invitado/<token>", "guest", lambda token: remember_guest_token(token) or "ok")
    app.add_url_rule("/cookie", "cookie", lambda: jsonify(dict(session)))
    app.add_url_rule("/lento", "slow", lambda: _finish_late(request))
    with app.app_context():
        db.create_all()
    return app


def _finish_late(_request):
    """Stand for a page during which the session is ended elsewhere."""
    who = current_actor().user_id
    from advisor.web.sessions import current_token, now

    accounts.revoke_token(db.session, token=current_token(), now=now(), reason="elsewhere")
    session["left"] = "a change, so that the cookie is written again"
    return jsonify(id=who)


@pytest.fixture
def create_user(site: Flask) -> Callable[..., int]:
    """Make a person with a password."""

    def create(email: str = "ana@ejemplo.pe", *, role: str = "homeowner", password: str = PASSWORD) -> int:
        from advisor.web.sessions import now

        with site.app_context():
            made = accounts.create_user(
                db.session, now=now(), email=email, password_hash=hash_password(password), role=role
            )
            return made.id

    return create


class Browser:
    """A test client that fills in the form token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options):
        return self.client.get(path, **options)

    def token(self, path: str = "/") -> str:
        text = self.client.get(path).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        return found.group(1) if found else text.strip()

    def post(self, path: str, data: dict | None = None, *, form: str = "/", **options):
        return self.client.post(path, data={"csrf_token": self.token(form), **(data or {})}, **options)

    def sign_in(self, email: str = "ana@ejemplo.pe", password: str = PASSWORD, **options):
        return self.post("/entrar", {"email": email, "password": password}, form="/entrar", **options)

    def who(self) -> int | None:
        answer = self.get("/hogar/")
        return answer.json["id"] if answer.status_code == 200 else None


@pytest.fixture
def browser(site: Flask) -> Browser:
    return Browser(site.test_client())


@pytest.fixture
def open_browser(site: Flask) -> Callable[[], Browser]:
    """Open another browser of its own."""
    return lambda: Browser(site.test_client())
