"""What words in headers and labels mean: units and the groups of vocabulary.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

import yaml

UNITS_KWH = {"Wh": 0.001, "kWh": 1.0, "MWh": 1000.0, "W": 0.001, "kW": 1.0, "MW": 1000.0}
POWER_UNITS = frozenset({"W", "kW", "MW"})
_SPELLED = {unit.lower(): unit for unit in UNITS_KWH}
_UNIT = re.compile(r"(?<![A-Za-z])([kKmM]?[wW][hH]?)(?![A-Za-z])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_ROLE_ORDER = ("not_energy", "other_commodity", "money", "export", "generation", "import", "consumption", "net")


@cache
def plain(text: str) -> str:
    """Return text in lower case words without accents, camelCase cut: "TerugleveringDal" is "teruglevering dal"."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.findall(r"[a-z]+|\d+", _CAMEL.sub(" ", bare).lower()))


@cache
def means(text: str, group: str) -> bool:
    """Say whether a text holds a word of a vocabulary group, as written or with its camelCase cut."""
    whole = " ".join(
        re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower())
    )
    return any(_pattern(group).search(words) for words in (plain(text), whole))


@cache
def role_of(text: str) -> str | None:
    """Return the first group of _ROLE_ORDER that a column name or label belongs to, or None."""
    return next((role for role in _ROLE_ORDER if means(text, role)), None)


@cache
def unit_in(text: str) -> str | None:
    """Find an energy or power unit written in a text: "PV(kWh)" is kWh, "TotWhOut" and "kVArh" name none."""
    found = _UNIT.findall(text)
    return _SPELLED.get(found[-1].lower()) if found else None


def is_unit(text: str) -> bool:
    """Say whether a text is nothing but a unit, as "[Wh]" or "kWh"."""
    return text.strip("[]() ").lower() in _SPELLED


@cache
def _pattern(group: str) -> re.Pattern[str]:
    parts = []
    for word in _vocabulary()[group]:
        text = str(word)
        parts.append(re.escape(text[:-1]) + r"(?![a-z0-9])" if text.endswith("$") else re.escape(text))
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(parts) + ")")


@cache
def _vocabulary() -> dict[str, list[str]]:
    text = resources.files("advisor.ingest").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
