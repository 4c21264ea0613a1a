"""What was typed is found again by its browser, its person and its page alone, for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from advisor.db import KeptForm, User
from advisor.db.transactions import write_transaction
from advisor.jobs import worker
from advisor.services import kept_forms

PAGE = "/hogares/nuevo"
TYPED = {"name": ["Casa de Ñaña"], "appliances": ["refrigerator", "iron"]}
TOKEN = kept_forms.new_token()


@pytest.fixture
def keep(session, now):
    def keep(fields=TYPED, *, token=TOKEN, path=PAGE, at=now, uniquifier=None) -> bool:
        return kept_forms.keep(session, now=at, token=token, path=path, fields=fields, uniquifier=uniquifier)

    return keep


@pytest.fixture
def found(session, now):
    def found(*, token=TOKEN, path=PAGE, at=now, user_id=1):
        return kept_forms.load(session, now=at, token=token, path=path, user_id=user_id)

    return found


def test_what_was_typed_comes_back_as_it_was_and_the_token_is_not_stored(session, keep, found):
    assert keep()
    assert found() == TYPED
    assert TOKEN not in str(session.execute(select(KeptForm.__table__)).all())


def test_another_browser_and_another_page_find_nothing(keep, found):
    keep()
    assert found(token=kept_forms.new_token()) is None
    assert found(token=None) is None
    assert found(path="/hogar/1/") is None


def test_only_the_person_of_the_ended_session_finds_it(session, create_actor, keep, found):
    rosa, other = create_actor(), create_actor()
    keep(uniquifier=session.get_one(User, rosa.user_id).fs_uniquifier)
    assert found(user_id=rosa.user_id) == TYPED
    assert found(user_id=other.user_id) is None


def test_a_person_erased_takes_the_kept_form_along(session, create_actor, keep):
    rosa = create_actor()
    keep(uniquifier=session.get_one(User, rosa.user_id).fs_uniquifier)
    with write_transaction(session):
        session.delete(session.get_one(User, rosa.user_id))
    assert session.scalars(select(KeptForm)).all() == []


def test_the_same_page_keeps_the_latest_only(session, keep, found):
    keep()
    keep({"name": ["Otra"]})
    assert found() == {"name": ["Otra"]}
    assert len(session.scalars(select(KeptForm)).all()) == 1


def test_too_much_is_not_kept(session, keep, monkeypatch):
    assert not keep({"name": ["x" * kept_forms.MOST_BYTES]})
    assert keep({"name": ["x" * (kept_forms.MOST_BYTES - 100)]})
    monkeypatch.setattr(kept_forms, "MOST_ROWS", 1)
    assert not keep(token=kept_forms.new_token())
    assert len(session.scalars(select(KeptForm)).all()) == 1


def test_it_is_gone_after_a_day_even_if_nobody_comes(session, app_sweep, now, keep, found):
    keep()
    last_moment = now + kept_forms.KEPT_FOR - timedelta(seconds=1)
    assert found(at=last_moment) == TYPED
    assert kept_forms.forget_expired(session, now=last_moment) == 0
    assert found(at=now + kept_forms.KEPT_FOR) is None
    app_sweep()
    session.rollback()
    assert session.scalars(select(KeptForm)).all() == []


@pytest.fixture
def app_sweep(bare_app, now, monkeypatch):
    """The worker's sweep, a day later."""
    monkeypatch.setattr(worker, "now_of", lambda _app: now + kept_forms.KEPT_FOR)
    return lambda: worker.sweep_once(bare_app)


def test_forgetting_one_page_leaves_the_others(session, keep, found):
    keep()
    keep(path="/hogar/1/")
    kept_forms.forget(session, token=TOKEN, path=PAGE)
    assert found() is None
    assert found(path="/hogar/1/") == TYPED
    kept_forms.forget(session, token=TOKEN)
    assert found(path="/hogar/1/") is None
