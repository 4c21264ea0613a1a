"""Numbers, dates and months as Peruvian bills print them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

# SET and SEP are both September; full names begin with the same three letters.
MONTHS = {
    name: number
    for number, names in enumerate(
        ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set sep", "oct", "nov", "dic"), start=1
    )
    for name in names.split()
}
MONTH = r"(?:ene|feb|mar|abr|may|jun|jul|ago|set|sep|oct|nov|dic)[a-z]*\.?"
DATE = (
    rf"\d{{1,2}}\s*[/.-]\s*(?:\d{{1,2}}|{MONTH})\s*[/.-]\s*(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|\d{{1,2}}\s+(?:de\s+)?{MONTH}\s+(?:del?\s+)?\d{{4}}(?!\d)"
)
MONTH_OF_YEAR = rf"{MONTH}\s*(?:[-/']|\s|de)?\s*(?:\d{{4}}|\d{{2}})(?!\d)"
# Amounts may stand behind asterisks, so that nobody adds a digit: S/******538.50.
NUMBER = r"-?\s?(?:S/\.?\s*)?\**-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?-?"
SPACED = r"-?\s?(?:S/\.?\s*)?\**-?(?:\d{1,3}(?: \d{3})+|\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?-?"
_DATE_PARTS = re.compile(
    r"(\d{1,2})[\s/.-]*(?:de\s+)?(\d{1,2}|[a-z]+\.?)[\s/.-]*(?:del?\s+)?(\d{4}|\d{2})", re.IGNORECASE
)
_MONTH_PARTS = re.compile(r"([a-z]+)\.?\s*(?:[-/']|\s|de)?\s*(\d{4}|\d{2})$", re.IGNORECASE)


def read_number(text: str) -> Decimal | None:
    """Read an amount: `3 016.96`, `1,234.50`, `S/******538.50`, `-0.18` or `0.18-`; None for anything else."""
    bare = re.sub(r"S/\.?|[\s*,]", "", text.strip(), flags=re.IGNORECASE)
    negative = bare.startswith("-") or bare.endswith("-")
    bare = bare.removeprefix("-") if bare.startswith("-") else bare.removesuffix("-")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", bare, flags=re.ASCII):
        return None
    return -Decimal(bare) if negative else Decimal(bare)


def read_date(text: str) -> date | None:
    """Read a day: `23/06/2026`, `15-Jul-2026`, `29/AGO/26`, `4 de setiembre de 2026`; day first, as Peru writes."""
    found = _DATE_PARTS.search(text.strip())
    if not found:
        return None
    day, month, year = found.groups()
    number = int(month) if month.isdigit() else MONTHS.get(month.lower()[:3])
    try:
        return date(_year(year), number or 0, int(day))
    except ValueError:
        return None


def read_month(text: str) -> date | None:
    """Read a month of a year, as its first day: `JUL 2026`, `Set-25`, `JULIO 2026`; None without a year."""
    found = _MONTH_PARTS.search(text.strip())
    number = MONTHS.get(found.group(1).lower()[:3]) if found else None
    return date(_year(found.group(2)), number, 1) if number else None


def month_number(text: str) -> int | None:
    """Return 1 to 12 for a word that is the name of a month, short or long."""
    word = text.strip(" .:").lower()
    return MONTHS.get(word[:3]) if re.fullmatch(MONTH, word) else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
