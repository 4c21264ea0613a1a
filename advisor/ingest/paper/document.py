"""What a bill on paper says: the values of a PDF or of a person's typing, each with the place it was read at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

PDF, SCAN, PHOTO = "pdf", "scan", "photo"
# What the form asks for, in the order of the paper; a reader that finds a value puts it under this name.
TEXTS = ("supply_number", "distributor", "tariff_option", "connection")
NUMBERS = (
    "contracted_power_kw",
    "meter_factor",
    "previous_reading",
    "current_reading",
    "kwh",
    "unit_price",
    "subtotal",
    "igv",
    "total_month",
    "previous_debt",
    "total_to_pay",
)
DATES = ("start", "end", "issued", "due", "cut_off")


@dataclass(frozen=True)
class Place:
    """Where a value was read: page from 1, box (left, top, right, bottom) in points from the top left, printed text."""

    page: int
    box: tuple[float, float, float, float]
    text: str

    def as_document(self) -> dict[str, object]:
        """Return the place for JSON."""
        return {"page": self.page, "box": [round(edge, 1) for edge in self.box], "text": self.text}

    @classmethod
    def from_document(cls, document: Mapping) -> Place:
        """Make the place from its JSON."""
        return cls(int(document["page"]), tuple(float(edge) for edge in document["box"]), str(document["text"]))


@dataclass(frozen=True)
class PrintedLine:
    """One line of the bill: its code as in the contract of `bill` or "other", its label ("" if typed), and soles."""

    code: str
    label: str
    amount: Decimal
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    place: Place | None = None

    def as_document(self) -> dict[str, object]:
        """Return the line for JSON; money and quantities are decimal strings."""
        return {
            "code": self.code,
            "label": self.label,
            "quantity": _text(self.quantity),
            "unit_price": _text(self.unit_price),
            "amount": str(self.amount),
            "place": self.place.as_document() if self.place else None,
        }

    @classmethod
    def from_document(cls, document: Mapping) -> PrintedLine:
        """Make the line from its JSON."""
        return cls(
            code=str(document["code"]),
            label=str(document["label"]),
            amount=Decimal(document["amount"]),
            quantity=_number(document.get("quantity")),
            unit_price=_number(document.get("unit_price")),
            place=_place(document.get("place")),
        )


@dataclass(frozen=True)
class PrintedMonth:
    """One bar of the printed history: the first day of its month, kWh, and whether the month is marked as averaged."""

    month: date
    kwh: float
    estimated: bool = False

    def as_document(self) -> dict[str, object]:
        """Return the bar for JSON."""
        return {"month": self.month.isoformat(), "kwh": self.kwh, "estimated": self.estimated}

    @classmethod
    def from_document(cls, document: Mapping) -> PrintedMonth:
        """Make the bar from its JSON."""
        month = date.fromisoformat(document["month"])
        return cls(month, float(document["kwh"]), bool(document.get("estimated")))


@dataclass(frozen=True)
class BillDocument:
    """One bill. source: pdf, scan or photo; layout: the document it was read by; absent values are None.

    start, end: the two reading dates, period half-open; numbers as printed; averaged: the distributor did not read the
    meter ("promedio"); found: the place of each value, by its name here; unsure: figures as printed that
    can be read two ways and were left out.
    """

    source: str
    pages: int = 1
    layout: str | None = None
    supply_number: str | None = None
    distributor: str | None = None
    tariff_option: str | None = None
    connection: str | None = None
    contracted_power_kw: Decimal | None = None
    meter_factor: Decimal | None = None
    previous_reading: Decimal | None = None
    current_reading: Decimal | None = None
    kwh: Decimal | None = None
    unit_price: Decimal | None = None
    subtotal: Decimal | None = None
    igv: Decimal | None = None
    total_month: Decimal | None = None
    previous_debt: Decimal | None = None
    total_to_pay: Decimal | None = None
    start: date | None = None
    end: date | None = None
    issued: date | None = None
    due: date | None = None
    cut_off: date | None = None
    averaged: bool = False
    lines: tuple[PrintedLine, ...] = ()
    history: tuple[PrintedMonth, ...] = ()
    found: Mapping[str, Place] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()

    def line_amount(self, *codes: str) -> Decimal | None:
        """Return what the lines of these codes add up to, or None where none is printed."""
        amounts = [line.amount for line in self.lines if line.code in codes]
        return sum(amounts, Decimal(0)) if amounts else None

    def as_document(self) -> dict[str, object]:
        """Return the bill for JSON: decimals as text, dates in ISO 8601."""
        document: dict[str, object] = {
            "source": self.source,
            "pages": self.pages,
            "layout": self.layout,
            "averaged": self.averaged,
        }
        document |= {name: getattr(self, name) for name in TEXTS}
        document |= {name: _text(getattr(self, name)) for name in NUMBERS}
        days = {name: getattr(self, name) for name in DATES}
        document |= {name: day.isoformat() if day else None for name, day in days.items()}
        document["lines"] = [line.as_document() for line in self.lines]
        document["history"] = [bar.as_document() for bar in self.history]
        document["unsure"] = list(self.unsure)
        document["found"] = {name: place.as_document() for name, place in self.found.items()}
        return document

    @classmethod
    def from_document(cls, document: Mapping) -> BillDocument:
        """Make the bill from its JSON; unknown keys are ignored, absent ones stay unknown."""
        given = {item.name: document[item.name] for item in fields(cls) if document.get(item.name) is not None}
        given |= {name: Decimal(given[name]) for name in NUMBERS if name in given}
        given |= {name: date.fromisoformat(given[name]) for name in DATES if name in given}
        given["lines"] = tuple(PrintedLine.from_document(line) for line in document.get("lines") or ())
        given["history"] = tuple(PrintedMonth.from_document(bar) for bar in document.get("history") or ())
        given["found"] = {name: Place.from_document(place) for name, place in (document.get("found") or {}).items()}
        given["unsure"] = tuple(document.get("unsure") or ())
        return cls(**given)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _place(document: Mapping | None) -> Place | None:
    return Place.from_document(document) if document else None
