"""The months of the bill as a picture with its finding, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts.bars import Bar, ForecastBar, LimitLine, monthly_bars
from advisor.web.charts.svg import Caption
from advisor.web.filters import kwh, month, month_letter, month_short, month_year_short, number
from advisor.web.number_words import in_words

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class UsagePicture:
    """finding: the title in words; chart: the drawing; rows: (month, kWh, remark) for the table."""

    finding: str
    chart: Markup
    caption: str
    rows: tuple[tuple[str, str, str], ...]


def usage_picture(document: Mapping) -> UsagePicture:
    """Draw the latest twelve bills of a snapshot and, where there is one, the forecast of the next."""
    bills = document["usage"]["bills"][-MONTHS_SHOWN:]
    next_bill = (document.get("forecast") or {}).get("next_bill")
    limit = document.get("limit_140")
    finding = _finding(limit, bills)
    bars = [
        Bar(month_letter(bill["end"]), bill["kwh"], words=_bill_words(bill), estimated=bool(bill.get("estimated")))
        for bill in bills
    ]
    chart = monthly_bars(
        bars,
        caption=Caption(title=_("Usage of each bill, in kWh"), description=finding, name="usage"),
        missing=_("no data"),
        forecast=[_forecast_bar(next_bill)] if next_bill else [],
        limit=LimitLine(limit["threshold_kwh"], _("%(kwh)s kWh", kwh=number(limit["threshold_kwh"])))
        if limit
        else None,
    )
    return UsagePicture(finding, chart, _("Usage of each bill by the month of its reading"), _rows(bills, next_bill))


def _finding(limit: Mapping | None, bills: list[Mapping]) -> str:
    counted = sum(1 for bill in bills if bill["kwh"] is not None)
    if limit and limit["bills_over"]:
        over, of = limit["bills_over"], limit["bills_counted"]
        if over == of:
            return _("You passed 140 kWh on every bill")
        return _("You passed 140 kWh on %(over)s of your %(all)s bills", over=in_words(over), all=in_words(of))
    if limit:
        return _("You stayed under 140 kWh on every bill")
    most = max((bill for bill in bills if bill["kwh"] is not None), key=lambda bill: bill["kwh"], default=None)
    if most is None or not counted:
        return _("We do not know your usage yet")
    return _("You used the most in %(month)s: %(kwh)s", month=month(most["end"]), kwh=kwh(most["kwh"]))


def _bill_words(bill: Mapping) -> str:
    words = {"month": month(bill["end"])}
    if bill["kwh"] is None:
        return _("%(month)s: no data", **words)
    return _("%(month)s: %(kwh)s", kwh=kwh(bill["kwh"]), **words)


def _forecast_bar(next_bill: Mapping) -> ForecastBar:
    energy = next_bill["kwh"]
    words = _(
        "%(month)s, forecast: between %(low)s and %(high)s",
        month=month(next_bill["end"]),
        low=number(energy["p10"]),
        high=kwh(energy["p90"]),
    )
    return ForecastBar(month_short(next_bill["end"]), energy["p10"], energy["p50"], energy["p90"], words)


def _rows(bills: list[Mapping], next_bill: Mapping | None) -> tuple[tuple[str, str, str], ...]:
    rows = [
        (month_year_short(bill["end"]), number(bill["kwh"], 1) if bill["kwh"] is not None else "–", _remark(bill))
        for bill in bills
    ]
    if next_bill:
        energy = next_bill["kwh"]
        between = _("forecast, between %(low)s and %(high)s", low=number(energy["p10"]), high=number(energy["p90"]))
        rows.append((month_year_short(next_bill["end"]), number(energy["p50"]), between))
    return tuple(rows)


def _remark(bill: Mapping) -> str:
    if bill["kwh"] is None:
        return _("no data")
    return _("estimated by your company") if bill.get("estimated") else ""
