"""Which character separates the cells, and how one physical line becomes a row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.ingest.decode import LONGEST_LINE, TextSource

SEPARATORS = (";", "\t", "|", ",")


@dataclass(frozen=True)
class Row:
    """One physical line as cells; `fault` names what is wrong with the line itself, if anything."""

    line: int
    cells: list[str]
    fault: str | None = None


def find_separator(lines: list[str]) -> str:
    """Choose the separator that cuts most lines into the same number of cells, at least two.

    A comma between digits is weak evidence, as it may be the decimal sign: it counts only when no other candidate
    cuts as regularly. A first line "sep=;" (as spreadsheets write it) decides alone.
    """
    for line in lines[:3]:
        stated = line.strip().strip('"').lower()
        if stated.startswith("sep=") and len(stated) == 5:
            return line.strip().strip('"')[4]
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = [len(split_line(line, separator) or [line]) for line in lines if line.strip()]
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        count = max(counts.values())
        score = (round(count / len(widths), 1), -SEPARATORS.index(separator))
        if score > best_score:
            best, best_score = separator, score
    return best


def split_line(line: str, separator: str) -> list[str] | None:
    """Cut one line into cells; None where a quote is opened and not closed on the line."""
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        pass
    # Text after a closing quote, as in ="123": harmless as long as the quotes pair up.
    if line.count('"') % 2 == 0:
        rows = list(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE))
        return [cell.strip().strip('"') for cell in rows[0]] if rows else []
    return None


def rows(text: TextSource, separator: str) -> Iterator[Row]:
    """Yield one row for every physical line, blank ones included, so that lines can be reconciled.

    An unclosed quote never swallows the lines after it: that line is cut without quotes and marked.
    """
    for number, line in text.lines():
        if len(line) > LONGEST_LINE:
            yield Row(number, [line[:60]], "line_too_long")
            continue
        cells = split_line(line, separator)
        if cells is None:
            yield Row(number, [cell.strip().strip('"') for cell in line.split(separator)], "unclosed_quote")
        else:
            yield Row(number, [_clean(cell) for cell in cells])


def _clean(cell: str) -> str:
    cell = cell.strip(" \t\u00a0\ufeff")
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    if cell.startswith("=") and cell[1:].isdigit():  # what is left of ="123" once its quotes are gone
        return cell[1:]
    return cell
