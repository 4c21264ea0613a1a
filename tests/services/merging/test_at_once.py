"""What comes at the same time leaves what one after the other would: nothing twice, nothing half, no deadlock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from advisor.db import Bill, Channel, CorrectionAction, DataChange, Household, MeterReading, SupplyPoint, Upload, db
from advisor.db.transactions import write_transaction
from advisor.db.uploads import UploadKind, UploadStatus
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument
from advisor.services import bills, corrections, deriving, portfolio_importing, portfolios, undo
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.services.intervals import load_series
from advisor.services.portfolio_checking import check_portfolio
from advisor.services.typed_readings import remove_reading, type_reading

from ..test_portfolios import GOOD, consultant, give, stored

__all__ = ["consultant", "give"]
MONTH = (date(2026, 3, 4), date(2026, 4, 4))


@pytest.fixture
def at_once(bare_app) -> Callable[..., list[object]]:
    """Run functions in threads of their own, begun together, each with its session; return what went wrong."""

    def run(*tasks: Callable[[object], object]) -> list[object]:
        start, wrong = threading.Barrier(len(tasks)), []

        def one(task: Callable) -> None:
            with bare_app.app_context():
                try:
                    start.wait(timeout=30)
                    task(db.session)
                except Exception as error:
                    wrong.append(error)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=one, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        assert not any(thread.is_alive() for thread in threads)
        return wrong

    return run


def a_waiting_bill(session, supply_point, *, now: datetime, sha: str = "a") -> int:
    with write_transaction(session):
        upload = Upload(supply_point_id=supply_point.id, filename="r.pdf", sha256=sha * 64, size_bytes=1)
        upload.kind, upload.status, upload.received_at = UploadKind.BILL_PDF, UploadStatus.CHECKED, now
        session.add(upload)
        session.flush()
        return upload.id


def the_bill(price: str = "0.50", start: date = MONTH[0], end: date = MONTH[1]) -> ToldBill:
    return ToldBill(BillDocument(source="pdf", start=start, end=end, kwh=Decimal(100), unit_price=Decimal(price)))


def changes(session, point_id: int, kind: str) -> int:
    query = select(func.count()).select_from(DataChange)
    return session.scalars(query.where(DataChange.supply_point_id == point_id, DataChange.kind == kind)).one()


def test_a_bill_confirmed_in_two_tabs_is_stored_once(session, actor, supply_point, now, at_once):
    point_id, number = supply_point.id, a_waiting_bill(session, supply_point, now=now)
    of = {"actor": actor, "now": now, "supply_point_id": point_id, "upload_id": number}
    assert at_once(*[lambda own: save_told_bill(own, told=the_bill(), **of)] * 6) == []
    assert session.scalars(select(func.count()).select_from(Bill)).one() == 1
    assert changes(session, point_id, "import") == 1


def test_two_bills_and_typed_bars_at_once_all_stand(session, actor, supply_point, now, at_once):
    point_id = supply_point.id
    later = date(2026, 5, 4)
    numbers = [a_waiting_bill(session, supply_point, now=now, sha=sha) for sha in "ab"]
    told = [the_bill(), the_bill("0.60", MONTH[1], later)]
    of = {"actor": actor, "now": now, "supply_point_id": point_id}
    before = date(2026, 2, 4)
    bar = BillPeriod(before, MONTH[0], 90.0)
    tasks = [
        lambda own, n=n, t=t: save_told_bill(own, told=t, upload_id=n, **of) for n, t in zip(numbers, told, strict=True)
    ]
    tasks += [lambda own: bills.save_bills(own, bills=[bar], **of)] * 2
    assert at_once(*tasks) == []
    assert session.scalars(select(Bill.start).order_by(Bill.start)).all() == [before, *MONTH]
    assert session.get_one(SupplyPoint, point_id).last_bill == {"unit_price": "0.60"}


def test_a_bill_undone_twice_and_confirmed_at_once_ends_undone_or_stored_whole(
    session, actor, supply_point, now, at_once
):
    point_id, number = supply_point.id, a_waiting_bill(session, supply_point, now=now)
    of = {"actor": actor, "now": now}
    save_told_bill(session, told=the_bill(), supply_point_id=point_id, upload_id=number, **of)
    confirm = lambda own: save_told_bill(own, told=the_bill(), supply_point_id=point_id, upload_id=number, **of)  # noqa: E731
    take_back = lambda own: undo.undo_upload(own, upload_id=number, **of)  # noqa: E731
    wrong = at_once(confirm, take_back, confirm, take_back)
    # Whoever confirms a bill that is already undone is told that it does not wait.
    assert {type(error).__name__ for error in wrong} <= {"NotABill"}
    assert session.scalars(select(func.count()).select_from(Bill)).one() == 0
    assert session.get_one(SupplyPoint, point_id).last_bill is None
    assert changes(session, point_id, "undo") == 1


def test_two_workers_import_one_portfolio_once(session, settings, now, consultant, give, at_once):
    who = consultant()
    number = give(who, GOOD).id
    portfolios.confirm(session, actor=who, now=now, portfolio_file_id=number)
    of = {"now": now, "portfolio_file_id": number, "uploads_dir": settings.uploads_dir}
    assert at_once(*[lambda own: portfolio_importing.import_portfolio(own, **of)] * 3) == []
    assert session.scalars(select(func.count()).select_from(Household)).one() == 5
    assert len(stored(session)) == 5 * 4
    assert session.scalars(select(func.count()).select_from(DataChange)).one() == 5


def test_two_files_with_the_same_new_clients_make_each_once(session, settings, now, consultant, give, at_once):
    who, numbers = consultant(), []
    for text in (GOOD, GOOD.replace(";130\n", ";131\n")):
        numbers.append(give(who, text).id)
        portfolios.confirm(session, actor=who, now=now, portfolio_file_id=numbers[-1])
    assert check_portfolio(session, now=now, portfolio_file_id=numbers[0], uploads_dir=settings.uploads_dir) is None
    of = {"now": now, "uploads_dir": settings.uploads_dir}
    tasks = [lambda own, n=n: portfolio_importing.import_portfolio(own, portfolio_file_id=n, **of) for n in numbers]
    assert at_once(*tasks) == []
    assert session.scalars(select(func.count()).select_from(Household)).one() == 5
    assert session.scalars(select(func.count()).select_from(Upload)).one() == 10


def test_readings_typed_removed_derived_and_corrected_at_once(session, actor, supply_point, now, at_once):
    point_id = supply_point.id
    of = {"actor": actor, "now": now, "supply_point_id": point_id}
    days = [datetime(2026, 4, day, 5, tzinfo=timezone.utc) for day in range(1, 9)]
    for day, at in enumerate(days[:4]):
        assert type_reading(session, at=at, kwh=1000.0 + 10 * day, name="Lecturas", **of) is None
    upload_id = session.scalars(select(Upload.id)).one()
    second = session.scalars(select(MeterReading.id).where(MeterReading.at == days[1])).one()
    session.rollback()
    derive = lambda own: deriving.derive(own, now=now, supply_point_id=point_id, upload_id=upload_id)  # noqa: E731
    stretch = {"start": days[0], "end": days[0] + timedelta(days=1), "kind": "dead", "channel": Channel.IMPORT}
    tasks = [
        lambda own, n=n: type_reading(own, at=days[n], kwh=1000.0 + 10 * n, name="Lecturas", **of) for n in (4, 5, 6, 7)
    ]
    tasks += [derive, derive, lambda own: remove_reading(own, reading_id=second, **of)]
    tasks += [lambda own: corrections.correct(own, **stretch, action=CorrectionAction.KEEP, **of)] * 2
    assert at_once(*tasks) == []
    derive(session)
    # Between the first reading and the last the meter counted 70 kWh, whatever came in between.
    assert load_series(session, supply_point_id=point_id).total_kwh == pytest.approx(70.0)
    assert changes(session, point_id, "correction") == 1
