"""What Mi consumo shows: months, days and the week by hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts import Bar, Caption, daily_bars
from advisor.web.filters import day, kwh, number, percent
from advisor.web.guest.usage_picture import UsagePicture, usage_picture
from advisor.web.household.subject import Subject
from advisor.web.household.usage.days import DayOfUsage
from advisor.web.household.usage.week import WeekPicture, week_picture

NAMED_EVERY_DAYS, LAST_NAMED_DAY = 5, 31  # the 31st would touch the 1st of the next month


@dataclass(frozen=True)
class DaysPicture:
    """The days of a month: finding, drawing, rows of (day, kWh, remark)."""

    finding: str
    chart: Markup
    caption: str
    rows: tuple[tuple[str, str, str], ...]
    note: str


@dataclass(frozen=True)
class UsagePage:
    """Mi consumo. facts: (name, value) of the load profile; adds: what a meter file would add, when there is none."""

    title: str
    subject: Subject
    heading: str
    months: UsagePicture
    days: DaysPicture | None
    week: WeekPicture | None
    facts: tuple[tuple[str, str], ...]
    interval: bool
    detail_url: str


def usage_page(document: Mapping, *, subject: Subject, days: Sequence[DayOfUsage]) -> UsagePage:
    """Make the page of an assessed home."""
    profile = document.get("profile") or {}
    return UsagePage(
        title=_("My usage"),
        subject=subject,
        heading=_heading(profile),
        months=usage_picture(document),
        days=_days_picture(days) if any(item.kwh is not None for item in days) else None,
        week=week_picture(profile) if profile.get("week") else None,
        facts=_facts(profile, document["data"]),
        interval=document["data"]["kind"] != "bills",
        detail_url=url_for("usage.detail"),
    )


def _heading(profile: Mapping) -> str:
    if profile.get("annual_kwh"):
        return _("You use about %(usage)s a month", usage=kwh(profile["annual_kwh"] / 12))
    return _("What you use")


def _days_picture(days: Sequence[DayOfUsage]) -> DaysPicture:
    known = [item for item in days if item.kwh is not None]
    whole = [item for item in known if not item.partly] or known
    highest = max(whole, key=lambda item: item.kwh)
    mean = sum(item.kwh for item in whole) / len(whole)
    finding = _(
        "On %(day)s you used the most: %(usage)s. An ordinary day is %(mean)s",
        day=day(highest.day),
        usage=kwh(highest.kwh, 1),
        mean=kwh(mean, 1),
    )
    bars = [Bar(_label(item), item.kwh, _words(item), estimated=item.partly) for item in days]
    span = {"start": day(days[0].day), "end": day(days[-1].day)}
    return DaysPicture(
        finding=finding,
        chart=daily_bars(
            bars,
            caption=Caption(_("Usage of each day from %(start)s to %(end)s", **span), finding, "days"),
            missing=_("no data"),
        ),
        caption=_("Days from %(start)s to %(end)s", **span),
        rows=tuple(_row(item) for item in days),
        note=_("A bar without fill is a day with hours missing or estimated.") if any(i.partly for i in known) else "",
    )


def _label(item: DayOfUsage) -> str:
    named = item.day.day % NAMED_EVERY_DAYS == 1 and item.day.day < LAST_NAMED_DAY
    return number(item.day.day) if named else ""


def _words(item: DayOfUsage) -> str:
    if item.kwh is None:
        return ""
    return _("%(day)s: %(usage)s", day=day(item.day), usage=kwh(item.kwh, 1))


def _row(item: DayOfUsage) -> tuple[str, str, str]:
    if item.kwh is None:
        return day(item.day), "–", _("no data")
    return day(item.day), number(item.kwh, 1), _("incomplete or estimated") if item.partly else ""


def _facts(profile: Mapping, data: Mapping) -> tuple[tuple[str, str], ...]:
    rows = []
    if profile.get("annual_kwh") is not None:
        rows.append((_("In a year (estimated)"), kwh(profile["annual_kwh"])))
    if profile.get("base_load_w") is not None:
        rows.append((_("Always on, day and night"), _("%(watts)s watts", watts=number(profile["base_load_w"]))))
    if profile.get("peak_window_share") is not None:
        rows.append((_("Used from 18 to 23 h"), percent(profile["peak_window_share"])))
    if profile.get("load_factor") is not None:
        rows.append((_("Mean demand against the highest"), percent(profile["load_factor"])))
    if data.get("interval_days"):
        rows.append((_("Days of meter data"), number(data["interval_days"])))
        if data.get("coverage") is not None:
            rows.append((_("Part of that time with data"), percent(data["coverage"])))
    return tuple(rows)
