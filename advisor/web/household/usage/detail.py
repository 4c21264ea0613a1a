"""What the page of every reading shows, for the days asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts.envelope import columns_of, envelope, readings_together
from advisor.web.charts.svg import Caption
from advisor.web.household.subject import Subject
from advisor.web.household.usage import detail_range
from advisor.web.household.usage import detail_said as said
from advisor.web.household.usage.detail_range import Asked, Days, detail_url
from advisor.web.household.usage.detail_readings import Readings, largest_hour
from advisor.web.household.usage.detail_rows import RowsTable, rows_of, rows_table, stretches
from advisor.web.household.usage.detail_words import TickWords, step_words, tick_words, ticks


@dataclass(frozen=True)
class RangeLink:
    """A window one press away; current: it is the one shown."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class DetailPage:
    """Every reading of some days.

    largest_url: the day of the finding, unless it is the one shown; kinds: year, month, week, day; earlier, later: the
    windows beside, None where nothing is stored; script: what chart-zoom.js needs, as one document.
    """

    title: str
    subject: Subject
    usage_url: str
    remark: str
    heading: str
    largest_url: str | None
    summary: str
    kinds: tuple[RangeLink, ...]
    earlier: RangeLink | None
    later: RangeLink | None
    finding: str
    unit: str
    chart: Markup
    notes: tuple[str, ...]
    table_caption: str
    table: RowsTable
    download_url: str
    script: str


@dataclass(frozen=True)
class NoReadingsPage:
    """The page of a home without interval data."""

    title: str
    subject: Subject


def detail_page(asked: Asked, readings: Readings, *, stored: Days, subject: Subject) -> DetailPage:
    """Make the page; `stored` are the first and last day with readings."""
    days, peak, rows = asked.days, largest_hour(readings), rows_of(readings)
    together = readings_together(days=days.count, step_minutes=readings.step_minutes)
    columns = columns_of(readings.kwh, readings.quality, together=together)
    heading, shown, words = said.heading(readings, peak), said.shown(days), tick_words()
    chart = envelope(
        columns,
        caption=Caption(shown, heading, "readings"),
        ticks=ticks(days, shares=readings.shares, words=words),
        stretches=stretches(readings, rows),
    )
    return DetailPage(
        title=_("All your readings"),
        subject=subject,
        usage_url=url_for("usage.show"),
        remark=asked.remark,
        heading=heading,
        largest_url=said.largest_url(readings, peak),
        summary=said.summary(readings),
        kinds=_kinds(days, stored),
        earlier=_beside(days, stored, detail_range.before, _("Earlier")),
        later=_beside(days, stored, detail_range.after, _("Later")),
        finding=shown,
        unit=step_words(readings.step_minutes),
        chart=chart,
        notes=said.notes(readings, columns),
        table_caption=shown,
        table=rows_table(readings, rows),
        download_url=url_for("usage.download", **days.query),
        script=_script(days, words),
    )


def _kinds(days: Days, stored: Days) -> tuple[RangeLink, ...]:
    # From a month that is not over, a day is the newest with readings, not the last of the calendar.
    until = Days(min(days.first, stored.last), min(days.last, stored.last))
    kinds = (
        (_("Year"), detail_range.year_of(until, stored=stored)),
        (_("Month"), detail_range.month_of(until)),
        (_("Week"), detail_range.week_of(until)),
        (_("Day"), detail_range.day_of(until)),
    )
    return tuple(RangeLink(label, detail_url(kind), kind == days) for label, kind in kinds)


def _beside(days: Days, stored: Days, step: Callable[[Days], Days], label: str) -> RangeLink | None:
    found = step(days)
    return RangeLink(label, detail_url(found)) if found.meets(stored) else None


def _script(days: Days, words: TickWords) -> str:
    """Return what the script needs to draw and name other windows; the readings come from an address of their own."""
    document = {
        **days.query,
        "readings": url_for("usage.readings", **days.query),
        "words": {
            **asdict(words),
            "waiting": _("Bringing your readings …"),
            "failed": _("We could not bring the readings. The links above still work."),
            "stale": _("We could not bring the figures of these days. The picture is right."),
        },
    }
    return json.dumps(document, ensure_ascii=False)
