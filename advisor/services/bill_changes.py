"""What changed from the bills before to the newest one of a supply point, from what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.assessment.past_bills import (
    LAST_YEAR,
    PREVIOUS,
    Comparison,
    HomePrices,
    StoredBill,
    compare,
    newest_known,
    seasonal_use,
)
from advisor.db.households import Bill, SupplyPoint
from advisor.db.queries.snapshots import latest_assessment
from advisor.energy.climate import SeasonalUse
from advisor.energy.tariffs import OwnBill
from advisor.ingest.paper.document import BillDocument
from advisor.reference.loader import Reference

__all__ = [
    "LAST_YEAR",
    "BillChanges",
    "Comparison",
    "bill_changes",
    "document_of_bill",
    "home_prices",
    "stored_bill",
    "stored_bills",
]


@dataclass(frozen=True)
class BillChanges:
    """The newest bill against the previous one and that of the same month last year; seasons: what told the weather."""

    newest: StoredBill
    previous: Comparison
    last_year: Comparison
    seasons: SeasonalUse | None


def bill_changes(session: Session, *, supply_point: SupplyPoint, reference: Reference) -> BillChanges | None:
    """Return the two comparisons of the newest bill; None where no bill with its kWh is stored."""
    bills = [stored_bill(row) for row in stored_bills(session, supply_point)]
    newest = newest_known(bills)
    if newest is None:
        return None
    home = home_prices(supply_point)
    assessment = latest_assessment(session, supply_point)
    climate = reference.climate.of(supply_point.household.department)
    seasons = seasonal_use(assessment.document if assessment else None, climate)
    previous, last_year = (
        compare(kind, bills, home=home, reference=reference, seasons=seasons) for kind in (PREVIOUS, LAST_YEAR)
    )
    return BillChanges(newest, previous, last_year, seasons)


def stored_bills(session: Session, supply_point: SupplyPoint) -> list[Bill]:
    """Return the bills that stand, oldest first."""
    mine = select(Bill).where(Bill.supply_point_id == supply_point.id)
    return list(session.scalars(mine.order_by(Bill.start)))


def stored_bill(row: Bill) -> StoredBill:
    """Return a stored bill with the prices it prints, where it is a full one."""
    document = document_of_bill(row)
    return StoredBill(
        start=row.start,
        end=row.end,
        kwh=row.kwh,
        total=row.total,
        averaged=row.estimated,
        own=None if document is None else _own(document, row),
        igv=(row.detail or {}).get("charges_igv"),
    )


def document_of_bill(row: Bill) -> BillDocument | None:
    """Return what a full bill says on paper; None for a bar, and for what a program sent in another shape."""
    if not row.detail:
        return None
    try:
        return BillDocument.from_document({"source": "", **row.detail})
    # What a program sends beside a bill is looked at by nobody and may hold anything.
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None


def home_prices(supply_point: SupplyPoint) -> HomePrices:
    """Return what the prices of a supply point's bills depend on."""
    # While full bills are stored, `last_bill` holds their prices, which are those of their own days.
    said = supply_point.beside_bills or {"last_bill": supply_point.last_bill}
    return HomePrices(
        distributor=supply_point.distributor,
        option=supply_point.tariff_option,
        igv=supply_point.igv,
        last_bill=_read_by_its_people(said.get("last_bill")),
    )


def _own(document: BillDocument, row: Bill) -> OwnBill | None:
    if document.unit_price is None or document.unit_price <= 0:
        return None
    return OwnBill(
        unit_price=document.unit_price,
        fixed=_not_negative(document.line_amount("fixed")),
        public_lighting=_not_negative(document.line_amount("public_lighting")),
        connection=_not_negative(document.line_amount("connection")),
        kwh=row.kwh,
    )


def _not_negative(amount: Decimal | None) -> Decimal | None:
    return amount if amount is not None and amount >= 0 else None


def _read_by_its_people(printed: Mapping | None) -> OwnBill | None:
    if not printed:
        return None
    prices = {name: Decimal(printed[name]) for name in ("unit_price", "fixed", "public_lighting") if printed.get(name)}
    return OwnBill(**prices) if prices else None
