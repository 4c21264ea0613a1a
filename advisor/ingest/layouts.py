"""Known layouts as documents: what a header does not say, for the files of one portal or program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

from advisor.ingest.words import plain

_FIELDS = {
    "key",
    "title",
    "source",
    "header",
    "preamble",
    "stamp",
    "unit",
    "register_at",
    "roles",
    "sample",
    "quantity",
    "irregular",
}


@dataclass(frozen=True)
class Layout:
    """One known layout: the words its header must hold and the hints that follow from knowing where it comes from.

    stamp: "start" or "end" of the interval; register_at: "stamp" or "interval_end"; roles: column name to role;
    irregular: a row is written when the value changed, at no regular step.
    """

    key: str
    title: str
    source: str
    header: tuple[str, ...]
    preamble: tuple[str, ...] = ()
    stamp: str | None = None
    unit: str | None = None
    register_at: str | None = None
    quantity: str | None = None
    irregular: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)

    def role(self, name: str) -> str | None:
        """Return the role this layout gives to a column name."""
        return self.roles.get(plain(name))

    def matches(self, names: tuple[str, ...], preamble: tuple[tuple[str, ...], ...]) -> bool:
        """Say whether every word of the layout stands in the header, and in the text before it."""
        told = {plain(name) for name in names}
        before = {plain(cell) for row in preamble for cell in row}
        return set(self.header) <= told and set(self.preamble) <= before


def find_layout(names: tuple[str, ...], preamble: tuple[tuple[str, ...], ...]) -> Layout | None:
    """Return the known layout of a header, the one with most matching words, or None."""
    found = [layout for layout in known_layouts() if layout.matches(names, preamble)]
    return max(found, key=lambda layout: len(layout.header) + len(layout.preamble), default=None)


@cache
def known_layouts() -> tuple[Layout, ...]:
    """Read every layout document of the package."""
    folder = resources.files("advisor.ingest").joinpath("layouts")
    documents = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name
    )
    return tuple(_layout(yaml.safe_load(entry.read_text(encoding="utf-8")), entry.name) for entry in documents)


def _layout(document: dict, name: str) -> Layout:
    unknown = set(document) - _FIELDS
    if unknown:
        raise ValueError(f"{name}: unknown fields {sorted(unknown)}")
    fields = {key: value for key, value in document.items() if key not in {"sample"}}
    fields["header"] = tuple(plain(word) for word in document["header"])
    fields["preamble"] = tuple(plain(word) for word in document.get("preamble", ()))
    fields["roles"] = {plain(column): role for column, role in document.get("roles", {}).items()}
    return Layout(**fields)
