"""The week by hour: picture, finding and table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts import Caption, PeakWindow, week_by_hour
from advisor.web.filters import kwh, number, percent

# The evening peak hours of the Peruvian price lists: 18 to 23 h.
PEAK_FIRST_HOUR, PEAK_END_HOUR = 18, 23


@dataclass(frozen=True)
class WeekPicture:
    """columns and rows of the table: an hour a row, a weekday a column, kWh."""

    finding: str
    chart: Markup
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    base_load: str


def week_picture(profile: Mapping) -> WeekPicture:
    """Draw the mean week of a load profile."""
    week, days = profile["week"], short_days()
    finding = _finding(profile)
    chart = week_by_hour(
        week,
        days=days,
        caption=Caption(_("Usage by weekday and hour"), finding, "week"),
        peak=PeakWindow(PEAK_FIRST_HOUR, PEAK_END_HOUR, _("peak hours")),
        hour=_("{hour} h"),
        cell_words=lambda i, hour: _cell_words(week[i][hour], days[i], hour),
    )
    rows = tuple((_("{hour} h").format(hour=hour), *(_cell(week[i][hour]) for i in range(7))) for hour in range(24))
    return WeekPicture(
        finding=finding,
        chart=chart,
        caption=_("Mean usage of each hour, in kWh"),
        columns=((_("Hour"), "text"), *((name, "num") for name in days)),
        rows=rows,
        base_load=_base_load(profile),
    )


def _cell_words(value: float | None, day: str, hour: int) -> str:
    place = {"day": day, "hour": hour}
    if value is None:
        return _("%(day)s, %(hour)s h: no data", **place)
    return _("%(day)s, %(hour)s h: %(usage)s", usage=kwh(value, 2), **place)


def short_days() -> tuple[str, ...]:
    """Return the short names of the weekdays, Monday first."""
    names = get_day_names("abbreviated", locale=get_locale())
    return tuple(names[i].rstrip(".").lower() for i in range(7))


def _finding(profile: Mapping) -> str:
    share = profile.get("peak_window_share")
    if share is None:
        return _("The strongest colour marks the hours you use the most")
    return _("%(share)s of your energy goes between 18 and 23 h", share=percent(share))


def _base_load(profile: Mapping) -> str:
    watts = profile.get("base_load_w")
    if watts is None:
        return ""
    return _(
        "Even when everybody sleeps, your home uses %(watts)s watts. "
        "It is the mean of the four quietest hours of an ordinary day.",
        watts=number(watts),
    )


def _cell(value: float | None) -> str:
    return "–" if value is None else number(value, 2)
