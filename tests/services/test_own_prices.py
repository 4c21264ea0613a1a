"""What bills say of a supply point follows the bills that stand: undone, it is as if they had never come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count

import pytest

from advisor.db import BillLayer, BillSource, SupplyPoint, Upload, UploadKind, UploadStatus
from advisor.db.transactions import write_transaction
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.services import households
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.services.own_prices import said_with_bills
from advisor.services.undo import undo_upload

NOW = datetime(2026, 5, 14, 15, tzinfo=timezone.utc)
MARCH, APRIL, MAY = (date(2026, month, 4) for month in (3, 4, 5))


def a_bill(start: date, end: date, price: str, *, igv: bool | None = True, **more) -> ToldBill:
    """A bill of one month: its price of a kWh, and 2.20 soles fixed."""
    lines = (PrintedLine("fixed", "", Decimal("2.20")),)
    bill = BillDocument(
        source="pdf", start=start, end=end, kwh=Decimal(100), unit_price=Decimal(price), lines=lines, **more
    )
    return ToldBill(bill, igv=igv)


@pytest.fixture
def later() -> Iterator[datetime]:
    """Moments one after the other."""
    return (NOW + timedelta(minutes=minute) for minute in count())


@pytest.fixture
def tell(session, actor, supply_point, now, later):
    """Confirm a bill of the supply point, as a file or (False) typed; return its upload's id."""
    numbers = iter(range(100))

    def telling(told: ToldBill, *, file: bool = True) -> int | None:
        upload_id = None
        if file:
            with write_transaction(session):
                upload = Upload(supply_point_id=supply_point.id, filename="r.pdf", size_bytes=1, received_at=now)
                upload.sha256, upload.kind = f"{next(numbers):064}", UploadKind.BILL_PDF
                upload.status, upload.uploaded_by_id = UploadStatus.CHECKED, actor.user_id
                session.add(upload)
                session.flush()
                upload_id = upload.id
        of = {"supply_point_id": supply_point.id, "upload_id": upload_id}
        save_told_bill(session, actor=actor, now=next(later), told=told, **of)
        return upload_id

    return telling


@pytest.fixture
def said(session, supply_point):
    """What is known of the supply point now: price of a kWh, IGV, company, option."""

    def known() -> tuple:
        point = session.get_one(SupplyPoint, supply_point.id, populate_existing=True)
        found = (point.last_bill or {}).get("unit_price"), point.igv, point.distributor, point.tariff_option
        session.rollback()
        return found

    return known


@pytest.fixture
def undo(session, actor, now):
    return lambda upload_id: undo_upload(session, actor=actor, now=now, upload_id=upload_id)


@pytest.mark.parametrize("first_told", ["older", "newer"])
@pytest.mark.parametrize("first_undone", ["older", "newer"])
def test_undone_in_any_order_the_supply_point_is_as_before(tell, said, undo, first_told, first_undone):
    before = said()
    bills = {
        "older": a_bill(MARCH, APRIL, "0.50"),
        "newer": a_bill(APRIL, MAY, "0.60", igv=False, tariff_option="BT5F"),
    }
    order = [first_told, *(name for name in bills if name != first_told)]
    numbers = {name: tell(bills[name]) for name in order}
    option = "BT5F" if first_told == "newer" else "BT5B"
    assert said() == ("0.60", False, "luz-del-sur", option)
    other = "newer" if first_undone == "older" else "older"
    undo(numbers[first_undone])
    assert said()[:2] == (("0.60", False) if other == "newer" else ("0.50", True))
    undo(numbers[other])
    assert said() == before


def test_what_a_person_said_after_a_bill_stays_when_it_is_undone(session, actor, supply_point, later, tell, said, undo):
    number = tell(a_bill(MARCH, APRIL, "0.50"))
    changes = {"distributor": "pluz", "igv": False, "last_bill": {"unit_price": "0.70"}}
    households.update_supply_point(session, actor=actor, now=next(later), supply_point_id=supply_point.id, **changes)
    assert said() == ("0.70", False, "pluz", "BT5B")
    undo(number)
    assert said() == ("0.70", False, "pluz", "BT5B")


def test_a_later_bill_counts_over_what_a_person_said_before_it(session, actor, supply_point, later, tell, said, undo):
    tell(a_bill(MARCH, APRIL, "0.50"))
    changes = {"igv": False, "last_bill": {"unit_price": "0.70"}}
    households.update_supply_point(session, actor=actor, now=next(later), supply_point_id=supply_point.id, **changes)
    number = tell(a_bill(APRIL, MAY, "0.60"))
    assert said()[:2] == ("0.60", True)
    undo(number)
    assert said()[:2] == ("0.70", False)


def test_a_form_sent_again_unchanged_says_nothing_new(session, actor, supply_point, later, tell, said, undo):
    before = said()
    number = tell(a_bill(MARCH, APRIL, "0.50", igv=False))
    point = session.get_one(SupplyPoint, supply_point.id)
    same = {"distributor": point.distributor, "igv": point.igv, "last_bill": dict(point.last_bill)}
    households.update_supply_point(session, actor=actor, now=next(later), supply_point_id=supply_point.id, **same)
    undo(number)
    assert said() == before


def test_an_older_bill_changes_no_price(tell, said):
    tell(a_bill(APRIL, MAY, "0.60"))
    tell(a_bill(MARCH, APRIL, "0.50"))
    assert said()[0] == "0.60"


def test_the_company_is_taken_from_the_first_bill_where_none_was_known(
    session, actor, supply_point, later, tell, said, undo
):
    of = {"supply_point_id": supply_point.id, "distributor": None}
    households.update_supply_point(session, actor=actor, now=next(later), **of)
    first = tell(a_bill(MARCH, APRIL, "0.50", distributor="pluz"))
    second = tell(a_bill(APRIL, MAY, "0.60", distributor="luz-del-sur"))
    assert said()[2] == "pluz"
    undo(first)
    assert said()[2] == "luz-del-sur"
    undo(second)
    assert said()[2] is None


def test_what_a_program_sends_beside_a_bill_changes_nothing_of_the_supply_point(session, supply_point, tell, said):
    with write_transaction(session):
        upload = Upload(supply_point_id=supply_point.id, filename="p.json", size_bytes=1, received_at=NOW)
        upload.sha256, upload.kind, upload.status = "f" * 64, UploadKind.API, UploadStatus.IMPORTED
        session.add(upload)
        session.flush()
        told = {"unit_price": "9", "lines": [{"amount": "x"}], "end": 7, "charges_igv": "no"}
        bill = BillLayer(supply_point_id=supply_point.id, upload_id=upload.id, start=APRIL, end=MAY, kwh=1, detail=told)
        bill.source, bill.at = BillSource.FILE, NOW
        session.add(bill)
    tell(a_bill(MARCH, APRIL, "0.50"))
    assert said()[:2] == ("0.50", True)


def test_a_bill_that_does_not_say_a_price_keeps_that_of_the_one_before():
    before = {"last_bill": None, "igv": True, "distributor": None, "tariff_option": "BT5B"}
    older = {"end": "2026-04-04", "lines": [{"code": "fixed", "amount": "2.20"}, {"code": "fixed", "amount": "-0.10"}]}
    newer = {"end": "2026-05-04", "unit_price": "0.60", "lines": []}
    for told in ([(NOW, older), (NOW, newer)], [(NOW, newer), (NOW, older)]):
        assert said_with_bills(before, told)["last_bill"] == {"fixed": "2.10", "unit_price": "0.60"}
    assert said_with_bills(before, []) == before
