"""National holidays, against the published lists."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.energy.calendar import PERU_HOLIDAYS, easter_sunday, national_holidays
from advisor.reference.holidays import load_holiday_rules

# RPP, 27 December 2025: the sixteen national holidays of 2026.
OF_2026 = ["01-01", "04-02", "04-03", "05-01", "06-07", "06-29", "07-23", "07-28", "07-29", "08-06", "08-30"]
OF_2026 += ["10-08", "11-01", "12-08", "12-09", "12-25"]


def test_the_holidays_of_2026_are_the_published_sixteen():
    assert sorted(national_holidays(2026)) == [date.fromisoformat(f"2026-{day}") for day in OF_2026]


@pytest.mark.parametrize(("year", "count"), [(2021, 12), (2022, 14), (2023, 15), (2024, 16), (2025, 16)])
def test_holidays_begin_with_their_laws(year, count):
    assert len(national_holidays(year)) == count


@pytest.mark.parametrize("day", ["1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21", "2026-04-05", "2038-04-25"])
def test_easter_falls_where_the_tables_say(day):
    assert easter_sunday(int(day[:4])) == date.fromisoformat(day)


def test_the_document_and_the_list_the_forecaster_is_trained_with_agree():
    assert load_holiday_rules() == PERU_HOLIDAYS
