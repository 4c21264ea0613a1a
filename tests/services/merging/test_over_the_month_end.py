"""A word on a stretch that crosses the end of a month, worked by hand: both months are made of it, and of its undo."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import select

from advisor.db import Channel, CorrectionAction, IntervalBlock, Upload, UploadStatus, UsageMonth
from advisor.db.blocks import unpack
from advisor.db.transactions import write_transaction
from advisor.energy.usage import UsageSeries
from advisor.services.corrections import correct, undo_correction
from advisor.services.intervals import store_layer
from advisor.services.undo import undo_upload

MIDNIGHT = datetime(2026, 2, 1, 5, tzinfo=timezone.utc)  # the end of January in Lima
# From 22:00: an hour of 100 Wh, three of an outage, then 500 Wh in one, the energy of all four.
BEFORE_WH, AFTER_WH = {22: 100, 23: None}, {0: None, 1: None, 2: 500}
SPREAD_WH = {22: 100, 23: 125, 0: 125, 1: 125, 2: 125}


@pytest.fixture
def told(session, supply_point, now):
    """Store hours from 22:00 on as an upload of its own; return its id."""

    def tell(hours: list[float], *, from_hour: int = -2, name: str = "a") -> int:
        with write_transaction(session):
            upload = Upload(supply_point_id=supply_point.id, filename="a.csv", sha256=name * 64, size_bytes=1)
            upload.status, upload.received_at = UploadStatus.IMPORTED, now
            session.add(upload)
            session.flush()
            kwh = np.array(hours) / 1000
            start = MIDNIGHT + timedelta(hours=from_hour)
            series = UsageSeries(start, 60, kwh, np.where(np.isnan(kwh), 0, 2).astype(np.uint8))
            of = {"supply_point": supply_point, "upload_id": upload.id, "channel": Channel.IMPORT}
            store_layer(session, series=series, **of)
            return upload.id

    return tell


@pytest.fixture
def spread(session, actor, supply_point, now):
    """Spread from 23:00 to 3:00 over the month's end; return the correction's id."""

    def say(action: CorrectionAction = CorrectionAction.SPREAD) -> int:
        start, end = MIDNIGHT - timedelta(hours=1), MIDNIGHT + timedelta(hours=3)
        of = {"supply_point_id": supply_point.id, "channel": Channel.IMPORT, "kind": "catch_up", "action": action}
        return correct(session, actor=actor, now=now, start=start, end=end, **of)

    return say


def wh(session) -> dict[int, int]:
    """Return local hour to Wh of every slot that carries a value; sums must agree with it."""
    found, months = {}, {}
    for block in session.scalars(select(IntervalBlock)):
        slots = unpack(block)
        for place in np.flatnonzero(slots.quality):
            at = slots.start + timedelta(minutes=slots.step_minutes * int(place)) - timedelta(hours=5)
            found[at.hour] = round(float(slots.kwh[place]) * 1000)
            months[slots.month] = months.get(slots.month, 0) + found[at.hour]
    assert {row.month: round(row.kwh * 1000) for row in session.scalars(select(UsageMonth))} == months
    session.rollback()
    return found


def present(*parts: dict[int, int | None]) -> dict[int, int]:
    return {hour: value for part in parts for hour, value in part.items() if value is not None}


NAN = float("nan")


def test_a_catch_up_after_midnight_is_spread_back_into_the_month_before(
    session, actor, supply_point, told, spread, now
):
    told([100, NAN, NAN, NAN, 500])
    number = spread()
    assert wh(session) == SPREAD_WH
    undo_correction(session, actor=actor, now=now, supply_point_id=supply_point.id, correction_id=number)
    assert wh(session) == present(BEFORE_WH, AFTER_WH)


def test_it_holds_when_either_month_is_told_later_and_goes_again(session, actor, told, spread, now):
    told([100, NAN])
    spread()
    # No energy is inside the stretch yet.
    assert wh(session) == present(BEFORE_WH)
    number = told([NAN, NAN, 500], from_hour=0, name="b")
    assert wh(session) == SPREAD_WH
    assert undo_upload(session, actor=actor, now=now, upload_id=number)
    assert wh(session) == present(BEFORE_WH)


def test_a_file_of_one_month_that_fills_part_of_the_gap_changes_the_other_month(session, told, spread):
    told([100, NAN, NAN, NAN, 500])
    spread()
    told([40], from_hour=-1, name="b")
    # 540 Wh over the four hours, two of which still hold nothing.
    assert wh(session) == {22: 100, 23: 135, 0: 135, 1: 135, 2: 135}


def test_nothing_is_spread_once_the_whole_gap_is_filled(session, told, spread):
    told([100, NAN, NAN, NAN, 500])
    spread()
    told([40, 50, 60], from_hour=-1, name="b")
    assert wh(session) == {22: 100, 23: 40, 0: 50, 1: 60, 2: 500}


def test_what_is_left_out_over_the_edge_goes_in_both_months(session, told, spread):
    told([100, 10, 20, 30, 40, 60])
    spread(CorrectionAction.DISCARD)
    assert wh(session) == {22: 100, 3: 60}
