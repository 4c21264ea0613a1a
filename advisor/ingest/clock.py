"""From the parts of a date to moments: which part is the day, and which moment a local clock time is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

import numpy as np

from advisor.ingest.timecells import TimeCells
from advisor.ingest.times import BAD, BLANK, EPOCH, OPEN_ORDER

NO_MOMENT = np.iinfo(np.int64).min
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
DAY_SECONDS = 86_400
_FIRST = datetime(1970, 1, 1)


def date_orders(cells: TimeCells) -> tuple[str, ...]:
    """Return the orders in which nearly all open dates exist: one, both, or none where no date is open.

    One slip (31/02, a typing error) must not turn the order of a whole file, so an order may fail in 2 % of the rows
    as long as the other fails in more.
    """
    open_order = cells.kind == OPEN_ORDER
    count = int(open_order.sum())
    if not count:
        return ()
    wrong_day_first = int((cells.b[open_order] > 12).sum())
    wrong_month_first = int((cells.a[open_order] > 12).sum())
    if not wrong_day_first and not wrong_month_first:
        return (DAY_FIRST, MONTH_FIRST)
    slips = max(wrong_day_first, wrong_month_first) * 50 < count
    if slips:
        # One 05/13 among many days that read both ways is more likely a typing error than what tells the order.
        return (DAY_FIRST, MONTH_FIRST)
    return (DAY_FIRST,) if wrong_day_first <= wrong_month_first else (MONTH_FIRST,)


def local_seconds(cells: TimeCells, order: str) -> np.ndarray:
    """Return local clock seconds since 1970 of each cell, NO_MOMENT where the date does not exist.

    A date without a time is its midnight. EPOCH cells give UTC seconds.
    """
    open_order = cells.kind == OPEN_ORDER
    year = np.where(open_order, cells.c, cells.a).astype(np.int64)
    month = np.where(open_order & (order == DAY_FIRST), cells.b, np.where(open_order, cells.a, cells.b)).astype(
        np.int64
    )
    day = np.where(open_order, cells.a if order == DAY_FIRST else cells.b, cells.c).astype(np.int64)
    epoch = cells.kind == EPOCH
    good = (
        (cells.kind != BLANK)
        & (cells.kind != BAD)
        & ~epoch
        & (year >= 1970)
        & (year < 2200)
        & (month >= 1)
        & (month <= 12)
    )
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (np.where(good, day, 1) - 1)
    good &= (day >= 1) & (days.astype("datetime64[M]") == months)
    seconds = days.astype(np.int64) * DAY_SECONDS + np.maximum(cells.seconds, 0)
    return np.where(epoch, cells.a, np.where(good, seconds, NO_MOMENT))


def plausible_order(cells: TimeCells, orders: tuple[str, ...]) -> tuple[str, dict[str, dict[str, object]]]:
    """Choose between two possible orders the one whose days follow one another, and describe both.

    Evidence: the share of the days between first and last that occur. Returns the order and, for each, the first and
    last day, the number of days and how many days between them have nothing.
    """
    described: dict[str, dict[str, object]] = {}
    for order in orders:
        seconds = local_seconds(cells, order)
        days = np.unique(seconds[seconds != NO_MOMENT] // DAY_SECONDS)
        if not len(days):
            continue
        span = int(days[-1] - days[0]) + 1
        first, last = (str(np.datetime64(int(day), "D")) for day in (days[0], days[-1]))
        described[order] = {"first": first, "last": last, "days": len(days), "empty_days": span - len(days)}
    best = min(described, key=lambda order: (described[order]["empty_days"], orders.index(order)))
    return best, described


class ZoneClock:
    """Turns clock times of one zone into UTC seconds, whole columns at a time."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def offset_at(self, local_second: int, fold: int = 0) -> int:
        """Offset from UTC, in seconds, of a clock time."""
        moment = datetime(1970, 1, 1, tzinfo=self.zone, fold=fold) + timedelta(seconds=int(local_second))
        return int(moment.replace(fold=fold).utcoffset().total_seconds())

    def exists(self, local_second: int) -> bool:
        """Say whether clocks of the zone ever show this time (they skip an hour in spring)."""
        utc = local_second - self.offset_at(local_second)
        back = datetime.fromtimestamp(utc, tz=timezone.utc).astimezone(self.zone)
        return back.replace(tzinfo=None) == _FIRST + timedelta(seconds=int(local_second))

    def from_utc(self, utc: np.ndarray) -> np.ndarray:
        """Return local clock seconds of a few moments."""
        moments = [datetime.fromtimestamp(int(second), tz=timezone.utc).astimezone(self.zone) for second in utc]
        shown = [int((moment.replace(tzinfo=None) - _FIRST).total_seconds()) for moment in moments]
        return np.array(shown, dtype=np.int64)

    def to_utc(self, local: np.ndarray, streams: np.ndarray, *, ascending: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return (UTC seconds, mask of clock times that do not exist).

        In the hour that clocks show twice, the first row of a stream (one register of one supply) is summer time and
        the second winter time, however the copies are interleaved; in a newest-first file it is the other way round.
        """
        valid = local != NO_MOMENT
        days = np.where(valid, local // DAY_SECONDS, 0)
        utc = np.where(valid, local - self._noon_offsets(days), NO_MOMENT)
        skipped = np.zeros(len(local), dtype=bool)
        for day in np.unique(days[valid]):
            low = int(day) * DAY_SECONDS
            if self.offset_at(low) != self.offset_at(low + DAY_SECONDS):
                rows = np.flatnonzero(valid & (days == day))
                self._change_day(local, streams, rows, utc, skipped, ascending)
        return utc, skipped

    def _noon_offsets(self, days: np.ndarray) -> np.ndarray:
        unique, inverse = np.unique(days, return_inverse=True)
        offsets = np.array(
            [self.offset_at(int(day) * DAY_SECONDS + DAY_SECONDS // 2) for day in unique], dtype=np.int64
        )
        return offsets[inverse]

    def _change_day(
        self,
        local: np.ndarray,
        streams: np.ndarray,
        rows: np.ndarray,
        utc: np.ndarray,
        skipped: np.ndarray,
        ascending: bool,
    ) -> None:
        copies: dict[tuple[int, int], list[int]] = {}
        for row in rows:
            second = int(local[row])
            utc[row] = second - self.offset_at(second)
            if not self.exists(second):
                skipped[row] = True
            elif self.offset_at(second) != self.offset_at(second, 1):
                copies.setdefault((int(streams[row]), second), []).append(int(row))
        for (_, second), found in copies.items():
            if len(found) > 1:
                winter = found[1::2] if ascending else found[0::2]
                utc[winter] = second - self.offset_at(second, 1)
