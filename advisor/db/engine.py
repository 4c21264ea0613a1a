"""How connections are opened: durable WAL on SQLite with writers that take their lock first, plain pools elsewhere.

Measured reason: with SQLite's default transactions a read followed by a write fails at once with "database is
locked" whatever the busy timeout; BEGIN IMMEDIATE waits its turn instead.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, event

BUSY_TIMEOUT_MS = 30_000
WRITE_OPTION = "advisor_write"

ENGINE_OPTIONS = {
    "sqlite": {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}},
    "other": {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10},
}


def prepare_engines(engines: Iterable[Engine]) -> None:
    """Attach the events SQLite needs; opens no connection."""
    for engine in engines:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _open_sqlite)
            event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection, _record) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_sqlite(connection) -> None:
    write = connection.get_execution_options().get(WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
