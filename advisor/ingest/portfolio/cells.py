"""Single cells of a portfolio: figures, names and numbers of supply, each taken or remarked on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from advisor.energy.findings import Severity
from advisor.ingest.numbers import BLANKS, decimal_evidence, parse_number
from advisor.ingest.portfolio.results import Remark, Roles
from advisor.ingest.quantity import MOST_KW
from advisor.ingest.results import Decision, Question
from advisor.ingest.words import means

# What the columns of the database take.
LONGEST_REFERENCE, LONGEST_NAME = 64, 200
# More than this every hour of a month is more than the largest home's connection gives.
MOST_MONTH_KWH = MOST_KW * 24 * 31
# A judgement, not a source: a home of Peru bills some 130 kWh a month; ten and more of them in one home are rare.
UNUSUAL_MONTH_KWH = 3000.0
_SUPPLY_DIGITS = range(5, 13)
_SHOWN = 60
_MONEY_SIGN = re.compile(r"^(?:s/\.?|pen|soles)\s*", re.IGNORECASE)
_CHOICES = {".": "point", ",": "comma"}


@dataclass
class Noted:
    """The remarks of a row as they are found."""

    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, column: int | None, code: str, **params: object) -> None:
        """Note an error: the row will not be used."""
        self.remarks.append(Remark(column, code, Severity.ERROR, params))

    def warn(self, column: int | None, code: str, **params: object) -> None:
        """Note something to look at; the row is used."""
        self.remarks.append(Remark(column, code, Severity.WARNING, params))

    @property
    def refused(self) -> bool:
        return any(remark.severity is Severity.ERROR for remark in self.remarks)


@dataclass(frozen=True)
class Told:
    """What a row tells of its client."""

    reference: str
    name: str
    department: str | None
    distributor: str | None
    tariff: str | None
    supply: str | None


def is_blank(cell: str) -> bool:
    """Say whether a cell holds nothing, as people write nothing."""
    return cell.strip().lower() in BLANKS


def settle_decimal(
    cells: Sequence[str], answers: Mapping[str, str]
) -> tuple[str, tuple[Decision, ...], tuple[Question, ...]]:
    """Choose the decimal sign of all figures; asked once where "1.234" may be one or a thousand.

    Taken meanwhile is the reading under which those cells are as large as the others of the file.
    """
    figures = [_MONEY_SIGN.sub("", cell.strip()) for cell in cells]
    answered = {choice: sign for sign, choice in _CHOICES.items()}.get(answers.get("decimal", ""))
    sign, is_open = decimal_evidence(figures)
    if answered:
        return answered, (Decision("decimal", _CHOICES[answered], "answered"),), ()
    if sign is None or not is_open:
        return sign or ".", (Decision("decimal", _CHOICES[sign or "."], "digits"),), ()
    sums = {}
    for choice in _CHOICES:
        known = [value for cell in figures if (value := parse_number(cell, choice)) is not None]
        sums[choice] = sum(known)
    plain = sorted(value for cell in figures if cell.isdigit() and (value := float(cell)) > 0)
    usual = plain[len(plain) // 2] if plain else 100.0
    marked = next(cell for cell in figures if not cell.isdigit() and decimal_evidence([cell])[0])
    best = min(_CHOICES, key=lambda choice: _far(parse_number(marked, choice), usual))
    question = Question(
        "decimal",
        tuple(_CHOICES.values()),
        _CHOICES[best],
        params={"sample": marked},
        consequences={_CHOICES[choice]: {"total_kwh": round(total, 3)} for choice, total in sums.items()},
    )
    return best, (Decision("decimal", _CHOICES[best], "default"),), (question,)


def read_kwh(cell: str, column: int, noted: Noted, *, decimal: str, factor: float) -> float | None:
    """Read energy in kWh; None where the cell is blank or was refused."""
    if is_blank(cell):
        return None
    value = parse_number(cell, decimal)
    if value is None:
        noted.refuse(column, "formula_cell" if cell.startswith("=") else "kwh_not_a_number", cell=cell[:_SHOWN])
        return None
    value *= factor
    if value < 0:
        noted.refuse(column, "kwh_below_zero", cell=cell[:_SHOWN])
    elif value > MOST_MONTH_KWH:
        noted.refuse(column, "kwh_impossible", cell=cell[:_SHOWN], limit_kwh=MOST_MONTH_KWH)
    else:
        if value > UNUSUAL_MONTH_KWH:
            noted.warn(column, "kwh_unusual", cell=cell[:_SHOWN], limit_kwh=UNUSUAL_MONTH_KWH)
        return value
    return None


def read_amount(cell: str, column: int, noted: Noted, *, decimal: str) -> Decimal | None:
    """Read soles; a cell that is no amount is remarked on, and the energy beside it still counts."""
    if is_blank(cell):
        return None
    value = parse_number(_MONEY_SIGN.sub("", cell.strip()), decimal)
    if value is None or value < 0 or value >= 1e8:
        noted.warn(column, "amount_not_understood", cell=cell[:_SHOWN])
        return None
    return Decimal(str(round(value, 2)))


def read_told(cells: Sequence[str], roles: Roles, noted: Noted) -> Told:
    """Read who the client is. Refuses a row without reference, a formula, a text too long, and a row of totals."""
    reference = _text(cells, roles.reference, noted, most=LONGEST_REFERENCE)
    name = _text(cells, roles.name, noted, most=LONGEST_NAME) or reference
    if not reference and not noted.refused:
        noted.refuse(roles.reference, "client_missing")
    elif reference and not any(map(str.isdigit, reference)) and means(reference, "totals"):
        noted.refuse(roles.reference, "row_of_totals", cell=reference[:_SHOWN])
    supply = _text(cells, roles.supply, noted, most=LONGEST_REFERENCE)
    digits = re.sub(r"[\s.-]", "", supply)
    if supply and not (digits.isascii() and digits.isdigit() and len(digits) in _SUPPLY_DIGITS):
        noted.warn(roles.supply, "supply_number_odd", cell=supply[:_SHOWN])
        digits = ""
    return Told(
        reference=reference,
        name=name,
        department=_text(cells, roles.department, noted, most=LONGEST_NAME) or None,
        distributor=_text(cells, roles.distributor, noted, most=LONGEST_NAME) or None,
        tariff=_text(cells, roles.tariff, noted, most=LONGEST_NAME) or None,
        supply=digits or None,
    )


def cell_at(cells: Sequence[str], index: int | None) -> str:
    """Return a cell, empty where the row has none."""
    return cells[index] if index is not None and index < len(cells) else ""


def _text(cells: Sequence[str], index: int | None, noted: Noted, *, most: int) -> str:
    text = " ".join(cell_at(cells, index).split())
    if is_blank(text):
        return ""
    if text[0] in "=@":
        noted.refuse(index, "formula_cell", cell=text[:_SHOWN])
        return ""
    if len(text) > most:
        noted.refuse(index, "cell_too_long", length=len(text), limit=most)
        return ""
    return text


def _far(value: float | None, usual: float) -> float:
    return max(value, usual) / min(value, usual) if value and value > 0 else float("inf")
