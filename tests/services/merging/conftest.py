"""Databases on which the promises of stored data are tried: SQLite, and PostgreSQL where one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from advisor import clock
from advisor import db as database
from advisor.db import SupplyPoint, db
from advisor.jobs import queue
from advisor.services import accounts, households
from advisor.services.actors import Actor
from advisor.settings import Settings

from ...migrations.conftest import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of each database in turn."""
    if request.param == "sqlite":
        return Settings.for_testing(tmp_path)
    return Settings.for_testing(tmp_path, database_url=request.getfixturevalue("postgres_url"))


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
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    queue.queue_of(app).close()


@pytest.fixture
def new_home(session, now) -> Callable[[], tuple[Actor, SupplyPoint]]:
    """Make a person with a home, each time another."""
    made = iter(range(1_000_000))

    def make() -> tuple[Actor, SupplyPoint]:
        email = f"hogar{next(made)}@ejemplo.pe"
        user = accounts.create_user(session, now=now, email=email, password_hash=None, role="homeowner")
        actor = Actor(user.id, frozenset({"homeowner"}))
        return actor, households.create_household(session, actor=actor, now=now, name="Casa", department="Lima")

    return make
