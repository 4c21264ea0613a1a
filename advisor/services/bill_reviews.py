"""The newest full bill of a supply point, checked line by line and against the home's own usage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.assessment.past_bills import HomePrices, PricedBill, StoredBill, price_bill
from advisor.assessment.pricing import distributor_key
from advisor.db.households import Bill, SupplyPoint
from advisor.db.queries.readings import readings_of_days
from advisor.db.uploads import Upload, UploadKind
from advisor.energy.bills import Rates, UnableToBill, rates_for
from advisor.energy.bills.change import PastBill
from advisor.energy.bills.review import Check, PrintedBill, check_lines
from advisor.energy.bills.review_usage import check_usage
from advisor.energy.money import to_kwh
from advisor.energy.usage import BillPeriod, Quality
from advisor.ingest.paper.document import BillDocument
from advisor.reference.loader import Reference
from advisor.services.bill_changes import document_of_bill, home_prices, stored_bill, stored_bills

__all__ = ["BillReview", "Check", "review_bill"]

# With one of these a list is not surely the one that was in force on the days of the bill.
NOT_SURE = frozenset(
    {"tariff_may_be_outdated", "tariff_not_known_for_dates", "tariff_inferred", "price_change_inside_period"}
    | {"price_change_not_mixed"}
)
SURE_FOR = timedelta(days=31)
FILES_OF_BILLS = (UploadKind.BILL_PDF, UploadKind.BILL_PHOTO)


@dataclass(frozen=True)
class BillReview:
    """The checks of a full bill, with what a claim over it names; company: its name, or None where not known."""

    start: date
    end: date
    kwh: Decimal
    total_to_pay: Decimal | None
    supply_number: str | None
    company: str | None
    checks: tuple[Check, ...]


def review_bill(session: Session, *, supply_point: SupplyPoint, reference: Reference) -> BillReview | None:
    """Check the newest full bill that a person confirmed; None where there is none."""
    rows = stored_bills(session, supply_point)
    newest = _newest_full(session, rows)
    if newest is None:
        return None
    document, home = document_of_bill(newest), home_prices(supply_point)
    igv = home.igv if newest.detail.get("charges_igv") is None else newest.detail["charges_igv"]
    schedule, current = _published(newest, home=home, igv=igv, reference=reference)
    printed = _printed(newest, document)
    on_paper = check_lines(
        printed,
        schedule=schedule,
        schedule_is_current=current,
        tax=reference.tariffs.tax_on(newest.end) if igv else None,
        levy=reference.tariffs.levy_on(newest.end),
    )
    of_usage = check_usage(
        _period(newest),
        earlier=[_period(row) for row in rows if row.end <= newest.start],
        priced=_priced(rows, newest=newest, home=home, reference=reference),
        measured_kwh=_measured(session, supply_point, newest),
    )
    key = distributor_key(document.distributor or supply_point.distributor, reference)
    known = reference.distributor(key)
    return BillReview(
        start=newest.start,
        end=newest.end,
        kwh=printed.kwh,
        total_to_pay=document.total_to_pay,
        supply_number=document.supply_number or (supply_point.name if supply_point.name.isdigit() else None),
        company=known.name if known else key,
        checks=(*on_paper, *of_usage),
    )


def _newest_full(session: Session, rows: Sequence[Bill]) -> Bill | None:
    """Return the newest full bill with its kWh that a person typed or confirmed."""
    full = [row for row in rows if row.kwh is not None and document_of_bill(row) is not None]
    from_files = [row.upload_id for row in full if row.upload_id is not None]
    confirmed = set()
    if from_files:
        query = select(Upload.id).where(Upload.id.in_(from_files), Upload.kind.in_(FILES_OF_BILLS))
        confirmed = set(session.scalars(query))
    told = [row for row in full if row.upload_id is None or row.upload_id in confirmed]
    return max(told, key=lambda row: row.end, default=None)


def _published(row: Bill, *, home: HomePrices, igv: bool, reference: Reference) -> tuple[Rates | None, bool]:
    """Return the published prices of a bill's days and whether they are surely those in force."""
    try:
        rates = rates_for(
            tariff_book=reference.tariffs,
            distributor=distributor_key(home.distributor, reference),
            start=row.start,
            end=row.end,
            option=home.option,
            igv=igv,
        )
    except UnableToBill:
        return None, False
    begins = rates.tariff.valid_from
    # Lists come every month and not all are known: the next known one does not say that none came between.
    whole_month = begins is not None and row.end <= begins + SURE_FOR
    return rates, whole_month and not any(finding.code in NOT_SURE for finding in rates.findings)


def _printed(row: Bill, document: BillDocument) -> PrintedBill:
    lines: dict[str, Decimal] = {}
    for line in document.lines:
        lines[line.code] = lines.get(line.code, Decimal(0)) + line.amount
    return PrintedBill(
        start=row.start,
        end=row.end,
        kwh=to_kwh(row.kwh),
        previous_reading=document.previous_reading,
        current_reading=document.current_reading,
        meter_factor=document.meter_factor,
        unit_price=document.unit_price,
        lines=lines,
        subtotal=document.subtotal,
        igv=document.igv,
        previous_debt=document.previous_debt,
        total_to_pay=document.total_to_pay,
        averaged=row.estimated,
    )


def _period(row: Bill) -> BillPeriod:
    return BillPeriod(row.start, row.end, row.kwh, row.total, row.estimated)


def _priced(rows: Sequence[Bill], *, newest: Bill, home: HomePrices, reference: Reference) -> dict[date, PastBill]:
    """Return the bill, and the averaged ones before it, with prices where they are known."""
    bills: list[StoredBill] = [
        stored_bill(row) for row in rows if row is newest or (row.estimated and row.kwh is not None)
    ]
    lighting = stored_bill(newest).own
    found = [price_bill(bill, home=home, reference=reference, lighting_of=lighting) for bill in bills]
    return {each.bill.start: each.bill for each in found if isinstance(each, PricedBill)}


def _measured(session: Session, supply_point: SupplyPoint, row: Bill) -> float | None:
    """Return what the home's meter counted from one reading date to the other; None unless it covers every interval."""
    zone = ZoneInfo(supply_point.timezone)
    series = readings_of_days(session, supply_point, first=row.start, last=row.end - timedelta(days=1))
    if series is None:
        return None
    begin, end = (
        datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc) for day in (row.start, row.end)
    )
    part = series.between(begin, end)
    whole = part.start == begin and part.end == end and bool(np.all(part.quality == Quality.MEASURED))
    return part.total_kwh if whole else None
