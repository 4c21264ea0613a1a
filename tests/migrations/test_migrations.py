"""The database's versions lead to the tables the code expects, and back, with data in them."""

import re
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from advisor.db import (
    MIGRATIONS_DIR,
    Base,
    Bill,
    Channel,
    Household,
    IntervalBlock,
    Membership,
    Role,
    SupplyPoint,
    UsageDay,
    User,
    db,
)
from advisor.db.transactions import write_transaction
from advisor.energy.usage import UsageSeries
from advisor.services.accounts import create_user
from advisor.services.actors import Actor
from advisor.services.households import create_household
from advisor.services.intervals import load_series, store_layer

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
VERSIONS = sorted(path.name for path in (Path(MIGRATIONS_DIR) / "versions").glob("*.py"))


def schema_differences(app) -> list:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
        return compare_metadata(context, Base.metadata)


def test_the_newest_version_is_exactly_the_tables_of_the_code(empty_app, migrate_to):
    migrate_to("head")
    assert schema_differences(empty_app) == []


def test_every_version_goes_up_and_down_and_up_again(empty_app, migrate_to):
    migrate_to("head")
    migrate_to("base")
    with empty_app.app_context():
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrate_to("head")
    assert schema_differences(empty_app) == []


def test_a_second_upgrade_changes_nothing(empty_app, migrate_to):
    migrate_to("head")
    migrate_to("head")
    assert schema_differences(empty_app) == []


def test_every_constraint_has_a_name(empty_app, migrate_to):
    migrate_to("head")
    with empty_app.app_context():
        found = inspect(db.engine)
        for table in Base.metadata.tables:
            named = [*found.get_foreign_keys(table), *found.get_unique_constraints(table)]
            assert all(constraint["name"] for constraint in [*named, found.get_pk_constraint(table)]), table


def test_data_written_by_the_code_survive_an_upgrade_that_finds_nothing_to_do(empty_app, migrate_to):
    migrate_to("head")
    with empty_app.app_context():
        point_id = _one_of_each()
    migrate_to("head")
    with empty_app.app_context():
        series = load_series(db.session, supply_point_id=point_id)
        assert (len(series), series.total_kwh) == (96, pytest.approx(4.56))
        assert db.session.scalars(select(Bill.total)).one() == Decimal("98.50")
        assert db.session.scalars(select(User)).one().roles[0].name == "homeowner"


def test_a_downgrade_with_data_in_the_tables_leaves_an_empty_database(empty_app, migrate_to):
    migrate_to("head")
    with empty_app.app_context():
        _one_of_each()
    migrate_to("base")
    with empty_app.app_context():
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_tables_of_the_queue_in_the_same_database_are_left_alone(empty_app, migrate_to):
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(text("create table huey_task (id integer primary key)"))
    migrate_to("head")
    migrate_to("base")
    with empty_app.app_context():
        assert "huey_task" in inspect(db.engine).get_table_names()


def test_deleting_a_household_leaves_none_of_its_data(empty_app, migrate_to):
    migrate_to("head")
    with empty_app.app_context():
        _one_of_each()
        with write_transaction(db.session):
            db.session.delete(db.session.scalars(select(Household)).one())
        for table in (Membership, SupplyPoint, Bill, IntervalBlock, UsageDay):
            assert db.session.scalars(select(table)).all() == []
        assert db.session.scalars(select(Role)).all() != []


def test_versions_are_numbered_without_gaps_and_form_one_line():
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in VERSIONS)
    assert [int(name[:4]) for name in VERSIONS] == list(range(1, len(VERSIONS) + 1))
    assert len(ScriptDirectory(str(MIGRATIONS_DIR)).get_heads()) == 1


def test_migrations_do_not_depend_on_the_code_of_the_day():
    for name in VERSIONS:
        assert "advisor" not in (Path(MIGRATIONS_DIR) / "versions" / name).read_text("utf-8")


def _one_of_each() -> int:
    """Store a person, a home, a bill and two days of half hours; return the supply point's id."""
    user = create_user(db.session, now=NOW, email="ana@ejemplo.pe", password_hash=None, role="homeowner")
    point = create_household(db.session, actor=Actor(user.id), now=NOW, name="Casa", facts={"people": 4})
    first = datetime(2026, 4, 1, 5, tzinfo=timezone.utc)
    series = UsageSeries.measured(start=first, step_minutes=30, kwh=np.arange(96) / 1e3)
    with write_transaction(db.session):
        bill = Bill(start=date(2026, 1, 4), end=date(2026, 2, 4), kwh=132.0, total=Decimal("98.50"))
        bill.supply_point_id = point.id
        db.session.add(bill)
        store_layer(db.session, supply_point=point, upload_id=None, channel=Channel.IMPORT, series=series)
        return point.id
