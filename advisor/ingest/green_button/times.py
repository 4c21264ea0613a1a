"""The clock a Green Button file states: its offset and when clocks change, in the packed rules of ESPI."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.ingest.green_button.feed import Resource

_ON_DAY, _ON_OR_AFTER, _LAST = 0, 1, 7
_MOST_SECONDS = 18 * 3600


@dataclass(frozen=True)
class Change:
    """When clocks change each year: month, a rule for the day, seconds of the standard or summer clock.

    The day is told by `operator`: 0 the day of the month; 1 the weekday on or after it; 2 to 6 the first to fifth
    weekday of the month; 7 the last. weekday: 1 Monday to 7 Sunday. Source: ESPI, DstRuleType.
    """

    month: int
    operator: int
    day: int
    weekday: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Change | None:
        """Read eight hexadecimal digits: seconds 12 bits, hour 5, weekday 3, day 5, operator 3, month 4."""
        try:
            bits = int(text, 16)
        except ValueError:
            return None
        month, operator, day = bits >> 28 & 15, bits >> 25 & 7, bits >> 20 & 31
        weekday, hour, seconds = bits >> 17 & 7, bits >> 12 & 31, bits & 0xFFF
        complete = 1 <= month <= 12 and len(text) == 8 and (day if operator <= _ON_OR_AFTER else weekday)
        return cls(month, operator, day, weekday, hour * 3600 + seconds) if complete else None

    def on(self, year: int) -> datetime:
        """Return the moment of the change in a year, on the clock that holds before it."""
        last = monthrange(year, self.month)[1]
        if self.operator == _ON_DAY:
            day = date(year, self.month, min(self.day, last))
        elif self.operator == _LAST:
            end = date(year, self.month, last)
            day = end - timedelta(days=(end.isoweekday() - self.weekday) % 7)
        else:
            first = date(year, self.month, max(1, min(self.day, last)) if self.operator == _ON_OR_AFTER else 1)
            day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7)
            day += timedelta(weeks=max(0, self.operator - 2))
        return datetime(day.year, day.month, day.day, tzinfo=timezone.utc) + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class StatedClock:
    """Seconds east of UTC, and how many more in summer between two yearly changes."""

    standard: int
    summer: int = 0
    begins: Change | None = None
    ends: Change | None = None

    @classmethod
    def of(cls, told: Sequence[Resource]) -> StatedClock | None:
        """Return the clock of the first LocalTimeParameters that can be used."""
        for resource in told:
            leaves = resource.leaves
            standard, summer = _seconds(leaves.get("tzOffset", "")), _seconds(leaves.get("dstOffset", "0")) or 0
            if standard is not None:
                begins, ends = (Change.parse(leaves.get(name, "")) for name in ("dstStartRule", "dstEndRule"))
                return cls(standard, summer, begins, ends)
        return None

    def offset(self, moment: int) -> int:
        """Return the seconds east of UTC at a moment (seconds since 1970)."""
        if not self.summer or self.begins is None or self.ends is None:
            return self.standard
        local = datetime.fromtimestamp(moment, timezone.utc) + timedelta(seconds=self.standard)
        begins = self.begins.on(local.year)
        ends = self.ends.on(local.year) - timedelta(seconds=self.summer)
        north = begins < ends
        inside = begins <= local < ends if north else not ends <= local < begins
        return self.standard + (self.summer if inside else 0)


def _seconds(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() and abs(int(text)) <= _MOST_SECONDS else None
