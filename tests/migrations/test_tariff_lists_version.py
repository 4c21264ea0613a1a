"""Version 4 makes room for published price lists around what was there, and goes away again."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from advisor.db import TariffEdition, TariffList, TariffState, User, db
from advisor.db.transactions import write_transaction
from advisor.reference.published import lists_of
from advisor.reference.tariffs import load_tariff_documents
from advisor.services import tariffs
from advisor.services.actors import Actor
from advisor.services.tariff_reading import lists_in_force, reference_in_force

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
PERSON = text(
    "insert into user_account (id, email, active, fs_uniquifier, created_at, is_demo)"
    " values (7, 'ana@ejemplo.pe', :yes, 'u1', :now, :no)"
)
WHO = Actor(7, frozenset({"administrator"}))


def later():
    """The first shipped list, from a day on which none begins."""
    first = lists_of(load_tariff_documents())[0]
    prices = first.prices.model_copy(update={"valid_from": date(2026, 12, 4)})
    return type(first)(**{**vars(first), "prices": prices})


def test_it_keeps_the_people_and_their_lists_come_back_as_they_were(empty_app, migrate_to):
    migrate_to("0003")
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(PERSON, {"yes": True, "no": False, "now": NOW.isoformat(sep=" ")})
    migrate_to("0004")
    with empty_app.app_context():
        plain = reference_in_force(db.session).version
        tariffs.publish_all(db.session, actor=WHO, now=NOW, lists=[later()], reason="Nuevo")
        assert later() in lists_in_force(db.session)
        assert reference_in_force(db.session).version.startswith(plain + "-")
        db.session.remove()
        from flask_migrate import downgrade

        downgrade(revision="0003")
        assert not {"tariff_list", "tariff_edition"} & set(inspect(db.engine).get_table_names())
        assert db.session.scalars(select(User.email)).one() == "ana@ejemplo.pe"
        db.session.remove()
    migrate_to("0004")
    with empty_app.app_context():
        assert db.session.scalars(select(TariffList)).all() == []


def test_the_database_holds_one_published_list_a_day_and_days_in_order(empty_app, migrate_to):
    migrate_to("0004")
    with empty_app.app_context():
        nobody = Actor(None, WHO.roles)
        (number,) = tariffs.publish_all(db.session, actor=nobody, now=NOW, lists=[later()], reason="Nuevo")
        row = db.session.get_one(TariffList, number)
        columns = {c.key: getattr(row, c.key) for c in TariffList.__table__.columns if c.key != "id"}
        db.session.rollback()
        with pytest.raises(IntegrityError), write_transaction(db.session):
            db.session.add(TariffList(**columns))
        with write_transaction(db.session):
            db.session.add(TariffList(**{**columns, "state": TariffState.DRAFT}))
        backwards = {"state": TariffState.DRAFT, "valid_until": date(2026, 12, 4)}
        with pytest.raises(IntegrityError), write_transaction(db.session):
            db.session.add(TariffList(**{**columns, **backwards}))


def test_of_two_who_publish_at_once_the_second_changes_nothing(empty_app, migrate_to):
    migrate_to("0004")
    with empty_app.app_context():
        tariffs.publish_all(db.session, actor=Actor(None, WHO.roles), now=NOW, lists=[later()], reason="Nuevo")
        with pytest.raises(IntegrityError), write_transaction(db.session):
            db.session.add(TariffEdition(number=1, sha256="0" * 64, made_at=NOW))
