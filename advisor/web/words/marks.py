"""Marks by which the extractor finds sentences that are kept in tables and translated when they are said."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """A sentence in one and many; `by` names the parameter that is counted."""

    singular: str
    plural: str
    by: str = "count"


Sentence = str | Counted


def N_(words: str) -> str:
    """Mark one sentence for translation."""
    return words


def ngettext(singular: str, plural: str, by: str = "count") -> Counted:
    """Mark a counted sentence for translation; named so that the extractor takes both forms."""
    return Counted(singular, plural, by)
