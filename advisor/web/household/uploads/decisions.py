"""What the reader of files settled by itself, in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _


def decided(decision: Mapping) -> str:
    """Say one decision of the reader; a test holds that every key it may carry has its words."""
    sentences, key, value = _sentences(), decision["key"], str(decision["value"])
    words = sentences[key, value] if (key, value) in sentences else sentences[key, ""]
    params = {"value": value, **(decision.get("params") or {})}
    return words % {name: str(told) for name, told in params.items()}


def _sentences() -> dict[tuple[str, str], str]:
    return {
        ("date_order", "year_first"): _("Dates have the year first."),
        ("date_order", "day_first"): _("Dates have first the day, then the month."),
        ("date_order", "month_first"): _("Dates have first the month, then the day."),
        ("timezone", "offset"): _("Each hour carries its own time zone."),
        ("timezone", ""): _("Hours are read on the clock of %(value)s."),
        ("quantity", "interval"): _("Each number is the energy of its interval."),
        ("quantity", "register"): _("The numbers are the meter's reading, which never falls: we take the differences."),
        ("quantity", "power"): _("The numbers are power, so we multiply them by the time."),
        ("unit", ""): _("The numbers are in %(value)s."),
        ("stamp", "start"): _("The hour of each row is the beginning of its interval."),
        ("stamp", "end"): _("The hour of each row is the end of its interval."),
        ("encoding", ""): _("The letters are written in %(value)s."),
        ("separator", "semicolon"): _("Columns are separated by a semicolon."),
        ("separator", "comma"): _("Columns are separated by a comma."),
        ("separator", "tab"): _("Columns are separated by a tab."),
        ("separator", "bar"): _("Columns are separated by a vertical bar."),
        ("separator", ""): _("Columns are separated by “%(value)s”."),
        ("decimal", "point"): _("Decimals come after a point."),
        ("decimal", "comma"): _("Decimals come after a comma."),
        ("step", ""): _("There is a value each %(value)s minutes."),
        ("stamp", "reading"): _("The hour of each row is when the meter was read."),
        ("sign", "negative_is_export"): _("Values below zero are what you give to the grid."),
        ("bill_dates", "from_until"): _("Each bill says when it begins and ends."),
        ("bill_dates", "calendar_month"): _("Each bill is a month of the calendar."),
        ("bill_dates", "end"): _("The date of each bill is when it ends."),
        ("channel", "generation"): _("What your panels give is in: %(columns)s."),
        ("channel", "import"): _("Your usage is in: %(columns)s."),
        ("channel", "export"): _("What you give to the grid is in: %(columns)s."),
        ("usage_column", "consumption"): _("The file has usage and energy bought: we take the usage."),
        ("usage_column", "import"): _("The file has usage and energy bought: we take what was bought."),
    }
