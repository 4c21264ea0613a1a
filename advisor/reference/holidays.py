"""Read the national holidays with their names and laws."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from advisor.energy.calendar import HolidayRule
from advisor.reference.parsing import DOCUMENTS, Strict, read_document


class _Names(Strict):
    es: str
    en: str


class _Holiday(Strict):
    key: str
    names: _Names
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)
    easter_offset_days: int | None = None
    since: int | None = None
    law: str | None = None

    @model_validator(mode="after")
    def _one_kind_of_rule(self) -> _Holiday:
        if (self.easter_offset_days is None) == (self.month is None or self.day is None):
            raise ValueError("a holiday has either a month and day or an offset from Easter")
        return self


class _Holidays(Strict):
    source: str
    holidays: list[_Holiday]


def load_holiday_rules(path: Path = DOCUMENTS / "holidays.yaml") -> tuple[HolidayRule, ...]:
    """Return the rules of the national holidays, for `advisor.energy.calendar.national_holidays(year, rules)`."""
    found = read_document(path, _Holidays).holidays
    return tuple(HolidayRule(h.key, h.month, h.day, h.easter_offset_days, h.since) for h in found)
