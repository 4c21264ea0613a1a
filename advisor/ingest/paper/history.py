"""Find the months of earlier usage printed on a bill: a list of months with kWh, or bars with a number at each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from advisor.ingest.paper.decimals import settle_months
from advisor.ingest.paper.document import PrintedMonth
from advisor.ingest.paper.values import MONTH, MONTH_OF_YEAR, month_number, read_month, read_number
from advisor.ingest.paper.words import Cell, Row, Word, cells_of

LEAST_MONTHS, MOST_MONTHS, MOST_KWH = 3, 25, 20_000
ABOVE_BARS_POINTS, BELOW_BARS_POINTS, LABEL_POINTS = 160.0, 30.0, 60.0
_Month = tuple[date, Decimal, bool]
_AVERAGED = re.compile(r"prom|estim")


def find_history(rows: Sequence[Row], *, end: date | None) -> tuple[PrintedMonth, ...]:
    """Return the printed months, oldest first; end: the last reading, which names the years where the bars do not."""
    found = _list(rows)
    if len(found) < LEAST_MONTHS:
        found = _bars(rows, end=end)
    settled = settle_months([kwh for _, kwh, _ in found])
    months = {
        month: PrintedMonth(month, float(kwh), averaged)
        for (month, _, averaged), kwh in zip(found, settled, strict=True)
        if kwh is not None
    }
    return tuple(months[month] for month in sorted(months)) if LEAST_MONTHS <= len(months) <= MOST_MONTHS else ()


def _list(rows: Sequence[Row]) -> list[_Month]:
    """Read rows such as `Jul 2026   132`, several of which may stand side by side."""
    found = []
    for row in rows:
        averaged = any(_AVERAGED.search(cell.plain) for cell in row)
        for position, cell in enumerate(row):
            match = re.fullmatch(rf"({MONTH_OF_YEAR})(?:\s*:?\s+(\d[\d,]*(?:\.\d+)?)(?:\s*kwh)?)?", cell.plain)
            month = read_month(match.group(1)) if match else None
            if month is None:
                continue
            text = match.group(2)
            if text is None and position + 1 < len(row):
                text = re.sub(r"(?i)\s*kwh$", "", row[position + 1].text)
            kwh = _kwh(text)
            if kwh is not None:
                found.append((month, kwh, averaged))
    return found


def _bars(rows: Sequence[Row], *, end: date | None) -> list[_Month]:
    """Read bars: a row of names of months, the number of each on top of its bar or below its name."""
    words = [word for cell in cells_of(rows) for word in cell.words if _stands_alone(cell)]
    labelled = _labelled(rows)
    for row in rows:
        named = [(word, number) for cell in row for word in cell.words if (number := _month_word(word)) is not None]
        if len(named) < LEAST_MONTHS:
            continue
        years = _years([number for _, number in named], [word.text for word, _ in named], end=end)
        if years is None:
            continue
        step = min(abs(b.left + b.right - a.left - a.right) / 2 for (a, _), (b, _) in pairwise(named))
        # The numbers of all bars stand on the same side of their names; one on the other side is something else's.
        above, below = (
            [_number_of(word, words, step, side) for word, _ in named]
            for side in ((-ABOVE_BARS_POINTS, 0.0), (0.0, BELOW_BARS_POINTS))
        )
        found = min(above, below, key=lambda side: side.count(None))
        # The nearest number may be the value of a label that came to stand there: then nobody knows the bar's.
        numbers = _of_one_kind([None if word is None or word in labelled else _kwh(word.text) for word in found])
        if not _belong_together(numbers):
            continue
        return [
            (date(year, number, 1), kwh, False)
            for (_, number), year, kwh in zip(named, years, numbers, strict=True)
            if kwh is not None
        ]
    return []


def _of_one_kind(numbers: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Return the numbers without those with decimals where most have none: such a one is an amount in soles."""
    decimals = [kwh is not None and kwh.as_tuple().exponent < 0 for kwh in numbers]
    if 2 * sum(decimals) >= sum(kwh is not None for kwh in numbers):
        return list(numbers)
    return [None if has_decimals else kwh for kwh, has_decimals in zip(numbers, decimals, strict=True)]


def _belong_together(numbers: Sequence[Decimal | None]) -> bool:
    """Say whether the numbers found at the names are one series: half of the names have one, or all of a run do.

    A number here and there belongs to something else that happens to stand above a name.
    """
    places = [place for place, kwh in enumerate(numbers) if kwh is not None]
    if not places:
        return False
    return 2 * len(places) >= len(numbers) or places[-1] - places[0] + 1 == len(places)


def _stands_alone(cell: Cell) -> bool:
    """Say whether a cell holds numbers only: one inside a text ("al precio de S/ 0.6291", "3.00 kW") is no bar's."""
    return all(_kwh(word.text) is not None for word in cell.words)


def _labelled(rows: Sequence[Row]) -> set[Word]:
    """Return the numbers that are the value of a text close before them, such as "Días de lectura   31"."""
    return {
        word
        for row in rows
        for before, cell in pairwise(row)
        if _stands_alone(cell) and 0 <= cell.words[0].left - before.words[-1].right < LABEL_POINTS
        if re.search(r"[a-z]{3}", before.plain) and all(_month_word(word) is None for word in before.words)
        for word in cell.words
    }


def _month_word(word: Word) -> int | None:
    match = re.fullmatch(rf"({MONTH})\s*[-/']?\s*(?:\d{{2}}|\d{{4}})?", word.text.lower())
    return month_number(match.group(1)) if match else None


def _years(numbers: Sequence[int], texts: Sequence[str], *, end: date | None) -> list[int] | None:
    """Return the year of each name: printed with it, or counted back from the last reading."""
    printed = [read_month(text) for text in texts]
    if all(printed):
        return [month.year for month in printed]
    if end is None:
        return None
    rising = sum((b - a) % 12 == 1 for a, b in pairwise(numbers))
    oldest_first = rising * 2 >= len(numbers) - 1
    ordered = list(reversed(numbers)) if oldest_first else list(numbers)
    year = end.year if ordered[0] <= end.month else end.year - 1
    years = [year]
    for newer, older in pairwise(ordered):
        years.append(years[-1] - (older > newer))
    return list(reversed(years)) if oldest_first else years


def _number_of(name: Word, words: Sequence[Word], step: float, side: tuple[float, float]) -> Word | None:
    """Return the number nearest to a month's name in the width of its bar; side: from and to, in points below it."""
    center = (name.left + name.right) / 2
    near = [
        word
        for word in words
        if word.page == name.page
        and word is not name
        and abs((word.left + word.right) / 2 - center) <= step * 0.45
        and side[0] <= word.middle - name.middle <= side[1]
        and not _looks_like_year(word)
    ]
    return min(near, key=lambda word: abs(word.middle - name.middle), default=None)


def _looks_like_year(word: Word) -> bool:
    return re.fullmatch(r"20[0-4]\d", word.text) is not None


def _kwh(text: str | None) -> Decimal | None:
    value = read_number(text) if text and re.fullmatch(r"\d[\d,]*(?:\.\d+)?", text.strip()) else None
    return value if value is not None and 0 <= value <= MOST_KWH else None
