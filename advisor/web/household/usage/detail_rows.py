"""What a window is made of, for its table and for pointing at the picture: readings, days or months."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts.envelope import Stretch
from advisor.web.filters import kwh, month, number
from advisor.web.household.usage.detail_range import Days, detail_url, month_of
from advisor.web.household.usage.detail_readings import Part, Readings, each_day, each_month, each_reading
from advisor.web.household.usage.detail_words import clock, days_words, weekday_day

MOST_DAYS = 62  # longer windows are told by the month: two months of days are as much as one reads


@dataclass(frozen=True)
class Row:
    """One line of the table; url: where its own readings are, or None for a single reading."""

    label: str
    part: Part
    digits: int
    url: str | None = None


@dataclass(frozen=True)
class RowsTable:
    """The table of a window: column of the rows' names, rows of cells, and what finer rows would take, or empty."""

    name: str
    cells: tuple[tuple[Markup | str, ...], ...]
    note: str


def rows_of(readings: Readings) -> list[Row]:
    """Return a row for each reading of one day, each day of up to two months, each month of more."""
    if readings.days.count == 1:
        return [Row(_between(readings, part), part, 3) for part in each_reading(readings)]
    if readings.days.count <= MOST_DAYS:
        return [Row(weekday_day(day), part, 2, detail_url(Days(day, day))) for day, part in each_day(readings)]
    return [Row(_month(days), part, 1, detail_url(days)) for days, part in each_month(readings)]


def rows_table(readings: Readings, rows: list[Row]) -> RowsTable:
    """Make the table's words."""
    if readings.days.count == 1:
        name, note = _("Time"), ""
    elif readings.days.count <= MOST_DAYS:
        name, note = _("Day"), _("Choose a day to see its readings.")
    else:
        name, note = _("Month"), _("Choose a month to see its days.")
    return RowsTable(name, tuple(_cells(row) for row in rows), note)


def stretches(readings: Readings, rows: list[Row]) -> list[Stretch]:
    """Return where each row lies in the picture, with its words."""
    count = len(readings.kwh)
    return [Stretch(row.part.first / count, row.part.end / count, _words(row)) for row in rows]


def _cells(row: Row) -> tuple[Markup | str, ...]:
    label = Markup('<a href="{}">{}</a>').format(row.url, row.label) if row.url else row.label
    if row.part.kwh is None:
        return label, "–", _("no data")
    return label, number(row.part.kwh, row.digits), _("incomplete or estimated") if row.part.partly else ""


def _words(row: Row) -> str:
    usage = _("no data") if row.part.kwh is None else kwh(row.part.kwh, row.digits)
    return _("%(when)s: %(usage)s", when=row.label, usage=usage)


def _between(readings: Readings, part: Part) -> str:
    begin, end = readings.begins(part.first), readings.begins(part.end)
    last = clock(end) if end.date() == begin.date() else "24:00"
    return _("%(first)s to %(last)s", first=clock(begin), last=last)


def _month(days: Days) -> str:
    return month(days.first) if days == month_of(days) else days_words(days)
