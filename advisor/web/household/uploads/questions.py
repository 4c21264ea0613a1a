"""What the reader of files asks, in words: choices with what each would mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.web.filters import clock, day, day_year, kwh, number, place_of

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
    """A question only the person can settle; needed: nothing is taken meanwhile, so it must be answered."""

    key: str
    words: str
    choices: tuple[AskedChoice, ...]
    needed: bool = False


def asked(question: Mapping, *, given: str | None = None) -> AskedQuestion:
    """Put a question of the reader in words; the answer given before is ticked, else the one taken meanwhile."""
    taken = given if given in question["choices"] else question["chosen"]
    key, params = question["key"], question.get("params") or {}
    choices = []
    for value in question["choices"]:
        follows = (question.get("consequences") or {}).get(value) or {}
        words, consequence = _CHOICES[key](value, params, follows)
        choices.append(AskedChoice(value, words, consequence, chosen=value == taken))
    needed = question["chosen"] not in question["choices"]
    return AskedQuestion(key, _question(key, params, choices), tuple(choices), needed)


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
        "quantity": _("What are the numbers of your file?"),
        "usage_column": _("Which column is what your home uses?"),
        "value_column": _("Which column holds your usage?"),
        "decimal": _("What does the mark inside the numbers mean?"),
        "channel": _("There are values by day only. What are they?"),
        "negatives": _("Some values are below zero. What are they?"),
        "timezone": _("Hours of your file do not fit the clock of your home. On which clock are they?"),
        "sheet": _("Which sheet holds your usage?"),
        "commodity": _("“%(name)s” sounds like gas. What is it?"),
        "sensor": _("Which row name is the meter of your home?"),
        "supply": _("The file holds %(count)s supplies. Which one is your home?"),
    }
    return words[key] % {name: str(value) for name, value in params.items()}


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
    words = _("%(unit)s, power", unit=value) if value in ("kW", "W") else _("%(unit)s, energy", unit=value)
    return words, _("about %(usage)s a day", usage=kwh(follows.get("kwh_per_day", 0), 1))


def _quantity(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _("the reading of the meter, which keeps growing") if value == "register" else _("the usage of each row")
    return words, _("about %(usage)s a day", usage=kwh(follows.get("kwh_per_day", 0), 1))


def _usage_column(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return str(params.get(value, value)), _("adds up to %(sum)s", sum=number(follows.get("sum", 0), 1))


def _value_column(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return value, ""


def _decimal(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _("1.234 is one and a bit") if value == "point" else _("1.234 is more than a thousand")
    return words, _("adds up to %(sum)s", sum=kwh(follows.get("total_kwh", 0), 1))


def _channel(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return (_("what my home uses") if value == "import" else _("what my panels give")), ""


def _negatives(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _("energy I gave to the grid") if value == "export" else _("mistakes, leave them out")
    return words, _("adds up to %(sum)s", sum=number(follows["sum"], 1)) if "sum" in follows else ""


def _timezone(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = {
        "home": _("the clock of my home (%(zone)s)", zone=place_of(params.get("zone", ""))),
        "UTC": _("UTC, the time all clocks count from"),
    }
    place = _("the clock of %(zone)s", zone=place_of(value)) if "/" in value else _("%(zone)s all year", zone=value)
    begins = _("your file would begin on %(moment)s", moment=clock(follows["first"])) if "first" in follows else ""
    return words.get(value, place), begins


def _commodity(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    return (_("electricity") if value == "electricity" else _("gas")), ""


def _sheet(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _("all of them together") if value == "*" else value
    rows = follows.get("rows", 0)
    return words, ngettext("%(num)s row", "%(num)s rows", rows)


def _supply(value: str, params: Mapping, follows: Mapping) -> tuple[str, str]:
    words = _("the one without a number") if value == "-" else value
    energy = kwh(follows.get("kwh", 0), 1)
    if "start" not in follows:
        return words, _("adds up to %(sum)s", sum=energy)
    # The end is the moment after the last interval, which at midnight belongs to the day before.
    last = datetime.fromisoformat(follows["end"]) - timedelta(minutes=1)
    start = day_year(datetime.fromisoformat(follows["start"]).date())
    return words, _("%(start)s to %(end)s, %(energy)s", start=start, end=day_year(last.date()), energy=energy)


_CHOICES = {
    "date_order": _date_order,
    "stamp": _stamp,
    "unit": _unit,
    "quantity": _quantity,
    "usage_column": _usage_column,
    "value_column": _value_column,
    "sensor": _value_column,
    "supply": _supply,
    "decimal": _decimal,
    "channel": _channel,
    "negatives": _negatives,
    "commodity": _commodity,
    "timezone": _timezone,
    "sheet": _sheet,
}
