"""What full bills say of a supply point: prices, IGV, company and option, beside what its person says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.layers import BillLayer
from advisor.db.uploads import Upload, UploadKind

FIELDS = ("last_bill", "igv", "distributor", "tariff_option")
# Keys of SupplyPoint.last_bill whose price is the sum of the bill's lines of that code.
PRICED_BY_LINES = ("fixed", "public_lighting")

Told = Sequence[tuple[datetime, Mapping]]


def said_with_bills(words: Mapping[str, object], bills: Told) -> dict[str, object]:
    """Return the fields of a supply point: the person's words, and over each what bills told after it say.

    words: the value of each field, and in "said_at" when it was said unless before any bill; bills: when each was
    told and its detail. Company and option are those of the first told, the company only where none was known; each
    price and IGV are of the latest bill that says them.
    """
    said_at = {name: datetime.fromisoformat(at) for name, at in words.get("said_at", {}).items()}

    def after(name: str, found: Told) -> list[Mapping]:
        return [detail for at, detail in found if name not in said_at or at > said_at[name]]

    said = {name: words[name] for name in FIELDS}
    for detail in after("distributor", bills)[:1]:
        said["distributor"] = said["distributor"] or detail.get("distributor")
    for detail in after("tariff_option", bills)[:1]:
        said["tariff_option"] = detail.get("tariff_option") or said["tariff_option"]
    by_end = sorted(bills, key=lambda told: told[1].get("end") or "")
    for detail in after("last_bill", by_end):
        if printed := _printed_prices(detail):
            said["last_bill"] = {**(said["last_bill"] or {}), **printed}
    for detail in after("igv", by_end):
        if detail.get("charges_igv") is not None:
            said["igv"] = detail["charges_igv"]
    return said


@contextmanager
def following_bills(session: Session, supply_point: SupplyPoint) -> Iterator[None]:
    """Change the full bills of a locked supply point inside; what they say of it follows."""
    if supply_point.beside_bills is None:
        supply_point.beside_bills = storable({name: getattr(supply_point, name) for name in FIELDS})
    yield
    bills = _full_bills(session, supply_point)
    for name, value in said_with_bills(supply_point.beside_bills, bills).items():
        if getattr(supply_point, name) != value:
            setattr(supply_point, name, value)
    if not bills:
        supply_point.beside_bills = None


def say(supply_point: SupplyPoint, changes: Mapping[str, object], *, now: datetime) -> None:
    """Change a locked supply point as its person says; what is new in that stays when earlier bills are undone."""
    given = {name: storable(value) for name, value in changes.items()}
    new = {name: value for name, value in given.items() if getattr(supply_point, name) != value}
    for name, value in new.items():
        setattr(supply_point, name, value)
    words = supply_point.beside_bills
    if words is not None:
        of_bills = {name: value for name, value in new.items() if name in FIELDS}
        said_at = {**words.get("said_at", {}), **dict.fromkeys(of_bills, now.isoformat())}
        supply_point.beside_bills = {**words, **of_bills, "said_at": said_at}


def _full_bills(session: Session, supply_point: SupplyPoint) -> list[tuple[datetime, dict]]:
    """Return each full bill that a person confirmed with the moment it was told, in that order."""
    query = select(BillLayer).outerjoin(Upload, BillLayer.upload_id == Upload.id)
    query = query.where(BillLayer.supply_point_id == supply_point.id, BillLayer.detail.is_not(None))
    # What a program sends beside a bill is not looked at by anybody and may say anything.
    by_a_person = BillLayer.upload_id.is_(None) | Upload.kind.in_([UploadKind.BILL_PDF, UploadKind.BILL_PHOTO])
    layers = session.scalars(query.where(by_a_person).order_by(BillLayer.at, BillLayer.id))
    # An empty detail is a bar that the person typed over a full bill.
    return [(layer.at, layer.detail) for layer in layers if layer.detail]


def _printed_prices(detail: Mapping) -> dict[str, str]:
    """Return unit price, fixed charge and street lighting as decimal strings; what is not printed is left out."""
    prices = {"unit_price": detail.get("unit_price")}
    for code in PRICED_BY_LINES:
        amounts = [Decimal(line["amount"]) for line in detail.get("lines") or () if line["code"] == code]
        prices[code] = str(sum(amounts, Decimal(0))) if amounts else None
    return {name: value for name, value in prices.items() if value is not None}
