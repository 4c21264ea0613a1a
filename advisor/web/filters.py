"""Numbers, money and dates as a Peruvian bill prints them: `S/ 1,234.50`, `2,841.3 kWh`, `4 de agosto`.

Every figure on a page goes through one of these; templates use them as filters, page builders as functions.
The locale is that of the request. A no-break space keeps a figure and its unit on one line.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_skeleton, get_timezone_location
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, get_timezone

from advisor.web.words.acronyms import explained

NBSP = "\u00a0"


def soles(amount: Decimal | str | float) -> str:
    """Write an amount with cents: `S/ 1,234.50`."""
    return f"S/{NBSP}{cents(amount)}"


def cents(amount: Decimal | str | float) -> str:
    """Write an amount with cents and no currency, for a column of soles: `1,234.50`."""
    return _decimal(_rounded(amount, "0.01"), "#,##0.00", _locale())


def soles_round(amount: Decimal | str | float) -> str:
    """Write an amount in whole soles, for forecasts and savings: `S/ 115`."""
    return f"S/{NBSP}{soles_figure(amount)}"


def soles_figure(amount: Decimal | str | float) -> str:
    """Write whole soles without the currency: `115`."""
    return _decimal(_rounded(amount, "1"), "#,##0", _locale())


def price(amount: Decimal | str | float) -> str:
    """Write a price per kWh with the four decimals of the bill: `S/ 0.6130`."""
    return f"S/{NBSP}{_decimal(_rounded(amount, '0.0001'), '#,##0.00##', _locale())}"


def kwh(energy: float | Decimal, digits: int = 0) -> str:
    """Write an energy with its unit: `132 kWh`; `digits` decimals at most."""
    return f"{number(energy, digits)}{NBSP}kWh"


def number(value: float | Decimal | str, digits: int = 0) -> str:
    """Write a number with thousands and at most `digits` decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return _decimal(_rounded(value, Decimal(1).scaleb(-digits)), pattern, _locale())


def percent(share: float) -> str:
    """Write a share of one as a whole percentage: `18 %`."""
    return f"{number(Decimal(str(share)) * 100)}{NBSP}%"


def day(value: date | str) -> str:
    """Write a date without its year: `4 de agosto`."""
    return _skeleton(_as_date(value), "MMMMd", _locale())


def day_short(value: date | str) -> str:
    """Write a date without its year where there is little room: `4 ago`."""
    return _date(_as_date(value), "d MMM", _locale()).rstrip(".")


def day_year(value: date | str) -> str:
    """Write a date with its year: `4 de agosto de 2026`."""
    return _date(_as_date(value), "long", _locale())


def moment(value: datetime) -> str:
    """Write an aware time on the clock of the request's zone: `4 ago 2026, 18:30`."""
    return format_datetime(value, format="d MMM y, HH:mm", tzinfo=get_timezone(), locale=_locale())


def clock(value: datetime | str) -> str:
    """Write what a clock shows, in whatever zone it stands: `1 mar 2026, 00:00`."""
    shown = datetime.fromisoformat(value) if isinstance(value, str) else value
    return format_datetime(shown.replace(tzinfo=None), format="d MMM y, HH:mm", locale=_locale())


def place_of(zone: str) -> str:
    """Write where a time zone is by its city: `Lima` for America/Lima."""
    if "/" not in zone:
        return zone
    return get_timezone_location(zone, locale=_locale(), return_city=True).rpartition("/")[2]


def month(value: date | str) -> str:
    """Write a month with its year: `agosto de 2026`."""
    return _skeleton(_as_date(value), "yMMMM", _locale())


def month_short(value: date | str) -> str:
    """Write a month in three or four letters, for axes and labels: `ago`."""
    return _date(_as_date(value), "LLL", _locale()).rstrip(".").lower()


def month_letter(value: date | str) -> str:
    """Write a month as its first letter, for twelve bars on a phone: `a`."""
    return _date(_as_date(value), "LLLLL", _locale()).lower()


def month_year_short(value: date | str) -> str:
    """Write a month and its year in a narrow place: `ago 2026`."""
    return f"{month_short(value)}{NBSP}{_as_date(value).year}"


def iso_day(value: date | str) -> str:
    """Write a date for a machine: `2026-08-04`."""
    return _as_date(value).isoformat()


def init_app(app: Flask) -> None:
    """Offer every function above to templates as a filter, and the list of short forms of a page."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for function in _FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["explained"] = explained


_FILTERS = (
    soles, cents, soles_round, soles_figure, price, kwh, number, percent,
    day, day_year, moment, month, month_short, month_letter, month_year_short, iso_day,
)  # fmt: skip


# A page writes the same few figures and days again and again, and Babel reads its patterns anew for each.
@lru_cache(maxsize=8192)
def _decimal(value: Decimal, pattern: str, locale: str) -> str:
    return format_decimal(value, format=pattern, locale=locale)


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: str) -> str:
    return format_date(value, format=pattern, locale=locale)


@lru_cache(maxsize=4096)
def _skeleton(value: date, skeleton: str, locale: str) -> str:
    return format_skeleton(skeleton, value, locale=locale)


def _rounded(value: Decimal | str | float, step: str | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(step), rounding=ROUND_HALF_UP) + 0  # + 0: no "-0"


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _locale() -> str:
    return str(get_locale() or "es_PE")
