"""Bills as programs send them: periods between two reading dates with energy, amount and what else the paper says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from advisor.energy.exchange import MOST_BILLS
from advisor.energy.usage import BillPeriod
from advisor.ingest.json_files.members import Problems, amount, day, items, known_members
from advisor.ingest.quantity import MOST_KW
from advisor.ingest.results import SupplyRead

LONGEST_DAYS = 400
# What the column of money holds: ten digits before the point.
MOST_SOLES = Decimal("9999999999.99")
_BILL = ("start", "end", "kwh", "total", "estimated", "detail")


def read_bills(document: Mapping, *, until: datetime | None = None) -> tuple[SupplyRead, int]:
    """Return the bills of a body, oldest first, and how many entries it has. Raises BadBody."""
    problems = Problems()
    known_members(document, pointer="", known=("bills",), needed=("bills",), problems=problems)
    given = items(document.get("bills"), pointer="/bills", most=MOST_BILLS, problems=problems)
    problems.stop_if_any()
    read = [_bill(entry, f"/bills/{index}", until, problems) for index, entry in enumerate(given)]
    problems.stop_if_any()
    _refuse_overlaps(read, problems)
    order = sorted(range(len(read)), key=lambda index: read[index].start)
    bills = tuple(read[index] for index in order)
    details = tuple(given[index].get("detail") or None for index in order)
    values = sum(bill.kwh is not None for bill in bills)
    return SupplyRead(None, "import", "kWh", None, None, bills, values=values, details=details), len(given)


def _bill(entry: object, pointer: str, until: datetime | None, problems: Problems) -> BillPeriod | None:
    if known_members(entry, pointer=pointer, known=_BILL, needed=("start", "end", "kwh"), problems=problems) is None:
        return None
    before = problems.count
    start = day(entry["start"], pointer=f"{pointer}/start", problems=problems)
    end = day(entry["end"], pointer=f"{pointer}/end", problems=problems)
    kwh = None if entry["kwh"] is None else amount(entry["kwh"], pointer=f"{pointer}/kwh", problems=problems)
    total = _soles(entry.get("total"), f"{pointer}/total", problems)
    estimated = entry.get("estimated", False)
    if not isinstance(estimated, bool):
        problems.add(f"{pointer}/estimated", "not_true_or_false", value=estimated)
    if not isinstance(entry.get("detail") or {}, dict):
        problems.add(f"{pointer}/detail", "not_an_object", value=entry["detail"])
    if start and end:
        _judge_period(start, end, kwh, entry, pointer, until, problems)
    return BillPeriod(start, end, kwh, total, estimated) if problems.count == before else None


def _judge_period(start, end, kwh, entry: Mapping, pointer: str, until: datetime | None, problems: Problems) -> None:
    if end <= start:
        problems.add(f"{pointer}/end", "end_not_after_start", value=entry["end"], start=entry["start"])
    elif (end - start).days > LONGEST_DAYS:
        problems.add(f"{pointer}/end", "bill_too_long", value=entry["end"], most=LONGEST_DAYS)
    elif until is not None and end > until.date():
        problems.add(f"{pointer}/end", "moment_in_the_future", value=entry["end"])
    elif kwh is not None and (kw := kwh / (end - start).days / 24) > MOST_KW:
        problems.add(f"{pointer}/kwh", "too_much_power", value=entry["kwh"], kw=round(kw), most=MOST_KW)


def _soles(given: object, pointer: str, problems: Problems) -> Decimal | None:
    """Return an amount: a decimal string, so that no cent is lost on the way, or a number."""
    if given is None:
        return None
    if not isinstance(given, str):
        value = amount(given, pointer=pointer, problems=problems)
        given = None if value is None else repr(value)
    try:
        soles = Decimal(given) if given is not None and len(given) <= 32 else None
    except InvalidOperation:
        soles = None
    if soles is None or not soles.is_finite() or not 0 <= soles <= MOST_SOLES:
        if given is not None:
            problems.add(pointer, "not_soles", value=given)
        return None
    return soles.quantize(Decimal("0.01"))


def _refuse_overlaps(bills: list[BillPeriod], problems: Problems) -> None:
    order = sorted(range(len(bills)), key=lambda index: bills[index].start)
    for before, after in pairwise(order):
        if bills[after].start < bills[before].end:
            value = bills[after].start.isoformat()
            problems.add(f"/bills/{after}/start", "bills_overlap", value=value, end=bills[before].end.isoformat())
    problems.stop_if_any()
