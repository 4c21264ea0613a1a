"""The words we do not use, read from docs/words.md so that page and test cannot differ."""

from __future__ import annotations

import re
from pathlib import Path

from tests.words.text import plain

PAGE = Path(__file__).resolve().parents[2] / "docs" / "words.md"
_CELL = re.compile(r"^\|([^|]+)\|([^|]+)\|([^|]+)\|\s*$")


def table_words(page: str) -> list[str]:
    """Return the words of the table's "not" column; those in italics depend on the sense and are left to the writer."""
    found = []
    for line in page.splitlines():
        cells = _CELL.match(line)
        if not cells or set(cells.group(1).strip()) <= {"-"} or cells.group(2).strip() == "not":
            continue
        found += _listed(cells.group(2))
    return found


def never_words(page: str) -> list[str]:
    """Return the words of the paragraphs that begin with "Never"."""
    paragraphs = [part for part in re.split(r"\n\s*\n", page) if part.startswith("Never")]
    return [word for part in paragraphs for word in _listed(part.split(":", 1)[1])]


def _listed(text: str) -> list[str]:
    sure = re.sub(r"\*[^*]*\*|\([^)]*\)", "", text)
    return [word.strip(" .\n").replace("\n", " ") for word in re.split(r"[,;]", sure) if word.strip(" .\n")]


def pattern(listed: list[str]) -> re.Pattern[str]:
    """Return one pattern for whole words, with their plurals and without regard to accents."""
    return re.compile(
        r"(?<![\w@/-])(?:" + "|".join(re.escape(plain(word)) + "(?:e?s)?" for word in listed) + r")(?![\w@])"
    )


def spanish_pattern() -> re.Pattern[str]:
    page = PAGE.read_text(encoding="utf-8")
    return pattern(table_words(page) + never_words(page))
