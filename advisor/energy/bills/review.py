"""Is a printed bill right? Each line checked against the others, the published prices and the home's own history.

A check says what was printed, what was expected and what the difference costs the home; nothing is corrected, and what
cannot be known is told as such. The rules of the arithmetic are those of `compute`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from advisor.energy.bills.rates import Rates
from advisor.energy.money import to_cents
from advisor.energy.tariffs.charges import BilledUsage, EnergyCharge, TieredEnergy
from advisor.energy.tariffs.values import Bracket, Levy, Tax

AGREES, DIFFERS, CANNOT_TELL = "agrees", "differs", "cannot_tell"
ENERGY_CODES = (
    "energy_all",
    "energy_first_30",
    "energy_rest",
    "energy_peak",
    "energy_offpeak",
    "energy_middle",
    "energy_base",
)
UNTAXED_CODES = ("rural_electrification", "late_interest", "rounding", "credit")
CENT, WHOLE_KWH = Decimal("0.01"), Decimal(1)
FIRST_KWH = Decimal(30)  # of the bracket up to 140 kWh, which bills print as a line of their own
HALF_PRICE_STEP = Decimal("0.00005")
# Lists change monthly and not every one is known: prices nearer than this are taken as the same.
NOTABLE_PRICE = Decimal("0.005")
# The largest unit of rounding seen is S/ 0.50 (Pluz). The line may hold the carry of last month and that of this one.
LARGEST_ROUNDING = Decimal("0.50")
SOCIAL_LIMIT_KWH = Decimal(140)  # up to it the first kWh cost less (FOSE, Law 31429)
# Without each of these a subtotal cannot be added up: a line that was not copied would be told as a fault of the bill.
NEEDED_LINES = ("fixed", "public_lighting")


@dataclass(frozen=True)
class PrintedBill:
    """What the paper says of one period [start, end); soles before or after IGV as printed, None where it does not say.

    lines: soles by code, several lines of one code added up; averaged: the meter was not read ("promedio").
    """

    start: date
    end: date
    kwh: Decimal
    previous_reading: Decimal | None = None
    current_reading: Decimal | None = None
    meter_factor: Decimal | None = None
    unit_price: Decimal | None = None
    lines: Mapping[str, Decimal] = field(default_factory=dict)
    subtotal: Decimal | None = None
    igv: Decimal | None = None
    previous_debt: Decimal | None = None
    total_to_pay: Decimal | None = None
    averaged: bool = False


@dataclass(frozen=True)
class Check:
    """One thing looked at. printed, expected: kWh for "readings", "catch_up" and "jump", days for "period", soles
    per kWh for "price", soles otherwise.

    cost: what the home pays too much (negative: too little), soles with IGV where it bears it; None where not known.
    params: "factor" of the meter; "version" and "bracket" of a list, "billed_as" the dearer bracket; "because" a code.
    """

    code: str
    verdict: str
    printed: Decimal | None = None
    expected: Decimal | None = None
    cost: Decimal | None = None
    params: Mapping[str, object] = field(default_factory=dict)


def check_lines(
    bill: PrintedBill, *, schedule: Rates | None, schedule_is_current: bool, tax: Tax | None, levy: Levy
) -> tuple[Check, ...]:
    """Check a printed bill line by line, in the order of the paper.

    schedule: the published prices of those days, not scaled to the home's own bill, or None where none is known;
    schedule_is_current: that list is surely the one in force; tax: the IGV the home owes, None where it is exempt.
    """
    rate = tax.rate if tax else Decimal(0)
    return (
        *_readings(bill, rate),
        *_energy(bill, rate),
        *_price(bill, schedule, schedule_is_current, rate),
        *_subtotal(bill, rate),
        *_igv(bill, tax),
        *_levy(bill, levy),
        *_rounding(bill),
        *_total(bill),
    )


def _readings(bill: PrintedBill, rate: Decimal) -> Iterator[Check]:
    """Compare readings × factor with the kWh; the cost leaves a bracket passed by it aside."""
    if bill.current_reading is None or bill.previous_reading is None:
        yield Check("readings", CANNOT_TELL)
        return
    factor = bill.meter_factor if bill.meter_factor is not None else Decimal(1)
    expected = (bill.current_reading - bill.previous_reading) * factor
    params: dict[str, object] = {"factor": str(factor)}
    if expected < 0:  # a meter that was changed, or that went round
        yield Check("readings", CANNOT_TELL, bill.kwh, params={**params, "because": "readings_go_back"})
        return
    # Some companies read tenths and bill whole kWh.
    if abs(expected - bill.kwh) < WHOLE_KWH:
        yield Check("readings", AGREES, bill.kwh, expected, None, params)
    elif bill.averaged:
        yield Check("readings", CANNOT_TELL, bill.kwh, expected, None, {**params, "because": "averaged"})
    else:
        price = bill.unit_price
        cost = None if price is None else to_cents((bill.kwh - expected) * price * (1 + rate))
        yield Check("readings", DIFFERS, bill.kwh, expected, cost, params)


def _energy(bill: PrintedBill, rate: Decimal) -> Iterator[Check]:
    """Compare price × kWh with the energy line; between 31 and 140 kWh, with the line of those over the first 30."""
    whole, rest = bill.lines.get("energy_all"), bill.lines.get("energy_rest")
    printed = whole if whole is not None else rest
    kwh = bill.kwh if whole is not None else bill.kwh - FIRST_KWH
    if printed is None or bill.unit_price is None or kwh < 0:
        yield Check("energy", CANNOT_TELL)
        return
    check = _compared("energy", printed, to_cents(kwh * bill.unit_price), slack=_slack_of(kwh), rate=rate)
    if check.verdict == DIFFERS and printed < check.expected and whole is not None and kwh <= SOCIAL_LIMIT_KWH:
        # One amount for both lines: the first kWh are cheaper, and by how much only the list says.
        check = replace(check, verdict=CANNOT_TELL, expected=None, cost=None, params={"because": "first_cheaper"})
    yield check


def _slack_of(kwh: Decimal) -> Decimal:
    return CENT + kwh * HALF_PRICE_STEP  # half of the price's last decimal on every kWh


def _price(bill: PrintedBill, schedule: Rates | None, current: bool, rate: Decimal) -> Iterator[Check]:
    """Compare the price of the kWh with the list's, and tell a home billed as if it were over the limit."""
    brackets = schedule.tariff.brackets if schedule else ()
    prices = [price_of(bracket) for bracket in brackets]
    if bill.unit_price is None or not prices or None in prices:
        yield Check("price", CANNOT_TELL, bill.unit_price)
        return
    tariff = schedule.tariff
    bracket = tariff.bracket(bill.kwh)
    listed = price_of(bracket)
    params: dict[str, object] = {"version": tariff.version, "bracket": tariff.bracket_name(bill.kwh)}
    dearest = bracket is not tariff.brackets[-1] and _near(bill.unit_price, prices[-1]) and _all_at_one_price(bill)
    if dearest:
        params["billed_as"] = tariff.bracket_name(tariff.brackets[-2].up_to_kwh + 1)
    elif _near(bill.unit_price, listed):
        yield Check("price", AGREES, bill.unit_price, listed, None, params)
        return
    if not current:
        yield Check("price", CANNOT_TELL, bill.unit_price, listed, None, params)
        return
    energy = [amount for code, amount in bill.lines.items() if code in ENERGY_CODES]
    cost = to_cents((sum(energy) - _energy_of_list(bill, bracket)) * (1 + rate)) if energy else None
    yield Check("price", DIFFERS, bill.unit_price, listed, cost, params)


def _all_at_one_price(bill: PrintedBill) -> bool:
    """Say whether every kWh was billed at the printed price."""
    printed = bill.lines.get("energy_all")
    return printed is not None and abs(printed - bill.kwh * bill.unit_price) <= _slack_of(bill.kwh)


def _energy_of_list(bill: PrintedBill, bracket: Bracket) -> Decimal:
    return sum((part.amount for part in bracket.energy.parts(BilledUsage(bill.kwh))), Decimal(0))


def _subtotal(bill: PrintedBill, rate: Decimal) -> Iterator[Check]:
    whole = any(code in bill.lines for code in ENERGY_CODES) and all(code in bill.lines for code in NEEDED_LINES)
    if bill.subtotal is None or not whole:
        yield Check("subtotal", CANNOT_TELL, bill.subtotal)
        return
    yield _compared("subtotal", bill.subtotal, _taxed_lines(bill), slack=CENT, rate=rate)


def _taxed_lines(bill: PrintedBill) -> Decimal:
    """Add the lines before the subtotal; where a line of no known name stands is seen from what closes."""
    named = [amount for code, amount in bill.lines.items() if code not in (*UNTAXED_CODES, "other")]
    taxed = sum(named, Decimal(0))
    other = bill.lines.get("other", Decimal(0))
    return taxed if bill.subtotal is not None and abs(bill.subtotal - taxed) <= CENT else taxed + other


def _igv(bill: PrintedBill, tax: Tax | None) -> Iterator[Check]:
    if bill.subtotal is None or bill.igv is None:
        yield Check("igv", CANNOT_TELL, bill.igv)
        return
    expected = to_cents(bill.subtotal * tax.rate) if tax else Decimal("0.00")
    yield _compared("igv", bill.igv, expected, slack=CENT)


def _levy(bill: PrintedBill, levy: Levy) -> Iterator[Check]:
    """Check the levy where its price of that year was seen on bills; a period over New Year may have two prices."""
    printed = bill.lines.get("rural_electrification")
    if printed is None or levy.valid_from.year != bill.end.year:
        yield Check("rural_electrification", CANNOT_TELL, printed)
        return
    check = _compared("rural_electrification", printed, to_cents(bill.kwh * levy.price_per_kwh), slack=CENT)
    if check.verdict == DIFFERS and (levy.status != "verified" or bill.start.year != bill.end.year):
        check = replace(check, verdict=CANNOT_TELL, cost=None)
    yield check


def _rounding(bill: PrintedBill) -> Iterator[Check]:
    """Check that a rounding is one; below zero it may hold a credit, which is no fault."""
    printed = bill.lines.get("rounding")
    if printed is not None:
        too_much = printed > 2 * LARGEST_ROUNDING
        yield Check("rounding", DIFFERS if too_much else AGREES, printed, None, printed if too_much else None)


def _total(bill: PrintedBill) -> Iterator[Check]:
    """Check the amount to pay: subtotal, IGV, the lines without IGV and what was owed before."""
    if (
        bill.total_to_pay is None
        or bill.subtotal is None
        or bill.igv is None
        or "rural_electrification" not in bill.lines
    ):
        yield Check("total", CANNOT_TELL, bill.total_to_pay)
        return
    untaxed = sum((bill.lines.get(code, Decimal(0)) for code in UNTAXED_CODES), Decimal(0))
    # A line of no known name that does not stand before the subtotal stands after it.
    untaxed += _taxed_lines(replace(bill, subtotal=None)) - _taxed_lines(bill)
    expected = bill.subtotal + bill.igv + untaxed + (bill.previous_debt or 0)
    # A bill that prints no rounding may still have been rounded.
    slack = CENT if "rounding" in bill.lines else LARGEST_ROUNDING
    yield _compared("total", bill.total_to_pay, expected, slack=slack)


def price_of(bracket: Bracket) -> Decimal | None:
    """Return the one price per kWh a bill of a bracket prints, before IGV; None for two-period prices."""
    energy = bracket.energy
    if isinstance(energy, EnergyCharge):
        return energy.price_per_kwh
    return energy.rest_price_per_kwh if isinstance(energy, TieredEnergy) else None


def _compared(code: str, printed: Decimal, expected: Decimal, *, slack: Decimal, rate: Decimal = Decimal(0)) -> Check:
    difference = printed - expected
    if abs(difference) <= slack:
        return Check(code, AGREES, printed, expected)
    return Check(code, DIFFERS, printed, expected, to_cents(difference * (1 + rate)))


def _near(price: Decimal, other: Decimal) -> bool:
    return abs(price / other - 1) <= NOTABLE_PRICE
