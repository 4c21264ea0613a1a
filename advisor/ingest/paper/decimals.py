"""Figures of a bill that can be read two ways, 1.234 as one and a bit or as a thousand: settled by the bill, or left.

Peruvian bills print a point before decimals; a company or a program may write a comma, and thousands either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from statistics import median

from advisor.ingest.numbers import DecimalEvidence
from advisor.ingest.paper.words import Word

EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""A figure of which both readings are possible."""
THOUSAND = Decimal(1000)
_FIGURE = re.compile(r"(?<![\d.,/-])\d[\d.,]*\d(?![\d/-])")
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}|\d+,\d{4,}|0,\d{3}")
# An assumption, far outside of every published price: what one kWh costs with everything, soles.
_LEAST_SOLES, _MOST_SOLES = Decimal("0.1"), Decimal(20)
# An assumption: a month is less than twelve times another month of the same home, and more than a twelfth.
_FAR = 12
Figures = Mapping[str, Decimal]


def decimal_sign(words: Iterable[Word]) -> str | None:
    """Return the decimal sign that the figures of a page show, or None where each can be read two ways."""
    figures = [figure for word in words for figure in _FIGURE.findall(word.text)]
    sign, is_open = DecimalEvidence().add(figure for figure in figures if not figure.isdigit()).sign()
    return None if is_open else sign


def with_points(words: Sequence[Word], sign: str | None) -> list[Word]:
    """Return the words with every figure written as most bills write it: commas for thousands, a point for decimals."""

    def turned(match: re.Match[str]) -> str:
        figure = match.group()
        if _COMMA.fullmatch(figure) or (sign == "," and EITHER.fullmatch(figure)):
            return figure.translate(str.maketrans(".,", ",."))
        return figure

    return [replace(word, text=_FIGURE.sub(turned, word.text)) for word in words]


def two_readings(text: str) -> tuple[Decimal, ...]:
    """Return both readings of a figure as printed, the smaller first; empty where there is only one."""
    found = re.search(r"(?<![\d.,])\d[\d.,]*", text)
    figure = found.group().rstrip(".,") if found else ""
    if not EITHER.fullmatch(figure):
        return ()
    whole = Decimal(re.sub(r"[.,]", "", figure))
    return whole / THOUSAND, whole


def settle(known: Figures, doubtful: Mapping[str, Sequence[Decimal]]) -> dict[str, Decimal]:
    """Return the doubtful figures that the others of the same bill settle.

    known: figures with one reading, by their name in BillDocument, and `energy` for the energy line; doubtful: those
    with several. A figure is settled where all readings under which every sum closes agree on it.
    """
    names = list(doubtful)
    fitting, told = [], set()
    for readings in product(*(doubtful[name] for name in names)):
        figures = {**known, **dict(zip(names, readings, strict=True))}
        checks = list(_checks(figures))
        told |= {name for involved, _ in checks for name in involved}
        if all(holds for _, holds in checks):
            fitting.append(figures)
    return {
        name: fitting[0][name] for name in names if name in told and len({figures[name] for figures in fitting}) == 1
    }


def _checks(figures: Figures) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield each sum that can be made, by the names it holds, and whether it closes."""
    for names, closes in _SUMS:
        if all(name in figures for name in names):
            yield names, closes(figures)


def _readings(told: Figures) -> bool:
    difference = (told["current_reading"] - told["previous_reading"]) * told.get("meter_factor", 1)
    return abs(difference - told["kwh"]) < 1


def _energy(told: Figures) -> bool:
    # A price has four decimals: half of the last one on every kWh, and a cent of rounding.
    slack = Decimal("0.011") + told["kwh"] * Decimal("0.00005")
    return abs(told["kwh"] * told["unit_price"] - told["energy"]) <= slack


def _costs(name: str) -> Callable[[Figures], bool]:
    def plausible(told: Figures) -> bool:
        return not told["kwh"] or _LEAST_SOLES <= told[name] / told["kwh"] <= _MOST_SOLES

    return plausible


_SUMS: tuple[tuple[tuple[str, ...], Callable[[Figures], bool]], ...] = (
    (("kwh", "previous_reading", "current_reading"), _readings),
    (("kwh", "unit_price", "energy"), _energy),
    (("kwh", "subtotal"), _costs("subtotal")),
    (("kwh", "total_month"), _costs("total_month")),
)


def settle_months(months: Sequence[Decimal]) -> list[Decimal | None]:
    """Return the kWh of months, of which 1.234 may mean 1234; None where the other months do not say which."""
    sure = [kwh for kwh in months if not _is_open(kwh)]
    return [kwh if not _is_open(kwh) else nearest(sure, (kwh, kwh * THOUSAND)) for kwh in months]


def nearest(sure: Sequence[Decimal], readings: Sequence[Decimal]) -> Decimal | None:
    """Return the one reading as large as the sure figures of its kind; None where none is, or more than one."""
    above_zero = [kwh for kwh in sure if kwh > 0]
    if not above_zero:
        return None
    usual = median(above_zero)
    fitting = [reading for reading in readings if usual / _FAR <= reading <= usual * _FAR]
    return fitting[0] if len(fitting) == 1 else None


def _is_open(kwh: Decimal) -> bool:
    return EITHER.fullmatch(str(kwh)) is not None
