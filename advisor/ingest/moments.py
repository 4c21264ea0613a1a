"""When each row is: date order, clock, zone and repeated hours settled for the whole column at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from advisor.ingest.clock import (
    DAY_FIRST,
    DAY_SECONDS,
    MONTH_FIRST,
    NO_MOMENT,
    ZoneClock,
    date_orders,
    local_seconds,
    plausible_order,
)
from advisor.ingest.clock_zone import clock_question, find_clock
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.results import Decision, Question
from advisor.ingest.stamps import DAY_MINUTES
from advisor.ingest.table import Table
from advisor.ingest.timecells import TimeCells
from advisor.ingest.times import BAD, BLANK, EPOCH, NO_OFFSET, NO_TIME, YEAR_MONTH


@dataclass(frozen=True, eq=False)
class Moments:
    """Per row: the moment of its stamp (UTC seconds, NO_MOMENT where unreadable), the local clock seconds, the length
    from start to end where the file gives both (else 0), and clock times that do not exist. zone_clock: the home's;
    written: the zone of the clock that the file was written by, where cells state none."""

    utc: np.ndarray
    local: np.ndarray
    length: np.ndarray
    skipped: np.ndarray
    clock_24: np.ndarray
    ordinal: bool
    months: bool
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    zone_clock: ZoneClock
    written: tzinfo

    def clocks(self, rows: np.ndarray) -> list[np.ndarray]:
        """Return the time of day of some rows, in seconds: as written, and on the clock of the zone."""
        written = np.where(self.clock_24[rows], DAY_SECONDS, self.local[rows] % DAY_SECONDS)
        ends = rows[[0, -1]] if len(rows) else rows
        return [written, self.zone_clock.from_utc(self.utc[ends]) % DAY_SECONDS]


def find_moments(data: Extract, *, table: Table, columns: Columns, zone: tzinfo, answers: Mapping[str, str]) -> Moments:
    """Turn the time cells of all rows into moments."""
    order, decision, question = _order(data, table, columns, answers)
    date = local_seconds(data.time, order)
    # Hours 1 to 24 or 0 to 23: a single slip, a 0 among 1 to 24, must not move a whole file by an hour.
    zeros = int((data.clock == 0).sum()) if columns.ordinal is not None else 0
    per_day = DAY_MINUTES // int(columns.ordinal_minutes or 60)
    ordinal = columns.ordinal is not None and zeros * 4 * per_day <= len(data)
    local, within = _with_clock(date, data, columns, ordinal)
    timed = [index for index, kind in enumerate(table.kinds) if kind.date > 0.5 or kind.clock > 0.5]
    clock = find_clock(table, dict.fromkeys((columns.date, columns.clock, *timed)), zone, answers)
    stated = (data.time.offset != NO_OFFSET) | (data.time.kind == EPOCH)
    valid = local != NO_MOMENT
    streams = data.supply.astype(np.int64) * max(1, len(data.labels)) + data.label
    base = np.where(stated, NO_MOMENT, local - within if ordinal else local)
    base[~valid] = NO_MOMENT
    utc, skipped = ZoneClock(clock.zone).to_utc(base, streams, ascending=_ascending(local))
    if ordinal:
        utc = np.where(utc == NO_MOMENT, utc, utc + within)
    with_offset = local - np.where(data.time.offset == NO_OFFSET, 0, data.time.offset).astype(np.int64) * 60
    utc = np.where(stated & valid, with_offset, utc)
    length = _lengths(data, columns, order, local, valid)
    by_row = bool(stated[valid].mean() > 0.5)
    told = Decision("timezone", "offset", "offset") if by_row else Decision("timezone", clock.name, clock.evidence)
    # A day begins, even where clocks skip its midnight.
    skipped &= ~stated & ~_whole_days(data, ordinal)
    asked = () if by_row or ordinal else clock_question(clock, base, skipped, data.values, streams)
    return Moments(
        utc=utc,
        local=local,
        length=length,
        skipped=skipped,
        ordinal=ordinal,
        clock_24=_clock_24(data),
        months=bool((data.time.kind == YEAR_MONTH).mean() > 0.5),
        decisions=(*decision, told),
        questions=(*question, *asked),
        zone_clock=ZoneClock(zone),
        written=clock.zone,
    )


def _order(
    data: Extract, table: Table, columns: Columns, answers: Mapping[str, str]
) -> tuple[str, tuple[Decision, ...], tuple[Question, ...]]:
    orders = date_orders(data.time)
    if not orders:
        return DAY_FIRST, (Decision("date_order", "year_first", "unambiguous"),), ()
    if answers.get("date_order") in (DAY_FIRST, MONTH_FIRST):
        return answers["date_order"], (Decision("date_order", answers["date_order"], "answered"),), ()
    if len(orders) == 1:
        return (
            orders[0],
            (Decision("date_order", orders[0], "day_above_12", {"sample": _sample(data.time, orders[0])}),),
            (),
        )
    if table.date_pattern and re.match(r"[dm]", table.date_pattern.lower()):
        told = DAY_FIRST if table.date_pattern.lower().startswith("d") else MONTH_FIRST
        return told, (Decision("date_order", told, "header", {"pattern": table.date_pattern}),), ()
    best, described = plausible_order(data.time, orders)
    open_order = data.time
    if (open_order.a == open_order.b).all() or len(described) < 2:
        return best, (Decision("date_order", best, "same_either_way"),), ()
    question = Question("date_order", orders, best, params={"sample": _sample(data.time, None)}, consequences=described)
    return best, (Decision("date_order", best, "fewest_empty_days", described[best]),), (question,)


def _sample(cells: TimeCells, order: str | None) -> str:
    """Return a date as the file writes it that shows the order, or where both read, one that differs."""
    rows = np.flatnonzero((cells.b > 12) | (cells.a > 12)) if order else np.flatnonzero(cells.a != cells.b)
    index = int(rows[0]) if len(rows) else 0
    return f"{int(cells.a[index]):02d}/{int(cells.b[index]):02d}/{int(cells.c[index])}"


def _with_clock(date: np.ndarray, data: Extract, columns: Columns, ordinal: bool) -> tuple[np.ndarray, np.ndarray]:
    """Add the time of day; returns (local seconds, seconds since local midnight of an ordinal)."""
    zero = np.zeros(len(date), dtype=np.int64)
    if data.clock is None:
        return date, zero
    clock = data.clock.astype(np.int64)
    bad = clock < 0
    if columns.ordinal is not None:
        step = int(columns.ordinal_minutes or 60) * 60
        clock = (clock - 1) * step if ordinal else clock * step
        bad |= (clock < 0) | (clock >= DAY_SECONDS + 3600)
    midnight = np.where(data.time.seconds == NO_TIME, date, date - np.maximum(data.time.seconds, 0))
    local = np.where(bad | (date == NO_MOMENT), NO_MOMENT, midnight + clock)
    return local, np.where(bad, 0, clock)


def _lengths(data: Extract, columns: Columns, order: str, local: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if data.end is None:
        return np.zeros(len(local), dtype=np.int64)
    end = local_seconds(data.end, order)
    if data.end_clock is not None:
        end = np.where((end == NO_MOMENT) | (data.end_clock < 0), NO_MOMENT, end + data.end_clock)
    both = valid & (end != NO_MOMENT) & (data.end.kind != BAD) & (data.end.kind != BLANK)
    return np.where(both, end - np.where(valid, local, 0), 0)


def _whole_days(data: Extract, ordinal: bool) -> np.ndarray:
    return (data.time.seconds == NO_TIME) & (ordinal or data.clock is None)


def _clock_24(data: Extract) -> np.ndarray:
    seconds = data.clock if data.clock is not None else data.time.seconds
    return seconds == DAY_SECONDS


def _ascending(local: np.ndarray) -> bool:
    valid = local[local != NO_MOMENT]
    if len(valid) < 2:
        return True
    rising = np.diff(valid)
    return bool((rising > 0).sum() >= (rising < 0).sum())
