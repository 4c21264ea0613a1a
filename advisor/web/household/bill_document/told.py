"""Between a bill and its form: what was read fills the form, and what the form says makes the bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from advisor.energy.usage import BillPeriod
from advisor.services.bill_documents import BillDocument, PrintedLine, ToldBill, periods_of
from advisor.web.guest.months import billing_periods
from advisor.web.household.bill_document.form import LINES, BillDocumentForm

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
DAYS = ("start", "end", "issued", "due", "cut_off")


def typed_from(bill: BillDocument) -> MultiDict:
    """Return what the form would have held, had the person typed what was read."""
    typed = MultiDict({name: getattr(bill, name) for name in TEXTS if getattr(bill, name)})
    for name in NUMBERS:
        if (value := getattr(bill, name)) is not None:
            typed[name] = _written(value, whole=name in ("kwh", "meter_factor"))
    for name in DAYS:
        if (day := getattr(bill, name)) is not None:
            typed[name] = day.isoformat()
    for name, codes in LINES.items():
        if (amount := bill.line_amount(*codes)) is not None:
            typed[name] = _written(amount)
    if bill.averaged:
        typed["averaged"] = "y"
    for number, kwh in _history(bill).items():
        typed[f"history_{number}"] = f"{kwh:.2f}".rstrip("0").rstrip(".")
    return typed


def told_by(form: BillDocumentForm, *, read: BillDocument) -> ToldBill:
    """Return the bill of a valid form; lines nobody changed stay as the bill prints them."""
    bill = replace(
        read,
        lines=_lines(form, read),
        averaged=form.averaged.data,
        supply_number=form.supply_number.digits() or None,
        **{name: form[name].data or None for name in TEXTS if name != "supply_number"},
        **{name: form[name].data for name in (*NUMBERS, *DAYS)},
    )
    averaged = _averaged(read)
    earlier = [
        BillPeriod(start, end, float(field.data), None, end in averaged)
        for (start, end), field in zip(form.history_periods(), form.history(), strict=True)
        if field.data is not None
    ]
    igv = None if bill.igv is None else bill.igv > 0
    return ToldBill(bill, tuple(reversed(earlier)), igv)


def _lines(form: BillDocumentForm, read: BillDocument) -> tuple[PrintedLine, ...]:
    mine = {code: name for name, codes in LINES.items() for code in codes}
    kept = [line for line in read.lines if line.code not in mine]
    for name, codes in LINES.items():
        amount = form[name].data
        printed = [line for line in read.lines if line.code in codes]
        if amount is not None and amount == read.line_amount(*codes):
            kept += printed
        elif amount is not None:
            kept.append(PrintedLine(codes[0], "", amount))
    return tuple(kept)


def _history(bill: BillDocument) -> dict[int, float]:
    """Return the kWh of the printed months by their place in the form: 1 is the month before the bill."""
    if bill.end is None:
        return {}
    periods = periods_of(bill)
    first = bill.start or next((period.start for period in periods if period.end == bill.end), None)
    if first is None:
        return {}
    places = {end: number for number, (_start, end) in enumerate(billing_periods(first), start=1)}
    return {places[period.end]: period.kwh for period in periods if period.end in places}


def _averaged(bill: BillDocument) -> set[date]:
    return {period.end for period in periods_of(bill) if period.estimated}


def _written(value: Decimal, *, whole: bool = False) -> str:
    """Write a number as it is printed; kWh and factors without the zeros after their point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if whole and "." in text else text
