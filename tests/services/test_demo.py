"""The demonstration is a year of real readings moved by whole weeks, loaded once and kept fresh."""

import gzip
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from advisor.db import Bill, Household, Job, JobStatus, User
from advisor.reference import demo
from advisor.services import demo as service
from advisor.services.demo import load_demo
from advisor.services.intervals import load_series


@pytest.fixture
def load(session, settings, monkeypatch):
    """Load the demonstration without assessing it: the pipeline has tests of its own."""
    monkeypatch.setattr(service, "assess_supply_point", lambda *_args, **_options: None)
    monkeypatch.setattr(service, "_assess_with_new_versions", lambda *_args, **_options: None)
    monkeypatch.setattr(service, "latest_assessment", lambda *_args: object())

    def at(moment):
        return load_demo(
            session, now=moment, name="Demo", uploads_dir=settings.uploads_dir, models_dir=settings.models_dir
        )

    return at


@pytest.mark.parametrize("moment", [datetime(2026, 5, 14), datetime(2026, 5, 20), datetime(2027, 1, 1)])
def test_the_readings_end_within_the_week_before_and_keep_their_weekdays(moment):
    lines = demo.readings_until(moment).decode().splitlines()
    first = datetime.fromisoformat(lines[1].split(",")[0])
    end = datetime.fromisoformat(lines[-1].split(",")[0]) + timedelta(minutes=30)
    assert timedelta(0) <= moment - end < timedelta(weeks=1)
    assert first.weekday() == datetime(2013, 1, 1).weekday()
    assert len(lines) == 1 + 356 * 48


def test_the_shipped_file_names_no_household_and_its_licence_is_beside_it():
    assert gzip.decompress(demo.READINGS.read_bytes()).startswith(b"start,kwh\n2013-01-01 00:00,")
    assert "CC BY 4.0" in demo.READINGS.with_name("ATTRIBUTION.md").read_text("utf-8")


def test_nothing_of_the_demonstration_waits_for_a_worker(session, load, now):
    load(now)
    found = session.scalars(select(Job)).all()
    assert found
    assert {job.status for job in found} == {JobStatus.DONE}


def test_loading_brings_in_every_reading_and_eleven_bills(session, load, now):
    loaded = load(now)
    series = load_series(session, supply_point_id=loaded.supply_point_id)
    written = sum(float(kwh) for _, kwh in demo.readings() if kwh)
    assert series.total_kwh == pytest.approx(written, abs=1e-6)
    assert len(session.scalars(select(Bill)).all()) == 11
    assert session.scalars(select(User.password)).one() is None


def test_loading_again_changes_nothing_until_the_readings_are_old(session, load, now):
    first = load(now)
    assert load(now + timedelta(days=3)) == service.Demo(first.supply_point_id, made=False)
    later = load(now + timedelta(days=30))
    assert later.made
    assert len(session.scalars(select(Household)).all()) == 1
