"""What words in headers and labels mean: the groups of vocabulary.yaml, in any language and script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from advisor.ingest.unit_words import (
    POWER_UNITS,
    UNITS_KWH,
    commodity_unit,
    foreign_unit,
    is_commodity_unit,
    is_unit,
    unit_in,
    without_unit,
)
from advisor.ingest.vocabulary import entries

__all__ = [
    "POWER_UNITS",
    "UNITS_KWH",
    "direction_of",
    "is_commodity_unit",
    "is_unit",
    "means",
    "plain",
    "role_of",
    "unit_in",
]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "œ": "oe", "þ": "th", "ð": "d"})
_SIGN_BEFORE = re.compile(r"(?<![A-Za-z0-9])([+\-\u2212])\s?([APRQ])(?![A-Za-z])")
_SIGN_AFTER = re.compile(r"(?<![A-Za-z0-9])([APRQ])\s?([+\-\u2212])(?![A-Za-z0-9])")
_ROLE_ORDER = (
    "not_energy",
    "other_commodity",
    "money",
    "self_use",
    "battery",
    "net",
    "export",
    "generation",
    "import",
    "consumption",
)
DIRECTIONS = frozenset({"import", "consumption", "export", "generation"})


@cache
def plain(text: str) -> str:
    """Return text in lower case words without accents, camelCase cut: "TerugleveringDal" is "teruglevering dal"."""
    return " ".join(_WORD.findall(_bare(_CAMEL.sub(" ", _bare(text, lower=False)))))


@cache
def means(text: str, group: str) -> bool:
    """Say whether a text holds a word of a vocabulary group, as written or with its camelCase cut."""
    whole = " ".join(re.findall(r"[^\W_]+", _bare(_signs(text))))
    return any(_pattern(group).search(words) for words in (plain(_signs(text)), whole))


@cache
def role_of(text: str) -> str | None:
    """Return the first group of _ROLE_ORDER that a column name or label belongs to, or None.

    A unit in brackets that measures something else (°C, %, V, m3) tells more than any word.
    """
    if commodity_unit(text):
        return "other_commodity"
    if foreign_unit(text):
        return "money" if means(text, "money") else "not_energy"
    words = without_unit(text)
    return next((role for role in _ROLE_ORDER if means(words, role)), None)


def direction_of(text: str) -> str | None:
    """Return the role of a text where it is a direction of energy, else None."""
    role = role_of(text)
    return role if role in DIRECTIONS else None


def _bare(text: str, *, lower: bool = True) -> str:
    """Return text without accents; letters without a base of their own (ł, ø) as the ones people type instead."""
    decomposed = unicodedata.normalize("NFKD", text.lower() if lower else text)
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return kept.translate(_LETTERS)


def _signs(text: str) -> str:
    """Spell the signs of meter channels: "+A" and "P+" are aplus and pplus, "-P" is pminus."""
    text = _SIGN_BEFORE.sub(lambda found: f" {found[2]}{_spelled(found[1])} ".lower(), text)
    return _SIGN_AFTER.sub(lambda found: f" {found[1]}{_spelled(found[2])} ".lower(), text)


def _spelled(sign: str) -> str:
    return "plus" if sign == "+" else "minus"


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """Compile a group: an entry matches at the start of a word, with "*" before it anywhere, with "$" a whole word,
    with "^" only where the text begins."""
    parts = []
    for text in entries(group):
        word = _bare(text.strip("*^$"))
        start = "" if text.startswith("*") else "^" if text.startswith("^") else r"(?<![a-z0-9])"
        end = r"(?![a-z0-9])" if text.endswith("$") else ""
        if text.startswith("^") and text.endswith("$"):
            end = "$"
        parts.append(start + re.escape(word) + end)
    return re.compile("|".join(parts))
