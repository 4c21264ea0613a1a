"""A full bill, from a PDF, a photograph or typed: stored as the person confirmed it, with its months before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import Bill, SupplyPoint
from advisor.db.jobs import JobKind
from advisor.db.queries.scope import for_actor
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.energy.findings import Finding
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.checks import check_bill
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.ingest.paper.result import bill_total, months_before, periods_of
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.bills import store_bill_layer
from advisor.services.history import note
from advisor.services.jobs import add_job, announce
from advisor.services.own_prices import following_bills

__all__ = [
    "BillDocument",
    "NotABill",
    "PrintedLine",
    "ToldBill",
    "bill_total",
    "document_of",
    "months_before",
    "periods_of",
    "remarks_on",
    "save_told_bill",
    "supply_numbers",
]

BILL_KINDS = (UploadKind.BILL_PDF, UploadKind.BILL_PHOTO)


class NotABill(ValueError):
    """The upload is no bill that waits for its figures."""


@dataclass(frozen=True)
class ToldBill:
    """A bill as its person confirmed it.

    bill: the values, as on paper, with both reading dates; earlier: the months before it, oldest first, as its history
    prints them; igv: whether the bill charges it, None where it does not say.
    """

    bill: BillDocument
    earlier: Sequence[BillPeriod] = ()
    igv: bool | None = None

    @property
    def period(self) -> BillPeriod:
        """The bill as one period with its usage and what it costs."""
        kwh = None if self.bill.kwh is None else float(self.bill.kwh)
        return BillPeriod(self.bill.start, self.bill.end, kwh, bill_total(self.bill), self.bill.averaged)


def document_of(upload: Upload) -> BillDocument | None:
    """Return what was read of an upload that is a bill on paper; None for any other upload, or before its check."""
    document = (upload.summary or {}).get("document")
    return BillDocument.from_document(document) if document else None


def remarks_on(bill: BillDocument) -> tuple[Finding, ...]:
    """Return what does not agree in a bill."""
    return check_bill(bill)


def supply_numbers(session: Session, *, supply_point: SupplyPoint) -> frozenset[str]:
    """Return the supply numbers that the stored full bills of a supply point carry."""
    told = (bill.detail.get("supply_number") for bill in _full_bills(session, supply_point))
    return frozenset(str(number) for number in told if number)


def save_told_bill(
    session: Session, *, actor: Actor, now: datetime, supply_point_id: int, told: ToldBill, upload_id: int | None = None
) -> int:
    """Store a confirmed bill, its history and what it says of the supply point; return how many of its bills stand.

    All in one transaction, with the job that makes the new result. A second confirmation of the same upload changes
    nothing. Raises NotFound, or NotABill for an upload that is none or is not waiting.
    """
    with write_transaction(session):
        upload, point = _locked(session, actor, supply_point_id, upload_id)
        if upload is not None and _already(upload, point):
            return int((upload.result or {}).get("bills_added", 0))
        with following_bills(session, point):
            standing = _store(session, point, told, upload_id=upload_id, at=now)
        kind = "bills_typed" if upload is None else "import"
        if upload is not None:
            _mark(upload, now=now, bills=standing, told=told)
        note(
            session,
            now=now,
            kind=kind,
            supply_point_id=point.id,
            actor_id=actor.user_id,
            upload_id=upload_id,
            bills=standing,
        )
        record(session, now=now, tag="web:bill:saved", actor_id=actor.user_id, subject_id=point.id, bills=standing)
        job_id = add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id).id
    announce(job_id)
    return standing


def _locked(
    session: Session, actor: Actor, supply_point_id: int, upload_id: int | None
) -> tuple[Upload | None, SupplyPoint]:
    """Take the locks in the order of an import: the upload, then the meter.

    A bill without a file replaces what was typed: whoever may only bring files may not.
    """
    scope, upload = for_actor(session, actor), None
    if upload_id is not None:
        upload = scope.upload(upload_id)
        session.refresh(upload, with_for_update=True)
    point = (
        scope.supply_point(supply_point_id) if upload_id is not None else scope.supply_point_to_change(supply_point_id)
    )
    session.refresh(point, with_for_update=True)
    return upload, point


def _already(upload: Upload, point: SupplyPoint) -> bool:
    """Say whether the upload is stored already; raises NotABill unless it is a bill of this supply point that waits."""
    if upload.supply_point_id != point.id or upload.kind not in BILL_KINDS:
        raise NotABill(f"upload {upload.id} is no bill of supply point {point.id}")
    if upload.status is UploadStatus.IMPORTED:
        return True
    if upload.status is not UploadStatus.CHECKED:
        raise NotABill(f"upload {upload.id} is {upload.status.value}")
    return False


def _store(session: Session, point: SupplyPoint, told: ToldBill, *, upload_id: int | None, at: datetime) -> int:
    """Keep the bill and its earlier months; typed ones run by run, so that what was typed between them stays."""
    bills = [*told.earlier, told.period]
    detail = {told.period: storable(_detail(told))}
    runs = [bills] if upload_id is not None else list(_runs(bills))
    return sum(
        store_bill_layer(
            session,
            supply_point=point,
            upload_id=upload_id,
            bills=run,
            details=[detail.get(bill) for bill in run],
            at=at,
        )
        for run in runs
    )


def _runs(bills: Sequence[BillPeriod]) -> Iterator[list[BillPeriod]]:
    """Yield the bills in groups without a hole in time."""
    run: list[BillPeriod] = []
    for bill in bills:
        if run and run[-1].end != bill.start:
            yield run
            run = []
        run.append(bill)
    yield run


def _full_bills(session: Session, point: SupplyPoint) -> list[Bill]:
    query = select(Bill).where(Bill.supply_point_id == point.id, Bill.detail.is_not(None))
    return [bill for bill in session.scalars(query) if bill.detail]


def _detail(told: ToldBill) -> dict[str, object]:
    """Return what the bill says beyond its bar, without where it stood on the page."""
    document = told.bill.as_document()
    for name in ("found", "history", "source", "pages", "unsure"):
        document.pop(name)
    for line in document["lines"]:
        line.pop("place")
    document["charges_igv"] = told.igv
    return {name: value for name, value in document.items() if value is not None}


def _mark(upload: Upload, *, now: datetime, bills: int, told: ToldBill) -> None:
    upload.status, upload.confirmed_at, upload.imported_at = UploadStatus.IMPORTED, now, now
    upload.answers = storable({"document": told.bill.as_document()})
    upload.result = {"bills_added": bills, "kwh": told.period.kwh}
