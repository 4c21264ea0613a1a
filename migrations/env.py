"""How Alembic runs: on the app's engine, each migration in one transaction, tables of the queue left alone."""

from __future__ import annotations

from alembic import context
from flask import current_app

from advisor.db import Base
from advisor.db.engine import WRITE_OPTION

LOCK_TIMEOUT = "4s"


def include_name(name: str | None, kind: str, _parents: dict) -> bool:
    """Leave out the tables Huey makes for itself where the queue lives in the same database."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


def run_migrations() -> None:
    """Apply the migrations online; SQLite copies tables (batch mode) where it cannot alter them."""
    engine = current_app.extensions["migrate"].db.engine
    # SQLite: copying tables (batch mode) needs the write lock from the start, and foreign keys off meanwhile.
    with engine.connect().execution_options(**{WRITE_OPTION: True}) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=include_name,
            transaction_per_migration=False,
            render_item=_plain_type,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            context.run_migrations()
        if sqlite:
            raw.execute("PRAGMA foreign_keys = ON")


def _plain_type(kind: str, value: object, _context) -> str | bool:
    """Write our column types as the plain ones under them: a migration must not change when the code does."""
    if kind != "type":
        return False
    return {
        "UtcDateTime": "sa.DateTime(timezone=True)",
        "Soles": 'sa.Numeric(12, 2).with_variant(sa.String(16), "sqlite")',
        "JSON": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
    }.get(type(value).__name__, False)


run_migrations()
