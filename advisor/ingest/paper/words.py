"""The words of a page by their place: rows, and in each row the cells that white space keeps apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from advisor.ingest.paper.document import Place

CELL_GAP = 0.9  # of the height of the words: a wider gap separates two cells; a space is about 0.3
_SAME_ROW = 0.45  # of the height


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the top left of page `page` (from 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int = 1

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Cell:
    """Words that stand together in one row."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def plain(self) -> str:
        return plain_text(self.text)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def page(self) -> int:
        return self.words[0].page

    def place(self, text: str | None = None) -> Place:
        """Return where the cell stands; text: the part of it that was read."""
        return Place(self.page, (self.left, self.top, self.right, self.bottom), text if text is not None else self.text)

    def overlaps(self, other: Cell, *, slack: float = 4.0) -> bool:
        """Say whether the two stand above one another."""
        return self.left < other.right + slack and other.left < self.right + slack


Row = tuple[Cell, ...]


def rows_of(words: Iterable[Word]) -> tuple[Row, ...]:
    """Arrange words into rows from the top, each cut into cells, page after page."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.page, word.middle, word.left)):
        last = rows[-1] if rows else None
        if last and last[0].page == word.page and word.middle - last[-1].middle < _SAME_ROW * _height(last[-1]):
            last.append(word)
        else:
            rows.append([word])
    return tuple(tuple(_cells(sorted(row, key=lambda word: word.left))) for row in rows)


def cells_of(rows: Sequence[Row]) -> Iterator[Cell]:
    """Yield every cell in the order of reading."""
    for row in rows:
        yield from row


def plain_text(text: str) -> str:
    """Return text in lower case without accents, character by character, so that places in it stay what they were."""
    return "".join(_plain_character(character) for character in text)


@cache
def _plain_character(character: str) -> str:
    return unicodedata.normalize("NFKD", character)[0].lower()


def _cells(words: Sequence[Word]) -> Iterator[Cell]:
    part: list[Word] = []
    for word in words:
        if part and word.left - part[-1].right > CELL_GAP * _height(word):
            yield Cell(tuple(part))
            part = []
        part.append(word)
    yield Cell(tuple(part))


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 1.0)
