"""Another person's household does not exist for you; neither does it for an administrator, a consultant or a guest."""

import pytest

from advisor.db import Assessment, Job, JobKind, Upload
from advisor.db.queries.scope import NotFound, for_actor
from advisor.db.transactions import write_transaction
from advisor.services.actors import GUEST, Actor


@pytest.fixture
def belongings(session, supply_point, now):
    """One of everything that belongs to the household of `actor`."""
    with write_transaction(session):
        upload = Upload(filename="a.csv", sha256="0" * 64, size_bytes=1, received_at=now)
        upload.supply_point_id = supply_point.id
        job = Job(kind=JobKind.ASSESS, supply_point_id=supply_point.id, created_at=now)
        assessment = Assessment(
            supply_point_id=supply_point.id, made_at=now, as_of=now.date(), status="assessed", document={}, versions={}
        )
        session.add_all([upload, job, assessment])
    return {
        "household": supply_point.household_id,
        "supply_point": supply_point.id,
        "upload": upload.id,
        "job": job.id,
        "assessment": assessment.id,
    }


KINDS = ["household", "supply_point", "upload", "job", "assessment"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_member_finds_what_is_theirs(session, actor, belongings, kind):
    assert getattr(for_actor(session, actor), kind)(belongings[kind]).id == belongings[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["homeowner", "consultant", "administrator", "guest", "nobody"])
def test_for_everyone_else_it_does_not_exist(session, create_actor, belongings, kind, role):
    other = {"guest": GUEST, "nobody": Actor(987_654)}.get(role) or create_actor(role)
    with pytest.raises(NotFound) as hidden:
        getattr(for_actor(session, other), kind)(belongings[kind])
    with pytest.raises(NotFound) as absent:
        getattr(for_actor(session, other), kind)(123_456)
    assert str(hidden.value).replace(str(belongings[kind]), "N") == str(absent.value).replace("123456", "N")


def test_lists_hold_only_what_is_theirs(session, actor, create_actor, supply_point):
    assert [point.id for point in for_actor(session, actor).supply_points()] == [supply_point.id]
    assert for_actor(session, create_actor()).supply_points() == []
    assert for_actor(session, GUEST).households() == []
