"""A guest's result is found by its token alone, is kept for thirty days, and moves into an account once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from advisor.db import Assessment, Bill, GuestResult
from advisor.jobs import worker
from advisor.services import guests
from advisor.services.actors import Actor

GIVEN = {
    "household": {
        "department": "Lima",
        "distributor": "pluz",
        "people": 4,
        "last_bill": {"unit_price": "0.6130"},
    },
    "usage": {
        "bills": [
            {"start": "2026-03-04", "end": "2026-04-04", "kwh": 132.0, "total": "98.50"},
            {"start": "2026-04-04", "end": "2026-05-04", "kwh": None},
        ]
    },
}
DOCUMENT = {"status": "assessed", "as_of": "2026-05-14", "versions": {"reference": "r"}}


@pytest.fixture
def token(session, now):
    return guests.store_result(session, now=now, given=GIVEN, document=DOCUMENT)


def test_the_token_finds_the_result_and_is_not_stored(session, now, token):
    assert guests.load_result(session, now=now, token=token).document == DOCUMENT
    assert guests.load_result(session, now=now, token=token + "x") is None
    assert guests.load_result(session, now=now, token=None) is None
    assert token not in repr([vars(row) for row in session.scalars(select(GuestResult))])


def test_after_thirty_days_the_result_is_gone_even_if_nobody_comes(session, now, token):
    last_moment = now + guests.KEPT_FOR - timedelta(seconds=1)
    assert guests.forget_expired(session, now=last_moment) == 0
    assert guests.load_result(session, now=last_moment, token=token) is not None
    assert guests.load_result(session, now=now + guests.KEPT_FOR, token=token) is None
    assert guests.forget_expired(session, now=now + guests.KEPT_FOR) == 1
    assert session.scalars(select(GuestResult)).all() == []


def test_the_workers_sweep_forgets_old_results_by_the_clock(bare_app, session):
    long_ago = datetime(2020, 1, 1, tzinfo=timezone.utc)
    guests.store_result(session, now=long_ago, given=GIVEN, document=DOCUMENT)
    worker.sweep_once(bare_app)
    assert session.scalars(select(GuestResult)).all() == []


def test_an_account_takes_the_result_over_once(session, now, token, actor):
    point = guests.adopt_result(session, actor=actor, now=now, token=token, name="Mi casa")
    assert (point.distributor, point.household.department, point.household.facts) == ("pluz", "Lima", {"people": 4})
    assert point.last_bill == {"unit_price": "0.6130"}
    assert [(bill.kwh, str(bill.total)) for bill in session.scalars(select(Bill).order_by(Bill.start))] == [
        (132.0, "98.50"),
        (None, "None"),
    ]
    assert session.scalars(select(Assessment)).one().document == DOCUMENT
    assert guests.adopt_result(session, actor=actor, now=now, token=token, name="Mi casa") is None


def test_nobody_adopts_without_an_account(session, now, token):
    assert guests.adopt_result(session, actor=Actor(guest_token=token), now=now, token=token, name="X") is None
    assert guests.load_result(session, now=now, token=token) is not None
