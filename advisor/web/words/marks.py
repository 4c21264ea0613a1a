"""Marks by which the extractor finds sentences that are kept in tables and translated when they are said."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """A sentence in one and many; the number is the parameter `count`."""

    singular: str
    plural: str


Sentence = str | Counted


def N_(words: str) -> str:
    """Mark one sentence for translation."""
    return words


def ngettext(singular: str, plural: str) -> Counted:
    """Mark a counted sentence for translation; named so that the extractor takes both forms."""
    return Counted(singular, plural)
