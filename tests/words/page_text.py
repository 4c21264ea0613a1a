"""What a person reads or hears of a page: its text nodes and the attributes that are said aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

SAID = {"aria-label", "title", "alt", "placeholder", "aria-description", "label"}
SILENT = {"script", "style"}
EMPTY = {"meta", "link", "input", "img", "br", "hr", "col", "source", "wbr"}


@dataclass(frozen=True)
class Said:
    """One text of a page, and the element it stands in ("@alt" for an attribute)."""

    text: str
    element: str


def said(html: str) -> list[Said]:
    """Return the texts of a page.

    Parts in another language (`lang`) are left out, they name themselves; what programs write (`translate="no"`) too.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [Said(" ".join(text.split()), element) for text, element in reader.found if text.strip()]


def main_text(html: str) -> str:
    """Return the text of the page's main part in one line."""
    start, end = html.find("<main"), html.find("</main>")
    return " ".join(item.text for item in said(html[start:end]) if not item.element.startswith("@"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[tuple[str, bool]] = []  # element, and whether what is inside is read

    @property
    def reading(self) -> bool:
        return all(read for _tag, read in self.open)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        read = tag not in SILENT and not (given.get("lang") and tag != "html") and given.get("translate") != "no"
        if self.reading and read:
            self.found += _attributes(tag, given)
        if tag not in EMPTY:
            self.open.append((tag, read))

    def handle_startendtag(self, tag, attrs):
        if self.reading:
            self.found += _attributes(tag, dict(attrs))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.reading and self.open:
            self.found.append((data, self.open[-1][0]))


def _attributes(tag: str, given: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if name in SAID and value:
            yield value, f"@{name}"
    if tag == "meta" and given.get("name") == "description":
        yield given["content"] or "", "@description"
