"""Fixtures every test may use: settings in a temporary folder, the app with its tables, people and homes.

`bare_app` has database and queue only; `app` is the whole product. `session` is a database session in an app context.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from advisor import clock
from advisor import db as database
from advisor.db import SupplyPoint, db
from advisor.jobs import queue
from advisor.services import accounts, households
from advisor.services.actors import Actor
from advisor.settings import Settings

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
_numbers = itertools.count(1)

# The machines that run these tests are shared and slow at times: no example has a time limit.
hypothesis.settings.register_profile("shared_machine", deadline=None)
hypothesis.settings.load_profile("shared_machine")


# Their tests look at the visits of one walk through every state; the other files of the browser share one site.
THE_WALK = ("test_accessibility.py", "test_album.py", "test_pages.py", "test_walk.py")


class ByFile(LoadScopeScheduling):
    """Keep each file in one process, the walk in one and the journeys in one: tests share what is dear to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        if not file.startswith("tests/browser/"):
            return file
        return "the walk" if file.endswith(THE_WALK) else "the journeys"


# Not `--dist loadgroup`: pytest-xdist 3.8 writes its groups where pytest 9.2 no longer reads them.
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Hand out the tests by file, the file with most tests first."""
    return ByFile(config, log)


@pytest.fixture
def now() -> datetime:
    """A fixed moment for use cases that take the clock as an argument."""
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.for_testing(tmp_path)


@pytest.fixture
def bare_app(settings: Settings) -> Iterator[Flask]:
    """Database and queue, without pages."""
    app = Flask("bare", instance_path=str(settings.instance_dir))
    app.config.from_mapping(settings.as_flask_config())
    app.extensions["advisor_settings"] = settings
    clock.init_app(app)
    database.init_app(app)
    queue.init_app(app)
    with app.app_context():
        db.create_all()
    yield app
    _close(app)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole product on an empty database."""
    from advisor.web.app import create_app

    app = create_app(settings)
    with app.app_context():
        db.create_all()
    yield app
    _close(app)


@pytest.fixture
def client(app: Flask):
    """A browser without scripts; forms need the token of their page unless WTF_CSRF_ENABLED is off."""
    return app.test_client()


@pytest.fixture
def session(bare_app: Flask) -> Iterator:
    """A session on the bare app's database."""
    with bare_app.app_context():
        yield db.session


@pytest.fixture
def create_actor(session) -> Callable[..., Actor]:
    """Make a person without a password and return them as an actor."""

    def create(role: str = "homeowner") -> Actor:
        email = f"persona{next(_numbers)}@ejemplo.pe"
        user = accounts.create_user(session, now=NOW, email=email, password_hash=None, role=role)
        return Actor(user.id, frozenset({role}))

    return create


@pytest.fixture
def actor(create_actor) -> Actor:
    """A homeowner."""
    return create_actor()


@pytest.fixture
def create_supply_point(session) -> Callable[..., SupplyPoint]:
    """Make a household with one supply point."""

    def create(actor: Actor, **facts: object) -> SupplyPoint:
        told = {"name": "Casa", "department": "Lima", "distributor": "luz-del-sur", **facts}
        return households.create_household(session, actor=actor, now=NOW, **told)

    return create


@pytest.fixture
def supply_point(actor: Actor, create_supply_point) -> SupplyPoint:
    """A supply point of `actor`."""
    return create_supply_point(actor)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    opened = queue.queue_of(app)
    opened.close()
