"""Values of a finding as they are written in a sentence: the name of a value says what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from advisor.web.filters import day_year, kwh, number, percent, price, soles, soles_round
from advisor.web.words.names import named

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONEY = ("soles", "amount", "total", "jump", "fixed", "cost")


class Values(dict):
    """Written values; one the finding did not give is a dash, so that the rest of the sentence can still be read."""

    def __missing__(self, key: str) -> str:
        return "–"


def shown(params: Mapping[str, object]) -> Values:
    """Return every value written for people: dates as days, money in soles, shares in per cent, keys as names."""
    return Values({name: _written(name, value) for name, value in params.items()})


def _written(name: str, value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "–" if value is None else str(value)
    if isinstance(value, (date, datetime)):
        return day_year(value)
    text = str(value)
    if name == "cell":
        return text  # what stands in somebody's sheet, as they wrote it
    if _DAY.match(text):
        return day_year(text[:10])
    if (words := named(name, text)) is not None:
        return words
    figure = _figure(text)
    return text if figure is None else _measure(name, figure)


def _measure(name: str, figure: Decimal) -> str:
    if name.endswith("price") or "price_per" in name:
        return price(figure)
    if name.endswith("share"):
        return percent(float(figure))
    if name.endswith("kwh"):
        return kwh(figure, 0 if abs(figure) >= 10 else 1)
    if name.endswith("_soles") or name in _MONEY:
        return soles_round(figure) if figure == figure.to_integral() else soles(figure)
    if name.endswith(("_w", "_kwh_year")):
        return number(figure)
    return number(figure, 0 if abs(figure) >= 100 or figure == figure.to_integral() else 1)


def _figure(text: str) -> Decimal | None:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
