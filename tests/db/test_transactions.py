"""Writers on SQLite wait for each other instead of failing, and a commit is durable."""

import sqlite3
import threading

import pytest
from sqlalchemy import select, text

from advisor.db import Role, User, db
from advisor.db.engine import BUSY_TIMEOUT_MS
from advisor.db.transactions import UnsavedChanges, write_transaction


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", BUSY_TIMEOUT_MS)],
)
def test_sqlite_is_opened_for_safety(session, pragma, value):
    assert session.scalars(text(f"PRAGMA {pragma}")).one() == value
    assert BUSY_TIMEOUT_MS >= 20_000


def test_a_write_transaction_holds_the_lock_before_its_first_read(session, settings):
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=0)
    try:
        with write_transaction(session):
            session.scalars(select(Role)).all()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def test_a_reader_does_not_hold_writers_up(session, settings):
    session.scalars(select(Role)).all()
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_many_threads_that_read_then_write_all_get_their_turn(bare_app):
    with bare_app.app_context(), write_transaction(db.session):
        db.session.add(Role(name="0"))
    problems = []

    def count_up():
        try:
            with bare_app.app_context():
                for _ in range(10):
                    with write_transaction(db.session):
                        role = db.session.scalars(select(Role)).one()
                        role.name = str(int(role.name) + 1)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with bare_app.app_context():
        assert not problems
        assert db.session.scalars(select(Role.name)).one() == "60"


def test_a_failed_block_leaves_nothing(session):
    def half():
        with write_transaction(session):
            session.add(Role(name="half"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert session.scalars(select(Role)).all() == []


def test_changes_made_outside_are_not_thrown_away(session):
    session.add(Role(name="outside"))
    with pytest.raises(UnsavedChanges), write_transaction(session):
        pass
    session.rollback()


def test_a_row_that_points_nowhere_is_refused(session):
    with pytest.raises(Exception, match="FOREIGN KEY"), write_transaction(session):
        session.execute(text("insert into user_role (user_id, role_id) values (4711, 4711)"))
    assert session.scalars(select(User)).all() == []
