"""The uploads of the world: Julio has a home for each state of a file, so that no work on one shows on another."""

from __future__ import annotations

from datetime import date

from advisor.db import db
from advisor.services import jobs
from tests.browser.world import MOMENT
from tests.browser.world.building import Builder
from tests.browser.world.files import full_of_slips, letter, on_another_clock, one_that_asks, quiet_weeks, two_meters

LAST_DAY = date(2026, 8, 20)


def add_uploads(world: Builder) -> None:
    """Give a file for each of Julio's homes and leave it where its name says."""
    world.person("julio")
    _waiting_and_under_way(world)
    _to_check(world)
    _refused_and_failed(world)
    _stored(world)


def _waiting_and_under_way(world: Builder) -> None:
    _give(world, "checking", quiet_weeks(LAST_DAY))
    job = _give(world, "checking_half", quiet_weeks(LAST_DAY))
    claimed = jobs.claim(db.session, now=MOMENT, job_id=job)
    jobs.beat(db.session, now=MOMENT, job=claimed, progress=45)


def _to_check(world: Builder) -> None:
    for key, content in {
        "to_check": quiet_weeks(LAST_DAY),
        "to_answer": one_that_asks(),
        "to_correct": full_of_slips(LAST_DAY),
        "to_choose": two_meters(LAST_DAY),
        "to_set": on_another_clock(),
    }.items():
        world.check(key, _give(world, key, content))


def _refused_and_failed(world: Builder) -> None:
    world.check("refused", _give(world, "refused", letter(), "carta.csv"))
    # The check itself broke down: nothing was understood, so there is nothing to try once more.
    _break(_give(world, "failed_check", quiet_weeks(LAST_DAY)))
    world.check("failed", _give(world, "failed", quiet_weeks(LAST_DAY)))
    _break(world.confirm("failed", "julio"))


def _stored(world: Builder) -> None:
    world.check("storing", _give(world, "storing", quiet_weeks(LAST_DAY)))
    jobs.claim(db.session, now=MOMENT, job_id=world.confirm("storing", "julio"))
    world.check("assessing", _give(world, "assessing", quiet_weeks(LAST_DAY)))
    world.store("assessing", world.confirm("assessing", "julio"))
    world.check("known", _give(world, "known", quiet_weeks(LAST_DAY)))
    world.store("known", world.confirm("known", "julio"))
    world.work_off("at_known")


def _give(world: Builder, key: str, content: bytes, filename: str = "medidor_julio.csv") -> int:
    home = f"at_{key}"
    world.home(home, "julio", name="Casa de Julio")
    return world.receive(key, "julio", content, filename, home=home)


def _break(job_id: int) -> None:
    claimed = jobs.claim(db.session, now=MOMENT, job_id=job_id)
    jobs.give_up(db.session, now=MOMENT, job=claimed, code="job_failed", detail="a fault", final=True)
