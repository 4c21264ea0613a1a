"""New prices: which homes are assessed again, and that nobody who waits is held up by them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from advisor.db import Assessment, Job, JobKind
from advisor.services import tariffs
from advisor.services.assessments import request_assessment
from advisor.services.repricing import assess_again
from advisor.services.urgency import due_at
from tests.services.test_tariffs import listed

HALF_A_DAY = timedelta(hours=12)


@pytest.fixture
def assessed(session, now, actor, create_supply_point):
    """Make a home with a result and return its supply point's id."""

    def make(**facts) -> int:
        point = create_supply_point(actor, **facts).id
        row = Assessment(supply_point_id=point, made_at=now, as_of=now.date(), status="ok", document={}, versions={})
        session.add(row)
        session.commit()
        return point

    return make


def waiting(session) -> dict[int, Job]:
    return {job.supply_point_id: job for job in session.scalars(select(Job).where(Job.kind == JobKind.ASSESS))}


@pytest.fixture
def published(session, create_actor, now):
    def go() -> tuple[int, ...]:
        boss = create_actor("administrator")
        return tariffs.publish_all(session, actor=boss, now=now, lists=[listed()], reason="Pliego de setiembre")

    return go


def test_the_assessed_homes_of_the_distributor_are_assessed_again(
    session, assessed, actor, create_supply_point, published
):
    by_key, by_name = assessed(), assessed(distributor="Luz del Sur")
    assessed(distributor="pluz")
    create_supply_point(actor)  # never assessed
    published()
    assert set(waiting(session)) == {by_key, by_name}


def test_publishing_the_same_again_queues_nothing(session, assessed, published):
    assessed()
    assert published() != ()
    assert published() == ()
    assert len(waiting(session)) == 1


def test_a_withdrawn_list_changes_prices_too_and_a_draft_none(session, assessed, create_actor, published, now):
    point = assessed()
    boss = create_actor("administrator")
    tariffs.draft(session, actor=boss, now=now, listed=listed(over_140="0.9000"))
    assert waiting(session) == {}
    (number,) = published()
    session.delete(waiting(session)[point])
    session.commit()
    tariffs.withdraw(session, actor=boss, now=now, list_id=number, reason="Tipeo")
    assert set(waiting(session)) == {point}


def test_it_waits_half_a_day_until_a_person_asks_for_the_same(session, actor, assessed, published, now):
    point = assessed()
    published()
    job_id = waiting(session)[point].id
    assert due_at(session, job_id=job_id) == now + HALF_A_DAY
    assert request_assessment(session, actor=actor, now=now, supply_point_id=point) == job_id
    assert due_at(session, job_id=job_id) == now


def test_many_homes_are_queued_in_parts_and_each_once(session, assessed, now, monkeypatch):
    monkeypatch.setattr("advisor.services.repricing.HOMES_AT_ONCE", 2)
    homes = {assessed() for _home in range(5)}
    assert assess_again(session, now=now, distributors=["luz-del-sur"]) == 5
    assert assess_again(session, now=now, distributors=["luz-del-sur"]) == 0
    assert set(waiting(session)) == homes
