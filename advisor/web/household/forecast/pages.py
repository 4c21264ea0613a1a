"""What Pronóstico shows: the next bill, seven days by hour where there are meter data, twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts import Caption, months_band
from advisor.web.filters import kwh, month, number, soles_round
from advisor.web.household.forecast.hours import HoursPicture, hours_picture
from advisor.web.household.limit import Standing, forecast_bar, limit_line, standing
from advisor.web.household.methods import household_method, method_label
from advisor.web.household.subject import Subject


@dataclass(frozen=True)
class MonthsPicture:
    """Twelve coming periods: finding, drawing, rows of (period, low, expected, high) kWh, and how they were made."""

    finding: str
    chart: Markup
    caption: str
    rows: tuple[tuple[str, str, str, str], ...]
    method: str


@dataclass(frozen=True)
class ForecastPage:
    """Pronóstico. hours is None without meter data."""

    title: str
    subject: Subject
    heading: str
    range: str
    standing: Standing | None
    hours: HoursPicture | None
    months: MonthsPicture | None
    method: tuple[str, ...]


def forecast_page(document: Mapping, *, subject: Subject) -> ForecastPage:
    """Make the page of an assessed home."""
    forecast = document["forecast"]
    coming = forecast["next_bill"]
    return ForecastPage(
        title=_("Forecast"),
        subject=subject,
        heading=_heading(coming),
        range=_range(coming),
        standing=standing(document),
        hours=hours_picture(forecast) if forecast.get("hours") else None,
        months=_months_picture(forecast, document.get("limit_140")) if forecast.get("months") else None,
        method=household_method(document)[0],
    )


def _heading(coming: Mapping) -> str:
    usage, name = kwh(coming["kwh"]["p50"]), month(coming["end"])
    if not coming.get("total"):
        return _("Your bill of %(month)s: about %(usage)s", month=name, usage=usage)
    amount = soles_round(coming["total"]["p50"])
    return _("Your bill of %(month)s: about %(amount)s, with %(usage)s", month=name, amount=amount, usage=usage)


def _range(coming: Mapping) -> str:
    usage, total = coming["kwh"], coming.get("total")
    if not total:
        return _("Most likely between %(low)s and %(high)s.", low=kwh(usage["p10"]), high=kwh(usage["p90"]))
    return _(
        "Most likely between %(low)s and %(high)s, for %(low_usage)s to %(high_usage)s.",
        low=soles_round(total["p10"]),
        high=soles_round(total["p90"]),
        low_usage=number(usage["p10"]),
        high_usage=kwh(usage["p90"]),
    )


def _months_picture(forecast: Mapping, limit: Mapping | None) -> MonthsPicture:
    months = forecast["months"]
    finding = _finding(months, limit)
    return MonthsPicture(
        finding=finding,
        chart=months_band(
            [forecast_bar(item) for item in months],
            caption=Caption(_("Usage of the coming months, with its range"), finding, "coming-months"),
            limit=limit_line(limit),
        ),
        caption=_("Coming months, kWh: in 8 of 10 cases between low and high"),
        rows=tuple(
            (month(item["end"]), *(number(item["kwh"][level]) for level in ("p10", "p50", "p90"))) for item in months
        ),
        method=method_label(forecast.get("months_method")),
    )


def _finding(months: list[Mapping], limit: Mapping | None) -> str:
    highest = max(months, key=lambda item: item["kwh"]["p50"])
    words = {"month": month(highest["end"]), "usage": kwh(highest["kwh"]["p50"])}
    if limit and highest["kwh"]["p50"] <= limit["threshold_kwh"]:
        return _("Your highest month would be %(month)s, with %(usage)s, still within the limit", **words)
    return _("Your highest month would be %(month)s, with about %(usage)s", **words)
