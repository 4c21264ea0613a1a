"""Usage made piece by piece, as readings come, is what all of them together make; and it reads what is new alone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from sqlalchemy import select

from advisor.db import Channel, IntervalBlock, MeterReading, ReadingKind, Upload, UploadKind
from advisor.db.blocks import unpack
from advisor.db.transactions import write_transaction
from advisor.services import deriving
from advisor.services.deriving import derive
from advisor.services.intervals import load_series
from advisor.services.readings import NewReading, add_readings, remove_moment, standing_upload
from advisor.services.settling import documents, unsettle

# Two days before the end of a month in Lima.
BEGIN = datetime(2026, 5, 30, 5, tzinfo=timezone.utc)
FINEST_KWH = 1e-6


class Meter:
    """A device of a home that publishes; each one a home of its own."""

    def __init__(self, session, new_point, now) -> None:
        self.session, self.now, self.point = session, now, new_point()
        self.point_id = self.point.id
        with write_transaction(session):
            of = {"supply_point": self.point, "kind": UploadKind.DEVICE, "key": "t", "name": "medidor"}
            self.upload_id = standing_upload(session, now=now, **of).id

    def add(self, readings) -> None:
        with write_transaction(self.session):
            upload = self.session.get_one(Upload, self.upload_id)
            add_readings(self.session, now=self.now, supply_point=self.point, upload=upload, readings=readings)

    def remove(self, reading: NewReading) -> None:
        with write_transaction(self.session):
            of = {"upload_id": self.upload_id, "kind": reading.kind, "channel": reading.channel, "at": reading.at}
            row = self.session.scalars(select(MeterReading).filter_by(**of)).first()
            remove_moment(self.session, now=self.now, reading=row)

    def make(self) -> None:
        derive(self.session, now=self.now, supply_point_id=self.point_id, upload_id=self.upload_id)

    def make_whole(self) -> None:
        with write_transaction(self.session):
            unsettle(self.session.get_one(Upload, self.upload_id))
        self.make()

    def settled(self) -> bool:
        return bool(documents(self.session.get_one(Upload, self.upload_id)))

    def stored(self) -> tuple:
        """Return what is stored of usage, by month, and what the upload says of it."""
        rows = self.session.scalars(select(IntervalBlock).filter_by(supply_point_id=self.point_id))
        blocks = {(row.channel, row.month): unpack(row) for row in rows}
        upload = self.session.get_one(Upload, self.upload_id)
        told = upload.summary["findings"], upload.result["intervals"], upload.result["kwh"]
        return {key: (one.step_minutes, one.quality, np.nan_to_num(one.kwh)) for key, one in blocks.items()}, told

    def is_whole(self) -> None:
        """Hold what is stored to what all readings make at once."""
        blocks, (findings, intervals, kwh) = self.stored()
        self.make_whole()
        whole, (all_findings, all_intervals, all_kwh) = self.stored()
        assert blocks.keys() == whole.keys()
        for key, (step, quality, values) in whole.items():
            assert blocks[key][0] == step
            assert np.array_equal(blocks[key][1], quality)
            assert np.abs(blocks[key][2] - values).max() <= 1.01 * FINEST_KWH
        assert (findings, intervals) == (all_findings, all_intervals)
        assert kwh == pytest.approx(all_kwh, abs=1e-4)


@pytest.fixture
def meter(session, actor, create_supply_point, now):
    return lambda: Meter(session, lambda: create_supply_point(actor), now)


def course(rng, count: int, *, every: int, kind: ReadingKind, channel=Channel.IMPORT) -> list[NewReading]:
    """A meter's readings each `every` seconds or so, with silences, rounding, slips and new registers among them."""
    seconds = np.cumsum(rng.integers(max(1, every - 3), every + 4, count))
    for _ in range(rng.integers(0, 4)):
        seconds[rng.integers(1, count) :] += int(rng.integers(0, 30 * 3600))
    if kind is ReadingKind.POWER:
        values = rng.integers(-50, 3000, count).astype(float)
    else:
        values = 500 + np.cumsum(rng.integers(0, 40, count)) / 1000
        values -= np.where(rng.random(count) < 0.02, 0.05, 0)
        for _ in range(rng.integers(0, 3)):
            values[rng.integers(0, count)] *= rng.choice([0.0, 3.0])
        if rng.random() < 0.3:
            at = rng.integers(1, count)
            values[at:] -= values[at]
        values = np.maximum(0, np.round(values, 3))
    return [
        NewReading(BEGIN + timedelta(seconds=int(second)), float(value), kind, channel)
        for second, value in zip(seconds, values, strict=True)
    ]


@given(
    seed=st.integers(0, 2**32 - 1),
    every=st.sampled_from([60, 300, 900, 1700, 3600]),
    kinds=st.sampled_from(["register", "power", "both", "power_then_register"]),
    parts=st.lists(st.integers(1, 120), min_size=3, max_size=7),
    late=st.booleans(),
    removes=st.booleans(),
)
@sized(
    max_examples=12,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_made_piece_by_piece_it_is_what_all_make_at_once(meter, seed, every, kinds, parts, late, removes):
    rng = np.random.default_rng(seed)
    one, count = meter(), sum(parts)
    kind = ReadingKind.REGISTER if kinds in ("register", "both") else ReadingKind.POWER
    readings = course(rng, count, every=every, kind=kind)
    if kinds == "both":
        readings += course(rng, count, every=every, kind=kind, channel=Channel.EXPORT)
    if kinds == "power_then_register":
        readings += course(rng, count, every=every, kind=ReadingKind.REGISTER)[count // 2 :]
    readings.sort(key=lambda reading: reading.at)
    held = [readings.pop(int(rng.integers(0, len(readings)))) for _ in range(3)] if late else []
    for number, part in enumerate(np.array_split(np.array(readings, dtype=object), len(parts) + 1)):
        one.add(list(part))
        if number == 2 and held:
            one.add(held)
        if number == 3 and removes:
            one.remove(part[0])
        one.make()
    one.is_whole()


@pytest.fixture
def counted(monkeypatch):
    """Count the readings that derivations take."""
    taken: list[int] = []
    values = deriving.counting_values

    def counting(*args, **of):
        found = values(*args, **of)
        taken.append(len(found[0]))
        return found

    monkeypatch.setattr(deriving, "counting_values", counting)
    return taken


@pytest.mark.parametrize("kind", list(ReadingKind))
def test_a_new_hour_reads_that_hour_and_little_before_it(meter, counted, kind):
    rng, one = np.random.default_rng(7), meter()
    values = 500 + np.cumsum(rng.integers(0, 40, 3000)) / 1000
    readings = [NewReading(BEGIN + timedelta(minutes=n), float(v), kind) for n, v in enumerate(values.round(3))]
    one.add(readings[:2880])
    one.make()
    assert one.settled()
    counted.clear()
    one.add(readings[2880:2940])
    one.make()
    assert sum(counted) <= 60 + 60 + 16
    counted.clear()
    one.add(readings[2940:])
    one.make()
    assert sum(counted) <= 60 + 60 + 16
    one.is_whole()


def test_a_late_reading_a_correction_and_a_removal_have_all_made_anew(meter, session):
    one = meter()
    readings = [NewReading(BEGIN + timedelta(minutes=n), 500 + n / 100) for n in range(400)]
    late = readings.pop(100)
    one.add(readings)
    one.make()
    before = load_series(session, supply_point_id=one.point_id).total_kwh
    for change in (
        lambda: one.add([NewReading(late.at, late.value)]),
        lambda: one.add([NewReading(readings[50].at, readings[50].value - 0.005)]),
        lambda: one.remove(readings[60]),
    ):
        assert one.settled()
        change()
        assert not one.settled()
        one.make()
        one.is_whole()
    assert load_series(session, supply_point_id=one.point_id).total_kwh == pytest.approx(before)
    # The message of an old moment, sent again, settles nothing anew.
    one.add([NewReading(readings[10].at, readings[10].value)])
    assert one.settled()
