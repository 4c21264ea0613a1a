"""How the bills of each company are laid out, as documents: words, where a value stands beside its word, traps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from advisor.ingest.paper.document import DATES, NUMBERS, TEXTS
from advisor.ingest.paper.values import DATE, NUMBER, SPACED
from advisor.ingest.paper.words import plain_text

GENERIC = "generic"
SIDES = ("right", "below", "left", "above")
_FIELDS = {
    "key",
    "title",
    "source",
    "sample",
    "companies",
    "spaced_thousands",
    "labels",
    "patterns",
    "lines",
    "averaged",
    "amounts",
}
_NAMES = frozenset((*TEXTS, *NUMBERS, *DATES, "days"))


@dataclass(frozen=True)
class Label:
    """The words before, over or behind a value, and the sides on which the value is looked for, likeliest first."""

    words: str
    sides: tuple[str, ...]


@dataclass(frozen=True)
class LineWords:
    """A line of the bill: its code, and the patterns of what is printed for it."""

    code: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class BillLayout:
    """One company's bill, or that of a group of companies which share it.

    companies: words that name a company (name or RUC) by its key; labels and patterns: where each value stands;
    spaced_thousands: amounts are written `3 016.96`; averaged: what is printed where the meter was not read;
    amounts: on which side of its label an amount stands.
    """

    key: str
    title: str
    source: str
    companies: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[Label, ...]]
    patterns: tuple[re.Pattern[str], ...]
    lines: tuple[LineWords, ...]
    averaged: tuple[re.Pattern[str], ...] = ()
    spaced_thousands: bool = False
    number: str = NUMBER
    amounts: str = "right"

    def company(self, text: str) -> str | None:
        """Return the company that a bill's plain text names, or None."""
        places = {key: _first(text, words) for key, words in self.companies.items()}
        named = {key: at for key, at in places.items() if at is not None}
        return min(named, key=named.get) if named else None

    def line_code(self, label: str) -> str | None:
        """Return the code of a line by its printed words (plain), or None for one this layout does not know."""
        return next((line.code for line in self.lines if any(item.search(label) for item in line.patterns)), None)


def layout_of(text: str) -> tuple[BillLayout, str | None]:
    """Return the layout whose company a bill's plain text names, with the company; the generic one for any other."""
    layouts = known_bill_layouts()
    named = [(layout, layout.company(text)) for layout in layouts.values() if layout.key != GENERIC]
    found = [(layout, company) for layout, company in named if company]
    if not found:
        return layouts[GENERIC], layouts[GENERIC].company(text)
    return min(found, key=lambda pair: _first(text, pair[0].companies[pair[1]]))


@cache
def known_bill_layouts() -> dict[str, BillLayout]:
    """Read every layout document; what a company's own does not say is taken from the generic one."""
    folder = resources.files("advisor.ingest").joinpath("paper", "bill_layouts")
    documents = [
        yaml.safe_load(entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".yaml")
    ]
    by_key = {document["key"]: document for document in documents}
    return {key: _layout(by_key[key], by_key[GENERIC]) for key in sorted(by_key)}


def _layout(document: Mapping, generic: Mapping) -> BillLayout:
    unknown = set(document) - _FIELDS
    if unknown:
        raise ValueError(f"{document['key']}: unknown fields {sorted(unknown)}")
    own = document is not generic
    number = SPACED if document.get("spaced_thousands") else NUMBER
    labels = {name: _labels(entries) for name, entries in document.get("labels", {}).items()}
    lines = _lines(document.get("lines", {}))
    patterns = [_pattern(text, number) for text in document.get("patterns", ())]
    averaged = [_pattern(text, number) for text in document.get("averaged", ())]
    if own:
        common = {name: _labels(entries) for name, entries in generic["labels"].items()}
        labels = {name: (*labels.get(name, ()), *common.get(name, ())) for name in {*labels, *common}}
        lines += _lines(generic["lines"])
        patterns += [_pattern(text, number) for text in generic["patterns"]]
        averaged += [_pattern(text, number) for text in generic["averaged"]]
    names = {*labels, *(name for pattern in patterns for name in pattern.groupindex)} - {"amount", "label"}
    if names - _NAMES:
        raise ValueError(f"{document['key']}: unknown values {sorted(names - _NAMES)}")
    return BillLayout(
        key=document["key"],
        title=document["title"],
        source=document["source"],
        companies={key: tuple(map(str, words)) for key, words in document.get("companies", {}).items()},
        labels=labels,
        patterns=tuple(patterns),
        lines=tuple(lines),
        averaged=tuple(averaged),
        spaced_thousands=bool(document.get("spaced_thousands")),
        number=number,
        amounts=document.get("amounts", "right"),
    )


def _labels(entries: list) -> tuple[Label, ...]:
    made = []
    for entry in entries:
        words, sides = (entry, ("right", "below")) if isinstance(entry, str) else (entry["label"], tuple(entry["at"]))
        if set(sides) - set(SIDES):
            raise ValueError(f"{words}: a value stands {', '.join(SIDES)} of its label, not {sides}")
        made.append(Label(plain_text(words), sides))
    return tuple(made)


def _lines(entries: Mapping) -> list[LineWords]:
    return [LineWords(code, tuple(re.compile(text) for text in texts)) for code, texts in entries.items()]


def _pattern(text: str, number: str) -> re.Pattern[str]:
    """Compile a pattern over plain text; {number} and {date} stand for what such a value looks like."""
    return re.compile(text.replace("{number}", f"(?:{number.replace('S/', 's/')})").replace("{date}", f"(?:{DATE})"))


def _first(text: str, words: tuple[str, ...]) -> int | None:
    found = [
        match.start() for word in words if (match := re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text))
    ]
    return min(found, default=None)
