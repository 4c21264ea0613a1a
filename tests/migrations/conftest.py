"""Databases the migrations are tried on: SQLite, and PostgreSQL where one answers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from advisor import db as database
from advisor.db import db
from advisor.settings import Settings

SERVER = os.environ.get("ADVISOR_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path) -> Iterator[Flask]:
    """An app on an empty database, without pages and queue."""
    settings = Settings.for_testing(tmp_path)
    if request.param == "postgresql":
        settings = Settings.for_testing(tmp_path, database_url=request.getfixturevalue("postgres_url"))
    app = Flask("migrations", instance_path=str(tmp_path))
    app.config.from_mapping(settings.as_flask_config())
    app.extensions["advisor_settings"] = settings
    database.init_app(app)
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def postgres_url(socket_enabled) -> Iterator[str]:
    """A fresh PostgreSQL database, dropped afterwards."""
    server = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"advisor_test_{secrets.token_hex(6)}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"create database {name}"))
    except OperationalError:
        server.dispose()
        pytest.skip("no PostgreSQL answers at ADVISOR_TEST_POSTGRES (default: this machine, user postgres)")
    yield f"{SERVER}/{name}"
    with server.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    server.dispose()


@pytest.fixture
def migrate_to(empty_app: Flask) -> Callable[[str], None]:
    """Bring the database up or down to a revision."""
    from flask_migrate import downgrade, upgrade

    def go(revision: str) -> None:
        with empty_app.app_context():
            (downgrade if revision == "base" else upgrade)(revision=revision)
            db.session.remove()

    return go
