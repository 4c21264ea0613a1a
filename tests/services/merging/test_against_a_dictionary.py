"""Uploads, undos and corrections in any order leave exactly what a dictionary of their slots says."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as sized
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from advisor.db import (
    Channel,
    CorrectionAction,
    IntervalBlock,
    IntervalLayer,
    Upload,
    UploadStatus,
    UsageDay,
    UsageMonth,
)
from advisor.db.blocks import unpack
from advisor.db.transactions import write_transaction
from advisor.energy.usage import UsageSeries
from advisor.services.corrections import correct, undo_correction
from advisor.services.intervals import load_series, store_layer
from advisor.services.undo import undo_upload

from .model import MISSING, MONTH_END, ORIGIN, Model, Told, Word, local

SPAN_MINUTES = 48 * 60
channels = st.sampled_from(["import", "import", "import", "export"])
# Chance alone seldom brings a gap, values on both its sides and a correction together over the end of a month.
often_over_the_edge = st.sampled_from([False, True, True])


@st.composite
def words(draw) -> Word:
    """A correction anywhere in two days, or over a month's end."""
    action = draw(st.sampled_from(["keep", "discard", "spread", "spread"]))
    edge = MONTH_END // 15
    over = draw(often_over_the_edge)
    start = draw(st.integers(edge - 12, edge - 1) if over else st.integers(0, SPAN_MINUTES // 15))
    end = draw(st.integers(edge + 1, edge + 12) if over else st.integers(start + 1, start + 24))
    return Word(draw(channels), start * 15, end * 15, action)


@st.composite
def tellings(draw) -> Told:
    """A series of one step with gaps, estimates and measured values: anywhere in two days, or over a month's end."""
    step = draw(st.sampled_from([15, 30, 60]))
    edge, last = MONTH_END // step, SPAN_MINUTES // step - 1
    start = draw(st.integers(edge - 6, edge) if draw(often_over_the_edge) else st.integers(0, last)) * step
    count = draw(st.integers(1, 12))
    value = st.tuples(st.sampled_from([0, 1, 2, 2]), st.integers(0, 50))
    values = [(quality, wh if quality else 0) for quality, wh in draw(st.lists(value, min_size=count, max_size=count))]
    return Told(draw(channels), start, step, tuple(values))


def as_series(told: Told) -> UsageSeries:
    quality = np.array([quality for quality, _ in told.values], np.uint8)
    kwh = np.where(quality == MISSING, np.nan, np.array([wh for _, wh in told.values]) / 1000)
    return UsageSeries(ORIGIN + timedelta(minutes=told.start), told.step, kwh, quality)


class Storage(RuleBasedStateMachine):
    """One home's data; `session`, `new_home` and `now` are the test's."""

    def __init__(self, session, new_home, now) -> None:
        super().__init__()
        self.session, self.now = session, now
        self.actor, point = new_home()
        self.point_id = point.id
        self.model = Model()
        self.undone: dict[int, Told] = {}
        self.count = 0

    @rule(told=tellings())
    def upload(self, told: Told) -> None:
        self.count += 1
        upload = Upload(
            supply_point_id=self.point_id,
            filename="a.csv",
            sha256=f"{self.point_id:032}{self.count:032}",
            size_bytes=1,
            status=UploadStatus.IMPORTED,
            received_at=self.now,
        )
        with write_transaction(self.session):
            self.session.add(upload)
            self.session.flush()
            self._store(upload, told)
            number = upload.id
        self.model.layers[number] = told

    @precondition(lambda self: self.model.layers)
    @rule(data=st.data())
    def the_same_again(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.layers)))
        with write_transaction(self.session):
            self._store(self.session.get_one(Upload, number), self.model.layers[number])

    @precondition(lambda self: self.model.layers)
    @rule(data=st.data(), told=tellings())
    def told_anew(self, data, told: Told) -> None:
        """What a derived layer does when another reading comes."""
        number = data.draw(st.sampled_from(sorted(self.model.layers)))
        told = Told(self.model.layers[number].channel, told.start, told.step, told.values)
        with write_transaction(self.session):
            self._store(self.session.get_one(Upload, number), told, replace=True)
        self.model.layers[number] = told

    @precondition(lambda self: self.model.layers)
    @rule(data=st.data())
    def undo(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.layers)))
        assert undo_upload(self.session, actor=self.actor, now=self.now, upload_id=number)
        assert not undo_upload(self.session, actor=self.actor, now=self.now, upload_id=number)
        self.undone[number] = self.model.layers.pop(number)

    @precondition(lambda self: self.undone)
    @rule(data=st.data())
    def bring_the_undone_again(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.undone)))
        with write_transaction(self.session):
            upload = self.session.get_one(Upload, number)
            upload.status, upload.undone_at = UploadStatus.IMPORTED, None
            self._store(upload, self.undone[number])
        self.model.layers[number] = self.undone.pop(number)

    @rule(word=words())
    def correct(self, word: Word) -> None:
        number = correct(
            self.session,
            actor=self.actor,
            now=self.now,
            supply_point_id=self.point_id,
            channel=Channel(word.channel),
            start=ORIGIN + timedelta(minutes=word.start),
            end=ORIGIN + timedelta(minutes=word.end),
            kind="catch_up",
            action=CorrectionAction(word.action),
        )
        same = (word.channel, word.start, word.end)
        replaced = [n for n, old in self.model.words.items() if (old.channel, old.start, old.end) == same]
        for old in replaced:
            del self.model.words[old]
        self.model.words[number] = word

    @precondition(lambda self: self.model.words)
    @rule(data=st.data())
    def undo_a_correction(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.words)))
        of = {"supply_point_id": self.point_id, "correction_id": number}
        assert undo_correction(self.session, actor=self.actor, now=self.now, **of)
        assert not undo_correction(self.session, actor=self.actor, now=self.now, **of)
        del self.model.words[number]

    @invariant()
    def stored_is_what_the_model_says(self) -> None:
        for channel in ("import", "export"):
            expected = self.model.stored(channel)
            assert self._blocks(channel) == expected
            self._sums_agree(channel, expected)
        assert self._layers() == sum(bool(told.intervals()) for told in self.model.layers.values())
        self.session.rollback()

    def _store(self, upload: Upload, told: Told, *, replace: bool = False) -> None:
        store_layer(
            self.session,
            supply_point=upload.supply_point,
            upload_id=upload.id,
            channel=Channel(told.channel),
            series=as_series(told),
            replace=replace,
        )

    def _rows(self, table, channel: str):
        return self.session.scalars(select(table).filter_by(supply_point_id=self.point_id, channel=Channel(channel)))

    def _blocks(self, channel: str) -> dict:
        found = {}
        for block in self._rows(IntervalBlock, channel):
            slots = unpack(block)
            assert slots.scale_kwh == 1e-3
            first = int((slots.start - ORIGIN).total_seconds() // 60)
            found[block.month] = (slots.step_minutes, {
                first + int(i) * slots.step_minutes: (int(slots.quality[i]), int(slots.sources[i]), int(slots.units[i]))
                for i in np.flatnonzero(slots.quality)
            })  # fmt: skip
        return found

    def _sums_agree(self, channel: str, expected: dict) -> None:
        days: dict = {}
        for step, slots in expected.values():
            for minute, (_, _, wh) in slots.items():
                days.setdefault(local(minute).date(), [0, 0])
                days[local(minute).date()][0] += wh
                days[local(minute).date()][1] += step
        stored = {row.day: row for row in self._rows(UsageDay, channel)}
        assert {day: round(row.kwh * 1000) for day, row in stored.items()} == {day: wh for day, (wh, _) in days.items()}
        for day, row in stored.items():
            assert row.measured_share + row.estimated_share == pytest.approx(days[day][1] / 1440)
        months = {row.month: round(row.kwh * 1000) for row in self._rows(UsageMonth, channel)}
        assert months == {month: sum(wh for _, _, wh in slots.values()) for month, (_, slots) in expected.items()}
        series = load_series(self.session, supply_point_id=self.point_id, channel=Channel(channel))
        if len({step for step, _ in expected.values()}) == 1:
            assert round(series.total_kwh * 1000) == sum(months.values())
        elif series is not None:
            # On the coarser step of two months an interval counts only where all its parts are there.
            assert series.total_kwh * 1000 <= sum(months.values()) + 1e-6

    def _layers(self) -> int:
        query = select(IntervalLayer.upload_id).filter_by(supply_point_id=self.point_id).distinct()
        return len(self.session.scalars(query).all())


def test_any_order_of_uploads_undos_and_corrections_leaves_what_a_dictionary_says(session, new_home, now, settings):
    on_sqlite = settings.database_url.startswith("sqlite")
    run_state_machine_as_test(
        lambda: Storage(session, new_home, now), settings=_sized(40 if on_sqlite else 10, steps=14 if on_sqlite else 10)
    )


def _sized(examples: int, *, steps: int):
    return sized(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        # A few steps are read as they are; making them fewer takes minutes.
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
