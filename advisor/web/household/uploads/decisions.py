"""What the reader of files settled by itself, and on which evidence, in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask_babel import gettext as _

from advisor.web.filters import number, place_of

_log = logging.getLogger(__name__)


def because(decision: Mapping) -> str:
    """Say what a decision rests on; a test holds that every evidence the reader may name has its words."""
    sentences = _evidence()
    words = sentences.get(f"{decision['key']}:{decision['evidence']}") or sentences.get(decision["evidence"])
    if words is None:
        # A page never breaks for a missing sentence; the test of the evidence does.
        _log.error("no sentence for the evidence %s", decision["evidence"])
        return ""
    params = {name: _shown(value) for name, value in (decision.get("params") or {}).items()}
    return words % {"value": decision["value"], **_MISSING, **params}


def decided(decision: Mapping) -> str:
    """Say one decision of the reader; a test holds that every key it may carry has its words."""
    sentences, key, value = _sentences(), decision["key"], str(decision["value"])
    words = sentences[key, value] if (key, value) in sentences else sentences[key, ""]
    params = {"value": place_of(value) if key == "timezone" else value, **(decision.get("params") or {})}
    return words % {name: str(told) for name, told in params.items()}


def _sentences() -> dict[tuple[str, str], str]:
    return {
        ("date_order", "year_first"): _("Dates have the year first."),
        ("date_order", "day_first"): _("Dates have first the day, then the month."),
        ("date_order", "month_first"): _("Dates have first the month, then the day."),
        ("timezone", "offset"): _("Each hour carries its own time zone."),
        ("timezone", "UTC"): _("Hours are read in UTC, the time all clocks count from."),
        ("timezone", ""): _("Hours are read on the clock of %(value)s."),
        ("quantity", "interval"): _("Each number is the energy of its interval."),
        ("quantity", "register"): _("The numbers are the meter's reading, which never falls: we take the differences."),
        ("quantity", "power"): _("The numbers are power, so we multiply them by the time."),
        ("unit", ""): _("The numbers are in %(value)s."),
        ("stamp", "start"): _("The hour of each row is the beginning of its interval."),
        ("stamp", "end"): _("The hour of each row is the end of its interval."),
        ("encoding", ""): _("The letters are written in %(value)s."),
        ("container", "gzip"): _("The file comes packed (gzip)."),
        ("container", "zip"): _("The file is an archive with %(count)s files inside; we used %(used)s."),
        ("container", "html"): _("The file is a web page; we read its longest table."),
        ("container", "xml_workbook"): _("The file is a workbook of 2003; we read its longest sheet."),
        ("arrangement", "decimal_commas"): _("Commas cut the numbers in two, so we put them together."),
        ("arrangement", ""): _("The rows are not one reading each, so we arranged them."),
        ("sensor", ""): _("We take the rows of “%(value)s”."),
        ("supply", "-"): _("We take the rows that name no supply."),
        ("supply", ""): _("We take the supply “%(value)s”."),
        ("sheet", "*"): _("The data are in %(count)s sheets, which we put together."),
        ("sheet", ""): _("The data are in the sheet “%(value)s”."),
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


# A decision kept by an earlier version may lack a value that its words show.
_MISSING = {"sample": "", "column": "", "falls": "", "readings": "", "pattern": "", "kwh_per_day": "", "unit": ""}


def _shown(value: object) -> str:
    return number(value, 1 if isinstance(value, float) else 0) if isinstance(value, int | float) else str(value)


def _evidence() -> dict[str, str]:
    return {
        "answered": _("You told us so."),
        "both_present": _("The file has both."),
        "clock_24": _("Only the end of a day is written 24:00."),
        "column_negative": _("Nearly all values of that column are below zero."),
        "columns": _("The names of the columns show it."),
        "dates": _("The distance between the dates shows it."),
        "day_above_12": _("%(sample)s can only be read this way."),
        "day_edges": _("This way each day begins at midnight."),
        "daily": _("There is one value a day."),
        "decodes": _("This way every letter can be read."),
        "default": _("It is the usual form, and nothing in the file speaks against it."),
        "digits": _("The figures themselves show it."),
        "first_bytes": _("The file begins that way."),
        "few_rows": _("There are too few rows to see more."),
        "fewest_empty_days": _("Read the other way, more days would be empty."),
        "from_until": _("Each row says when it begins and when it ends."),
        "given": _("The file does not say, so we take the clock of your home."),
        "header": _("The heading of the file says so."),
        "layout": _("We know this kind of file."),
        "most_rows": _("It is the sheet with the most rows."),
        "only_table": _("It is the only one with a table of readings."),
        "same_header": _("Their headings are the same."),
        "market_time": _("Files of this market keep one clock all year, wherever the home is."),
        "magnitude": _("This way your home would use %(kwh_per_day)s kWh a day."),
        "never_falls": _("The numbers of “%(column)s” never fall."),
        "offset": _("It stands beside each hour."),
        "ordinal_hour": _("The hours are counted from 1."),
        "quantity:magnitude": _("Read the other way, the power would be none that a home has."),
        "surplus_cells": _("Rows have more cells than the heading has names."),
        "register": _("The numbers are readings of a meter."),
        "regular_rows": _("This way all rows have the same cells."),
        "rises_and_falls": _("The numbers of “%(column)s” rise and fall."),
        "same_either_way": _("Both ways give the same days."),
        "signed_column": _("The column “%(column)s” has values below zero."),
        "stated": _("The file says so."),
        "unambiguous": _("No other way is possible."),
        "unit": _("The unit %(unit)s says so."),
        "cells": _("The way the cells stand shows it."),
        "own_number": _("It carries the number of your supply."),
        "only_energy": _("It is the only one that counts energy."),
        "irregular_rows": _("The rows come at odd moments, so we fill a regular step."),
        "usual_periods": _("This way the bills have their usual length."),
        "usual_distance": _("It is the usual distance between rows."),
    }
