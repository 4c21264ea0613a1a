"""Version 2 comes and goes around data that were there before."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import inspect, select, text

from advisor.db import KeptForm, User, db
from advisor.services import kept_forms

NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
PERSON = text(
    "insert into user_account (email, active, fs_uniquifier, created_at, is_demo)"
    " values ('ana@ejemplo.pe', :yes, 'u1', :now, :no)"
)


def test_it_keeps_the_people_and_their_forms_both_ways(empty_app, migrate_to):
    migrate_to("0001")
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(PERSON, {"yes": True, "no": False, "now": NOW.isoformat(sep=" ")})
    migrate_to("0002")
    with empty_app.app_context():
        kept_forms.keep(db.session, now=NOW, token="t", path="/hogares/nuevo", fields={"a": ["1"]}, uniquifier="u1")
        kept = db.session.scalars(select(KeptForm)).one()
        assert (kept.fields, kept.user_id) == ({"a": ["1"]}, db.session.scalars(select(User.id)).one())
        db.session.remove()
        from flask_migrate import downgrade

        downgrade(revision="0001")
        assert "kept_form" not in inspect(db.engine).get_table_names()
        assert db.session.scalars(select(User.email)).one() == "ana@ejemplo.pe"
        db.session.remove()
    migrate_to("0002")
    with empty_app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []
