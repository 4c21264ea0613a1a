"""The seven coming days by hour: picture, finding and a table by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts import BandWords, Caption, DayMark, HourBand, forecast_band
from advisor.web.filters import day, kwh, number
from advisor.web.household.methods import method_label
from advisor.web.household.usage.week import short_days

ZONE = ZoneInfo("America/Lima")


@dataclass(frozen=True)
class HoursPicture:
    """finding, drawing, rows of (day, kWh, hour of the most), and how the forecast was made."""

    finding: str
    chart: Markup
    caption: str
    rows: tuple[tuple[str, str, str], ...]
    method: str


@dataclass(frozen=True)
class _Hour:
    at: datetime
    band: HourBand
    mean_kwh: float


def hours_picture(forecast: Mapping, *, zone: ZoneInfo = ZONE) -> HoursPicture:
    """Draw the hours of a forecast on the clock of the home."""
    hours = [_hour(item, zone) for item in forecast["hours"]]
    by_day = [(date, list(items)) for date, items in groupby(hours, key=lambda hour: hour.at.date())]
    finding = _finding(by_day)
    recent = forecast.get("recent_hours") or ()
    moments = [datetime.fromisoformat(item["start"]).astimezone(zone) for item in recent]
    return HoursPicture(
        finding=finding,
        chart=forecast_band(
            [hour.band for hour in hours],
            caption=Caption(_("Usage of the next days, hour by hour, in kWh"), finding, "hours"),
            words=BandWords(_("what you used"), _("what we expect, with its range")),
            days=_days([*moments, *(hour.at for hour in hours)]),
            history_kwh=[item["kwh"] for item in recent],
        ),
        caption=_("Expected usage of each day"),
        rows=tuple(_row(date, items) for date, items in by_day),
        method=method_label(forecast.get("hours_method")),
    )


def _hour(item: Mapping, zone: ZoneInfo) -> _Hour:
    usage = item["kwh"]
    at = datetime.fromisoformat(item["start"]).astimezone(zone)
    words = _(
        "%(day)s, %(hour)s h: about %(usage)s",
        day=short_days()[at.weekday()],
        hour=at.hour,
        usage=kwh(usage["p50"], 2),
    )
    return _Hour(at, HourBand(usage["p10"], usage["p50"], usage["p90"], words), usage["mean"])


def _days(moments: Sequence[datetime]) -> list[DayMark]:
    """Mark where each day begins; one of which little is drawn keeps its line and goes without its name."""
    names, position, marks = short_days(), 0, []
    for date, items in groupby(moments, key=datetime.date):
        count = len(list(items))
        marks.append(DayMark(position, names[date.weekday()] if count >= 12 else ""))
        position += count
    return marks


def _finding(by_day: Sequence[tuple]) -> str:
    whole = [(date, items) for date, items in by_day if len(items) == 24] or list(by_day)
    date, items = max(whole, key=lambda pair: _sum(pair[1]))
    return _("The day of most usage would be %(day)s, with about %(usage)s", day=day(date), usage=kwh(_sum(items), 1))


def _row(date, items: Sequence[_Hour]) -> tuple[str, str, str]:
    top = max(items, key=lambda hour: hour.mean_kwh)
    return day(date), number(_sum(items), 1), _("{hour} h").format(hour=top.at.hour)


def _sum(items: Sequence[_Hour]) -> float:
    """Sum the hours' means: medians would not add up to what a day is expected to use."""
    return sum(hour.mean_kwh for hour in items)
