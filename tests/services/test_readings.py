"""Readings kept one by one: known when they come again, corrected, removed, and made into the layer of their upload."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import func, select

from advisor.db import Channel, Job, JobKind, JobStatus, MeterReading, ReadingKind, Upload, UploadKind, UploadStatus
from advisor.db.queries.meter_readings import counting_values
from advisor.db.transactions import write_transaction
from advisor.energy.usage import Quality, UsageSeries
from advisor.services.deriving import derive
from advisor.services.intervals import load_series, remove_layers, store_layer
from advisor.services.readings import (
    NewReading,
    UnstorableReading,
    add_readings,
    remove_moment,
    request_derivation,
    standing_upload,
)
from advisor.services.undo import undo_upload

from .meter_files import a_day, half_hours

MIDNIGHT = datetime(2026, 5, 1, 5, tzinfo=timezone.utc)  # 0:00 in Lima


def day(number, kwh, **more):
    return NewReading(MIDNIGHT + timedelta(days=number), kwh, **more)


@pytest.fixture
def typed(session, supply_point, now) -> int:
    """The standing upload of the typed readings of the home."""
    with write_transaction(session):
        return standing_upload(
            session, now=now, supply_point=supply_point, kind=UploadKind.TYPED, key="", name="medidor"
        ).id


@pytest.fixture
def add(session, supply_point, now):
    """Add readings to an upload; return what became of them."""

    def give(upload_id, *readings, **more):
        with write_transaction(session):
            upload = session.get_one(Upload, upload_id)
            return add_readings(session, now=now, supply_point=supply_point, upload=upload, readings=readings, **more)

    return give


@pytest.fixture
def made(session, supply_point, now):
    """Make the layer of an upload and return the stored usage."""

    def make(upload_id):
        derive(session, now=now, supply_point_id=supply_point.id, upload_id=upload_id)
        return load_series(session, supply_point_id=supply_point.id)

    return make


def values(session, upload_id, kind=ReadingKind.REGISTER):
    return counting_values(session, upload_id=upload_id, channel=Channel.IMPORT, kind=kind)[1]


def counts(added):
    return added.added, added.known, added.corrected


def test_there_is_one_standing_upload_of_each_kind_and_key(session, supply_point, now, typed):
    with write_transaction(session):
        of = {"now": now, "supply_point": supply_point, "name": "otro"}
        assert standing_upload(session, kind=UploadKind.TYPED, key="", **of).id == typed
        one = standing_upload(session, kind=UploadKind.DEVICE, key="a/b", **of).id
        assert standing_upload(session, kind=UploadKind.DEVICE, key="a/c", **of).id not in (one, typed)
    assert session.get_one(Upload, typed).status is UploadStatus.IMPORTED


def test_what_comes_again_changes_nothing(session, add, typed):
    assert counts(add(typed, day(0, 100), day(1, 104), day(1, 104))) == (2, 0, 0)
    assert counts(add(typed, day(1, 104), day(0, 100), day(2, 109))) == (1, 2, 0)
    assert values(session, typed) == [100, 104, 109]


def test_another_value_for_a_moment_corrects_it_and_both_rows_stay(session, add, typed):
    add(typed, day(0, 100), day(1, 140))
    assert counts(add(typed, day(1, 104))) == (0, 0, 1)
    assert counts(add(typed, day(1, 140))) == (0, 1, 0)  # the first message once more
    assert values(session, typed) == [100, 104]
    assert session.scalars(select(func.count(MeterReading.id))).one() == 3


def test_said_on_purpose_an_earlier_value_counts_again(session, add, typed):
    add(typed, day(0, 100))
    add(typed, day(0, 104), deliberate=True)
    assert counts(add(typed, day(0, 100), deliberate=True)) == (0, 0, 1)
    assert values(session, typed) == [100]


def test_a_removed_reading_stays_removed_when_its_message_comes_again(session, add, typed, now):
    add(typed, day(0, 100), day(1, 104))
    with write_transaction(session):
        remove_moment(
            session, now=now, reading=session.scalars(select(MeterReading).where(MeterReading.value == 104)).one()
        )
    assert counts(add(typed, day(1, 104))) == (0, 1, 0)
    assert values(session, typed) == [100]
    assert counts(add(typed, day(1, 104), deliberate=True)) == (1, 0, 0)
    assert values(session, typed) == [100, 104]


def test_kinds_and_channels_are_kept_apart(session, add, typed):
    power, back = day(0, 100, kind=ReadingKind.POWER), day(0, 100, channel=Channel.EXPORT)
    assert counts(add(typed, day(0, 100), power, back)) == (3, 0, 0)
    assert values(session, typed) == values(session, typed, ReadingKind.POWER) == [100]


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_what_no_meter_shows_is_refused(value):
    with pytest.raises(UnstorableReading):
        day(0, value)
    with pytest.raises(UnstorableReading):
        NewReading(datetime(2026, 5, 1), 5)


def test_several_messages_wait_as_one_job(session, add, typed, now):
    add(typed, day(0, 100), day(1, 104))
    with write_transaction(session):
        upload = session.get_one(Upload, typed)
        first = request_derivation(session, now=now, upload=upload)
        assert request_derivation(session, now=now, upload=upload) is None
    job = session.get_one(Job, first)
    assert (job.kind, job.upload_id, job.status) == (JobKind.DERIVE_READINGS, typed, JobStatus.QUEUED)


def test_the_layer_is_made_and_one_new_result_is_queued(session, add, made, typed):
    add(typed, day(0, 100), day(4, 120), day(10, 150))
    series = made(typed)
    assert series.kwh.tolist() == pytest.approx([5] * 10)
    assert set(series.quality.tolist()) == {Quality.ESTIMATED}
    assert made(typed).total_kwh == pytest.approx(50)
    assert [job.kind for job in session.scalars(select(Job))] == [JobKind.ASSESS]


def test_a_removed_reading_takes_its_days_away(session, add, made, typed, now):
    add(typed, day(0, 100), day(4, 120))
    assert made(typed).total_kwh == pytest.approx(20)
    with write_transaction(session):
        remove_moment(
            session, now=now, reading=session.scalars(select(MeterReading).where(MeterReading.value == 120)).one()
        )
    assert made(typed) is None


def test_answers_of_the_upload_say_when_the_meter_was_changed_and_its_digits(session, add, made, typed):
    add(typed, day(0, 99_990), day(2, 10), day(4, 3), day(6, 15))
    with write_transaction(session):
        new_meter = (MIDNIGHT + timedelta(days=4)).isoformat()
        session.get_one(Upload, typed).answers = {"digits": 5, "replacements": [new_meter]}
    series = made(typed)
    assert np.nan_to_num(series.kwh).tolist() == pytest.approx([10, 10, 0, 0, 6, 6])
    assert series.quality.tolist() == [1, 1, 0, 0, 1, 1]


def test_days_typed_by_hand_do_not_coarsen_the_hours_of_a_file(session, add, made, typed, supply_point, now):
    with write_transaction(session):
        file = Upload(supply_point_id=supply_point.id, filename="a.csv", sha256="0" * 64, size_bytes=1, received_at=now)
        session.add(file)
        session.flush()
        hours = UsageSeries.measured(start=MIDNIGHT - timedelta(days=20), step_minutes=60, kwh=np.full(240, 0.3))
        store_layer(session, supply_point=supply_point, upload_id=file.id, channel=Channel.IMPORT, series=hours)
    add(typed, day(0, 100), day(2, 124))
    series = made(typed)
    assert series.step_minutes == 60
    assert series.total_kwh == pytest.approx(72 + 24)


def test_a_file_that_comes_later_and_goes_again_changes_the_step_of_what_was_typed(
    session, add, made, typed, bring_in, actor, supply_point, now
):
    add(typed, day(0, 100), day(2, 124))
    assert made(typed).step_minutes == 1440
    file_id = bring_in(half_hours("2026-04-10 00:00", a_day(0.1, days=10)))
    (job,) = session.scalars(select(Job).where(Job.kind == JobKind.DERIVE_READINGS))
    assert job.upload_id == typed
    assert made(typed).step_minutes == 30
    undo_upload(session, actor=actor, now=now, upload_id=file_id)
    assert made(typed).step_minutes == 1440
    assert made(typed).total_kwh == pytest.approx(24)


def test_power_is_energy_where_there_is_no_register(session, add, made, typed):
    lamp = [NewReading(MIDNIGHT + timedelta(minutes=5 * n), 100, kind=ReadingKind.POWER) for n in range(25)]
    add(typed, *lamp)
    assert made(typed).total_kwh == pytest.approx(0.2)


def test_an_undone_upload_stays_away_until_a_new_reading_which_begins_anew(
    session, add, made, typed, supply_point, now
):
    add(typed, day(0, 100), day(4, 120))
    made(typed)
    with write_transaction(session):
        upload = session.get_one(Upload, typed)
        upload.status, upload.undone_at = UploadStatus.UNDONE, now
        remove_layers(session, supply_point=supply_point, upload_id=typed)
    assert made(typed) is None
    add(typed, day(10, 150), day(12, 158))
    assert values(session, typed) == [150, 158]
    assert made(typed).kwh.tolist() == pytest.approx([4, 4])


def test_readings_that_come_while_the_usage_is_made_are_in_it(session, add, typed, made, monkeypatch):
    add(typed, day(0, 100), day(2, 110))
    late = iter([day(4, 130)])

    def a_message_comes(step):
        if step == "derive:made" and (reading := next(late, None)):
            add(typed, reading)

    monkeypatch.setattr("advisor.services.deriving.reach", a_message_comes)
    assert made(typed).total_kwh == pytest.approx(30)
