"""What the reader of files asks and what it settled by itself, in words: choices with what each would mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.web.filters import day, kwh, number

_SAMPLE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})")


@dataclass(frozen=True)
class AskedChoice:
    """One answer: its value in the form, its words, what would follow, and whether it is taken meanwhile."""

    value: str
    words: str
    consequence: str
    chosen: bool


@dataclass(frozen=True)
class AskedQuestion:
    """A question only the person can settle."""

    key: str
    words: str
    choices: tuple[AskedChoice, ...]


def asked(question: Mapping) -> AskedQuestion:
    """Put a question of the reader in words."""
    key, params = question["key"], question.get("params") or {}
    choices = []
    for value in question["choices"]:
        follows = (question.get("consequences") or {}).get(value) or {}
        words, consequence = _CHOICES.get(key, _plain)(value, params, follows)
        choices.append(AskedChoice(value, words, consequence, chosen=value == question["chosen"]))
    return AskedQuestion(key, _question(key, params, choices), tuple(choices))


def decided(decision: Mapping) -> str:
    """Say what the reader settled by itself, and from what."""
    words = _decisions().get((decision["key"], str(decision["value"])))
    if words is None:
        words = _decisions().get((decision["key"], ""), _("%(key)s: %(value)s"))
    params = {"key": decision["key"], "value": decision["value"], **(decision.get("params") or {})}
    return words % {name: str(value) for name, value in params.items()}


def _question(key: str, params: Mapping, choices: list[AskedChoice]) -> str:
    if key == "date_order" and len(choices) > 1:
        return _(
            "Is %(sample)s %(first)s or %(second)s?",
            sample=params.get("sample", ""),
            first=choices[0].words,
            second=choices[1].words,
        )
    words = {
        "stamp": _("What does the hour %(stamp)s of your file mean?"),
        "unit": _("In what unit are the numbers of your file?"),
        "usage_column": _("Which column is what your home uses?"),
    }
    return words.get(key, _("Which of these is right?")) % {name: str(value) for name, value in params.items()}


def _date_order(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _day_of(str(params.get("sample", "")), value) or _order_words(value)
    empty = follows.get("empty_days")
    if empty is None:
        return words, ""
    if not empty:
        return words, _("no day is missing")
    return words, ngettext("%(num)s day would be empty", "%(num)s days would be empty", empty)


def _day_of(sample: str, order: str) -> str | None:
    found = _SAMPLE.fullmatch(sample)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    month, of_month = (second, first) if order.startswith("day") else (first, second)
    try:
        return day(date(year if year > 99 else 2000 + year, month, of_month))
    except ValueError:
        return None


def _order_words(order: str) -> str:
    return _("first the day, then the month") if order.startswith("day") else _("first the month, then the day")


def _stamp(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    span = {"first": follows.get("first", ""), "until": follows.get("until", "")}
    words = _("the interval that begins then") if value == "start" else _("the interval that ends then")
    return words, _("from %(first)s to %(until)s", **span)


def _unit(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return value, _("about %(usage)s a day", usage=kwh(follows.get("kwh_per_day", 0), 1))


def _usage_column(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return str(params.get(value, value)), _("adds up to %(sum)s", sum=number(follows.get("sum", 0), 1))


def _plain(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return value, " · ".join(str(item) for item in follows.values())


_CHOICES = {"date_order": _date_order, "stamp": _stamp, "unit": _unit, "usage_column": _usage_column}


def _decisions() -> dict[tuple[str, str], str]:
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
        ("channel", "import"): _("Your usage is in: %(columns)s."),
        ("channel", "export"): _("What you give to the grid is in: %(columns)s."),
        ("usage_column", "consumption"): _("The file has usage and energy bought: we take the usage."),
        ("usage_column", "import"): _("The file has usage and energy bought: we take what was bought."),
    }
