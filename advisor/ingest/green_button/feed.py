"""The elements of a Green Button feed, one at a time: links kept, readings made numbers, then forgotten."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from advisor.ingest.containers.unpacking import opened
from advisor.ingest.results import REFUSED_ROWS_KEPT, RefusedRow, UnableToReadFile

_DEEPEST = 60
MOST_READINGS = 4_000_000
_RESOURCES = ("UsagePoint", "MeterReading", "ReadingType", "LocalTimeParameters")
_BLOCK = re.compile(r"/IntervalBlock(?:/[^/]*)?$")
_MISSING = float("nan")


@dataclass
class Resource:
    """One entry that is no block: its kind, addresses (itself, related), title and the texts of its leaves by name."""

    kind: str
    address: str
    related: tuple[str, ...]
    title: str
    leaves: Mapping[str, str]


@dataclass
class Block:
    """The readings of one meter reading: seconds since 1970, lengths, values and qualities (its index in `told`)."""

    meter: str
    starts: array = field(default_factory=lambda: array("q"))
    seconds: array = field(default_factory=lambda: array("q"))
    values: array = field(default_factory=lambda: array("d"))
    qualities: array = field(default_factory=lambda: array("b"))


@dataclass
class Feed:
    """What a feed holds, and the accounting of its readings by their number in the file."""

    resources: list[Resource] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    qualities: list[frozenset[str]] = field(default_factory=lambda: [frozenset()])
    readings: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    refused_count: int = 0

    def of_kind(self, kind: str) -> list[Resource]:
        """Return the resources of one kind, in the order of the file."""
        return [resource for resource in self.resources if resource.kind == kind]


def read_feed(source: Path | bytes) -> Feed:
    """Read a feed, or blocks alone, in memory that holds its numbers and nothing else.

    Raises UnableToReadFile: xml_entities (any document type is refused, with its line), xml_damaged (line, column),
    xml_too_deep, too_large.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    walk = _Walk()
    try:
        with opened(source) as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                walk.begin(element) if event == "start" else walk.end(element)
    except DefusedXmlException as declared:
        raise UnableToReadFile("xml_entities", line=_line_of_declaration(source), member="") from declared
    except ParseError as damage:
        raise UnableToReadFile("xml_damaged", line=damage.position[0], column=damage.position[1] + 1) from damage
    except (LookupError, UnicodeError) as unknown:
        raise UnableToReadFile("xml_damaged", line=1, column=1) from unknown
    return walk.feed


class _Walk:
    """Keeps the way from the root to the current element, and forgets each reading and entry once it is read."""

    def __init__(self) -> None:
        self.feed, self.path = Feed(), []
        self.links: dict[str, list[str]] = {}
        self.title = ""
        self.meter = ""
        self.known: dict[frozenset[str], int] = {frozenset(): 0}

    def begin(self, element: Element) -> None:
        self.path.append(element)
        if len(self.path) > _DEEPEST:
            raise UnableToReadFile("xml_too_deep", limit=_DEEPEST)
        name = local(element)
        if name == "entry":
            self.links, self.title = {}, ""
        elif name == "link":
            self.links.setdefault(element.get("rel", ""), []).append(address(element.get("href", "")))
        elif name == "IntervalBlock":
            self.meter = self._meter()

    def end(self, element: Element) -> None:
        self.path.pop()
        name, parent = local(element), self.path[-1] if self.path else None
        if name == "title" and parent is not None and local(parent) == "entry":
            self.title = (element.text or "").strip()[:120]
        elif name == "IntervalReading":
            self._reading(element, parent)
        elif name in _RESOURCES:
            self._resource(name, element)
        if parent is not None and name in ("IntervalReading", "entry", "IntervalBlock"):
            parent.remove(element)

    def _meter(self) -> str:
        """Return the address of the meter reading that a block belongs to, else that of the last one seen."""
        told = [link for rel in ("self", "up") for link in self.links.get(rel, ()) if _BLOCK.search(link)]
        if told:
            return _BLOCK.sub("", told[0])
        seen = self.feed.of_kind("MeterReading")
        return seen[-1].address if seen else ""

    def _resource(self, kind: str, element: Element) -> None:
        leaves: dict[str, str] = {}
        for leaf in element.iter():
            if not len(leaf) and leaf.text:
                leaves.setdefault(local(leaf), leaf.text.strip()[:120])
        itself = (self.links.get("self") or [f"{kind}/{len(self.feed.resources)}"])[0]
        related = tuple(self.links.get("related", ()))
        self.feed.resources.append(Resource(kind, itself, related, self.title, leaves))

    def _reading(self, element: Element, parent: Element | None) -> None:
        feed = self.feed
        feed.readings += 1
        if feed.readings > MOST_READINGS:
            raise UnableToReadFile("too_large", rows=feed.readings, limit_rows=MOST_READINGS)
        told: dict[str, str] = {}
        qualities = []
        for leaf in element.iter():
            name, text = local(leaf), (leaf.text or "").strip()
            if name == "quality":
                qualities.append(text)
            elif not len(leaf):
                told[name] = text
        start, value = _whole(told.get("start", "")), _whole(told.get("value", ""))
        length = _whole(told["duration"]) if told.get("duration") else 0
        if start is None or length is None or not 0 < start < 1 << 33 or not 0 <= length < 1 << 33:
            return self._refuse(told, 0, "not_a_time", told.get("start", ""))
        if value is None and told.get("value"):
            return self._refuse(told, 2, "not_a_number", told["value"])
        block = feed.blocks.setdefault(self.meter, Block(self.meter))
        block.starts.append(start)
        block.seconds.append(length)
        block.values.append(_MISSING if value is None else float(value))
        block.qualities.append(self._quality(frozenset(qualities)))
        return None

    def _quality(self, told: frozenset[str]) -> int:
        if told not in self.known and len(self.known) < 100:
            self.known[told] = len(self.feed.qualities)
            self.feed.qualities.append(told)
        return self.known.get(told, 0)

    def _refuse(self, told: Mapping[str, str], column: int, code: str, value: str) -> None:
        feed = self.feed
        feed.refused_count += 1
        if len(feed.refused) < REFUSED_ROWS_KEPT:
            cells = tuple(told.get(name, "")[:60] for name in ("start", "duration", "value"))
            feed.refused.append(RefusedRow(feed.readings, cells, column, code, {"value": value[:60]}))


def local(element: Element) -> str:
    """Return the name of an element without its namespace; vendors write many, or none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def address(href: str) -> str:
    """Return the path of an address without host and last slash, as links name the same resource in several ways."""
    return urlsplit(href[:500]).path.rstrip("/") if href.isprintable() and "[" not in href else ""


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII) else None


def _line_of_declaration(source: Path | bytes) -> int:
    with opened(source) as stream:
        head = stream.read(1 << 20)
    at = re.search(rb"<!(?:DOCTYPE|ENTITY)", head)
    return head.count(b"\n", 0, at.start()) + 1 if at else 1
