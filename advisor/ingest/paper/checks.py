"""Does a bill agree with itself? Each sum that does not close is a finding; nothing is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from advisor.energy.findings import Finding, Severity
from advisor.energy.money import to_cents
from advisor.ingest.paper.document import BillDocument
from advisor.ingest.paper.lines import AFTER_IGV

# Rates of the tax over time belong to the reference data; a bill is only asked whether it shows one it may show.
IGV_RATE = Decimal("0.18")  # 16 % IGV plus 2 % municipal promotion tax
SHORTEST_DAYS, LONGEST_DAYS = 26, 35
CENT, WHOLE_KWH = Decimal("0.01"), Decimal(1)
ENERGY_CODES = ("energy_all", "energy_first_30", "energy_rest", "energy_peak", "energy_offpeak")


def check_bill(bill: BillDocument) -> tuple[Finding, ...]:
    """Return what does not agree: readings and kWh, price and energy, lines and subtotal, IGV, length of the period."""
    return tuple(
        Finding(code, Severity.WARNING, params)
        for code, params in (*_readings(bill), *_energy(bill), *_lines(bill), *_igv(bill), *_period(bill))
    )


def _readings(bill: BillDocument) -> Iterator[tuple[str, dict[str, object]]]:
    if bill.current_reading is None or bill.previous_reading is None or bill.kwh is None:
        return
    difference = (bill.current_reading - bill.previous_reading) * (bill.meter_factor or 1)
    # Some companies read tenths and bill whole kWh.
    if abs(difference - bill.kwh) >= WHOLE_KWH:
        yield "bill_readings_disagree", {"difference_kwh": float(difference), "kwh": float(bill.kwh)}


def _energy(bill: BillDocument) -> Iterator[tuple[str, dict[str, object]]]:
    amount = bill.line_amount("energy_all")
    if amount is None or bill.kwh is None or bill.unit_price is None:
        return
    expected = to_cents(bill.kwh * bill.unit_price)
    # The price has four decimals: half of the last one on every kWh, and a cent of rounding.
    if abs(expected - amount) > CENT + bill.kwh * Decimal("0.00005"):
        yield "bill_energy_disagrees", {"expected_soles": str(expected), "printed_soles": str(amount)}


def _lines(bill: BillDocument) -> Iterator[tuple[str, dict[str, object]]]:
    taxed = [line.amount for line in bill.lines if line.code not in AFTER_IGV]
    if bill.subtotal is None or not taxed:
        return
    total = sum(taxed, Decimal(0))
    if abs(total - bill.subtotal) > CENT:
        yield "bill_lines_disagree", {"lines_soles": str(total), "subtotal_soles": str(bill.subtotal)}


def _igv(bill: BillDocument) -> Iterator[tuple[str, dict[str, object]]]:
    if bill.subtotal is None or not bill.igv:
        return
    expected = to_cents(bill.subtotal * IGV_RATE)
    if abs(expected - bill.igv) > CENT:
        yield "bill_igv_disagrees", {"expected_soles": str(expected), "igv_soles": str(bill.igv)}


def _period(bill: BillDocument) -> Iterator[tuple[str, dict[str, object]]]:
    if bill.start is None or bill.end is None:
        return
    days = (bill.end - bill.start).days
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        yield "bill_period_unusual", {"days": days}
