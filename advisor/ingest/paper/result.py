"""From a bill on paper to a ReadResult: the periods it tells of, and what does not agree in it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, tzinfo
from pathlib import Path

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.checks import check_bill
from advisor.ingest.paper.document import PDF, BillDocument
from advisor.ingest.paper.layouts import GENERIC
from advisor.ingest.results import ReadResult, RowCounts, SupplyRead, UnableToReadFile

KIND = "bill_document"
NEEDED = ("start", "end", "kwh", "unit_price", "total_to_pay")
_NO_ROWS = RowCounts(0, 0, 0, 0, 0, 0, 0)
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypheif", b"ftypmif1", b"ftyphevc", b"ftypmsf1")


def kind_of_bill(head: bytes) -> str | None:
    """Return "pdf" or "photo" for a file that begins so, or None. Raises UnableToReadFile for a HEIC photograph."""
    # Some systems put a few bytes before the mark of a PDF; readers allow a kilobyte.
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PHOTOS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "photo"
    if head[4:12] in _HEIC:
        raise UnableToReadFile("photo_heic")
    return None


def read_bill(source: Path | bytes, kind: str, *, zone: tzinfo) -> ReadResult:
    """Read a bill that is a PDF or a photograph. Raises UnableToReadFile."""
    if kind == "pdf":
        from advisor.ingest.paper.pdf import read_bill_pdf

        bill = read_bill_pdf(source)
    else:
        from advisor.ingest.paper.pictures import read_photo

        bill = read_photo(source)
    bills = periods_of(bill)
    supply = SupplyRead(bill.supply_number, "import", "kWh", None, None, bills, values=len(bills))
    return ReadResult(
        format=f"bill_{bill.source}:{bill.layout}" if bill.layout else f"bill_{bill.source}",
        encoding="binary",
        zone=zone,
        kind=KIND,
        supplies=(supply,) if bills else (),
        rows=_NO_ROWS,
        findings=(*_remarks(bill), *check_bill(bill)),
        document=bill,
    )


def periods_of(bill: BillDocument) -> tuple[BillPeriod, ...]:
    """Return the period of the bill and those of its printed months, oldest first.

    A printed month has no reading dates: its period ends as many months before the bill's as the month lies before the
    bill's own, on the same day. A bill without its first date is taken as one month long. Empty without end or kWh.
    """
    if bill.end is None:
        return ()
    start = bill.start or months_before(bill.end, 1)
    own = BillPeriod(start, bill.end, None if bill.kwh is None else float(bill.kwh), bill_total(bill), bill.averaged)
    earlier = {}
    for bar in bill.history:
        back = _months_between(bar.month, bill_month(bill))
        if back >= 1:
            earlier[back] = BillPeriod(
                months_before(start, back), months_before(start, back - 1), bar.kwh, None, bar.estimated
            )
    return tuple(earlier[back] for back in sorted(earlier, reverse=True)) + ((own,) if bill.kwh is not None else ())


def bill_month(bill: BillDocument) -> date:
    """Return the month a bill is of: the newest printed one with its kWh, else that of its last reading."""
    newest = bill.history[-1] if bill.history else None
    if newest and bill.kwh is not None and abs(newest.kwh - float(bill.kwh)) < 1 and newest.month <= bill.end:
        return newest.month
    return bill.end.replace(day=1)


def bill_total(bill: BillDocument):
    """Return what this month costs, soles: what is to be paid without what was owed before, or None."""
    if bill.total_to_pay is None:
        return None
    total = bill.total_to_pay - (bill.previous_debt or 0)
    return total if total >= 0 else None


def months_before(day: date, count: int) -> date:
    """Return the same day `count` months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _remarks(bill: BillDocument) -> tuple[Finding, ...]:
    if bill.source != PDF:
        return (Finding("bill_has_no_text", Severity.INFO),)
    unsure = tuple(
        Finding("bill_figure_two_ways", Severity.WARNING, {"text": text[:40]}) for text in dict.fromkeys(bill.unsure)
    )
    if bill.layout == GENERIC:
        return (Finding("bill_layout_unknown", Severity.INFO), *unsure)
    return unsure
