"""Is the usage of a bill believable? Averaged readings, the month that catches up, a jump, the length of the period.

Beside `review`, which checks what a bill prints against itself, this looks at the home's other bills and its meter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from advisor.energy.bills.change import PastBill
from advisor.energy.bills.review import AGREES, CANNOT_TELL, DIFFERS, Check
from advisor.energy.money import to_kwh
from advisor.energy.usage import BillPeriod

# Companies read about every 30 days; the same span as the check of a bill that is brought.
SHORTEST_DAYS, LONGEST_DAYS = 26, 35
# Ours, not a rule of anybody: half as much again a day as the usual bill, and more than any bill before.
JUMP, LEAST_EARLIER, MOST_EARLIER = 1.5, 3, 12
# Ours: a meter of the home and that of the company may differ by this much before it is told.
METER_SHARE, METER_KWH = 0.05, 3.0
# What spreading saves is told from here on; less is the rounding of lines.
NOTABLE_SOLES = Decimal("0.50")


@dataclass(frozen=True)
class Spread:
    """A run of bills, averaged ones and the one that catches up, with the kWh of each if spread evenly by days."""

    bills: tuple[BillPeriod, ...]
    kwh: tuple[Decimal, ...]


def check_usage(
    bill: BillPeriod,
    *,
    earlier: Sequence[BillPeriod],
    priced: Mapping[date, PastBill],
    measured_kwh: float | None = None,
) -> tuple[Check, ...]:
    """Check the usage of a bill whose kWh are known.

    earlier: the home's bills before it, oldest first; priced: those with known prices, by their first day, this one
    among them; measured_kwh: what the home's own meter counted, where it covers the whole period.
    """
    before = [each for each in earlier if each.end <= bill.start]
    return (
        Check("period", AGREES if SHORTEST_DAYS <= bill.days <= LONGEST_DAYS else DIFFERS, Decimal(bill.days)),
        Check("averaged", DIFFERS if bill.estimated else AGREES),
        *_catch_up(bill, before, priced),
        _jump(bill, before, priced, measured_kwh),
    )


def spread(bill: BillPeriod, before: Sequence[BillPeriod]) -> Spread | None:
    """Spread the usage of a bill over it and the averaged ones right before it; None where there is none such."""
    run = [bill]
    for each in reversed(before):
        if not each.estimated or each.kwh is None or each.end != run[0].start:
            break
        run.insert(0, each)
    if bill.estimated or len(run) == 1:
        return None
    total, days = sum(to_kwh(each.kwh) for each in run), sum(each.days for each in run)
    parts = [to_kwh(total * each.days / days) for each in run[:-1]]
    return Spread(tuple(run), (*parts, total - sum(parts)))


def _catch_up(bill: BillPeriod, before: Sequence[BillPeriod], priced: Mapping[date, PastBill]) -> list[Check]:
    """Say what a real reading after averaged ones costs beyond the same kWh spread evenly: the step at 140 kWh."""
    found = spread(bill, before)
    if found is None:
        return []
    params = {"months": len(found.bills) - 1}
    printed, expected = to_kwh(bill.kwh), found.kwh[-1]
    known = [priced.get(each.start) for each in found.bills]
    if None in known:
        return [Check("catch_up", CANNOT_TELL, printed, expected, None, params)]
    billed = sum(past.modelled(past.kwh) for past in known)
    cost = billed - sum(past.modelled(kwh) for past, kwh in zip(known, found.kwh, strict=True))
    verdict = DIFFERS if cost >= NOTABLE_SOLES else AGREES
    return [Check("catch_up", verdict, printed, expected, cost if verdict == DIFFERS else None, params)]


def _jump(
    bill: BillPeriod, before: Sequence[BillPeriod], priced: Mapping[date, PastBill], measured_kwh: float | None
) -> Check:
    """Compare the usage with the home's own meter where it covers the period, else with its earlier real bills."""
    printed = to_kwh(bill.kwh)
    if measured_kwh is not None:
        far = bill.kwh - measured_kwh > max(METER_KWH, METER_SHARE * measured_kwh)
        return _usage_check(bill, printed, measured_kwh, far, priced, {"basis": "meter"})
    rates = [each.kwh / each.days for each in before if each.kwh is not None and not each.estimated][-MOST_EARLIER:]
    if len(rates) < LEAST_EARLIER:
        return Check("jump", CANNOT_TELL, printed, params={"basis": "bills", "bills": len(rates)})
    usual, rate = median(rates), bill.kwh / bill.days
    far = rate > JUMP * usual and rate > max(rates)
    return _usage_check(bill, printed, usual * bill.days, far, priced, {"basis": "bills", "bills": len(rates)})


def _usage_check(
    bill: BillPeriod,
    printed: Decimal,
    expected: float,
    far: bool,
    priced: Mapping[date, PastBill],
    params: Mapping[str, object],
) -> Check:
    usual, past = to_kwh(round(expected, 1)), priced.get(bill.start)
    cost = past.modelled(printed) - past.modelled(usual) if far and past is not None else None
    return Check("jump", DIFFERS if far else AGREES, printed, usual, cost, params)
