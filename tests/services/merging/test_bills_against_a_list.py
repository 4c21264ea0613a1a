"""Bars, files, bills on paper, programs, undos and the person's own words in any order leave what a list of them says.

The list is kept apart by what each source said (bill_model.py); the product keeps rows and columns.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, Phase
from hypothesis import settings as sized
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from advisor.db import Bill, BillLayer, SupplyPoint, Upload, UploadKind, UploadStatus
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.services.bills import save_bills, store_bill_layer
from advisor.services.own_prices import say
from advisor.services.undo import undo_upload, what_undo_does

from .bill_model import FIELDS, TYPED, Bills, Paper, Said

FIRST_DAY = date(2026, 1, 1)
# Few days and few values: what is said then overlaps, agrees and ties often.
DAYS = (0, 30, 31, 60, 90, 120)
prices = st.sampled_from([None, "0.50", "0.61"])
bars = st.tuples(
    st.sampled_from([None, 90.0, 120.0]), st.sampled_from([None, Decimal("80.00")]), st.sampled_from([False, True])
)
papers = st.builds(
    Paper,
    unit_price=prices,
    fixed=prices,
    igv=st.sampled_from([None, True, False]),
    distributor=st.sampled_from([None, "pluz", "luz-del-sur"]),
    tariff_option=st.sampled_from([None, "BT5B", "BT5E"]),
)
words = st.fixed_dictionaries({}, optional={
    "last_bill": st.sampled_from([None, {"unit_price": "0.70"}, {"unit_price": "0.50", "fixed": "3.00"}]),
    "igv": st.booleans(),
    "distributor": st.sampled_from(["pluz", "electrocentro"]),
    "tariff_option": st.sampled_from(["BT5B", "BT5D"]),
})  # fmt: skip


@st.composite
def runs(draw) -> list[tuple]:
    """Bars one after the other without a hole: (start, end, kwh, total, estimated)."""
    first = draw(st.integers(0, len(DAYS) - 2))
    edges = DAYS[first : draw(st.integers(first + 2, min(first + 4, len(DAYS))))]
    return [(start, end, *draw(bars)) for start, end in pairwise(edges)]


def period(bar: tuple) -> BillPeriod:
    start, end, *rest = bar
    return BillPeriod(FIRST_DAY + timedelta(days=start), FIRST_DAY + timedelta(days=end), *rest)


def told_bill(run: list[tuple], paper: Paper) -> ToldBill:
    """The last bar of a run as a full bill, the others as its history."""
    last = period(run[-1])
    line = PrintedLine(code="fixed", label="Cargo fijo", amount=Decimal(paper.fixed)) if paper.fixed else None
    document = BillDocument(
        source="pdf",
        start=last.start,
        end=last.end,
        kwh=None if last.kwh is None else Decimal(str(last.kwh)),
        total_to_pay=last.total,
        averaged=last.estimated,
        unit_price=Decimal(paper.unit_price) if paper.unit_price else None,
        distributor=paper.distributor,
        tariff_option=paper.tariff_option,
        lines=(line,) if line else (),
    )
    return ToldBill(document, [period(bar) for bar in run[:-1]], igv=paper.igv)


class Papers(RuleBasedStateMachine):
    """One home's bills; `session`, `new_home` and `now` are the test's."""

    def __init__(self, session, new_home, now) -> None:
        super().__init__()
        self.session, self.begin = session, now
        self.actor, point = new_home()
        self.point_id = point.id
        self.model = Bills(words={name: getattr(point, name) for name in FIELDS})
        self.brought: dict[int, tuple[UploadKind, list[tuple], Paper | None]] = {}
        self.undone: set[int] = set()
        self.when = 0

    @property
    def now(self):
        return self.begin + timedelta(minutes=self.when)

    @property
    def of(self) -> dict[str, object]:
        return {"actor": self.actor, "now": self.now}

    @rule(run=runs())
    def type_bars(self, run: list[tuple]) -> None:
        self.when += 1
        given = [period(bar) for bar in run]
        save_bills(self.session, bills=given, supply_point_id=self.point_id, **self.of)
        self.model.type_bars([Said(TYPED, self.when, *bar) for bar in run])

    @precondition(lambda self: self.model.said)
    @rule(run=runs())
    def give_back_what_the_form_shows(self, run: list[tuple]) -> None:
        """The form shows the bars that stand; one of them may be changed."""
        shown = [said.bar for said in self.model.standing()]
        self.type_bars([run[0] if bar[:2] == run[0][:2] else bar for bar in shown])

    @rule(run=runs(), kind=st.sampled_from([UploadKind.FILE, UploadKind.BILL_PDF, UploadKind.BILL_PHOTO]), paper=papers)
    def bring(self, run: list[tuple], kind: UploadKind, paper: Paper) -> None:
        self.when += 1
        number = self._upload(kind)
        self.brought[number] = (kind, run, None if kind is UploadKind.FILE else paper)
        self._tell(number)

    @rule(run=runs(), paper=st.none() | papers)
    def a_program_sends(self, run: list[tuple], paper: Paper | None) -> None:
        self.when += 1
        number = self._upload(UploadKind.API)
        self.brought[number] = (UploadKind.API, run, paper)
        self._tell(number)

    @rule(run=runs(), paper=papers)
    def type_a_full_bill(self, run: list[tuple], paper: Paper) -> None:
        self.when += 1
        save_told_bill(self.session, told=told_bill(run, paper), supply_point_id=self.point_id, **self.of)
        self.model.add(self._said(TYPED, run, paper, counts=True))

    @precondition(lambda self: set(self.brought) - self.undone)
    @rule(data=st.data())
    def undo(self, data) -> None:
        self.when += 1
        number = data.draw(st.sampled_from(sorted(set(self.brought) - self.undone)))
        others = self.model.standing(without=number)
        goes = [said for said in self.model.standing() if said.source == number]
        covered = sum(any(said.overlaps(other) for other in others) for said in goes)
        told = what_undo_does(self.session, upload=self.session.get_one(Upload, number))
        assert (told.bills_lost, told.bills_restored) == (len(goes) - covered, covered)
        assert undo_upload(self.session, upload_id=number, **self.of)
        assert not undo_upload(self.session, upload_id=number, **self.of)
        self.model.remove(number)
        self.undone.add(number)

    @precondition(lambda self: self.undone)
    @rule(data=st.data())
    def bring_the_undone_again(self, data) -> None:
        self.when += 1
        number = data.draw(st.sampled_from(sorted(self.undone)))
        with write_transaction(self.session):
            upload = self.session.get_one(Upload, number)
            upload.status, upload.undone_at = UploadStatus.CHECKED, None
        self.undone.remove(number)
        self._tell(number)

    @rule(said=words)
    def the_person_says(self, said: dict[str, object]) -> None:
        self.when += 1
        with write_transaction(self.session):
            say(self.session.get_one(SupplyPoint, self.point_id), said, now=self.now)
        self.model.say(said, self.when)

    @invariant()
    def stored_is_what_the_list_says(self) -> None:
        of = {"supply_point_id": self.point_id}
        rows = self.session.scalars(select(Bill).filter_by(**of).order_by(Bill.start)).all()
        days = [((row.start - FIRST_DAY).days, (row.end - FIRST_DAY).days) for row in rows]
        found = [
            (*edges, row.kwh, row.total, row.estimated, row.upload_id or TYPED)
            for edges, row in zip(days, rows, strict=True)
        ]
        standing = self.model.standing()
        assert found == [(*said.bar, said.source) for said in standing]
        assert [bool(row.detail) for row in rows] == [said.paper is not None for said in standing]
        query = select(func.count()).select_from(BillLayer).filter_by(**of)
        assert self.session.scalars(query).one() == len(self.model.said)
        point = self.session.get_one(SupplyPoint, self.point_id)
        assert {name: getattr(point, name) for name in FIELDS} == self.model.fields()
        self.session.rollback()

    def _upload(self, kind: UploadKind) -> int:
        with write_transaction(self.session):
            upload = Upload(supply_point_id=self.point_id, filename="r", size_bytes=1, kind=kind)
            upload.sha256 = f"{self.point_id:032}{self.when:032}"
            upload.status, upload.received_at = UploadStatus.CHECKED, self.now
            self.session.add(upload)
            self.session.flush()
            return upload.id

    def _tell(self, number: int) -> None:
        kind, run, paper = self.brought[number]
        if kind in (UploadKind.BILL_PDF, UploadKind.BILL_PHOTO):
            told = told_bill(run, paper)
            of = {"supply_point_id": self.point_id, "upload_id": number, **self.of}
            save_told_bill(self.session, told=told, **of)
            # Confirmed in a second tab.
            save_told_bill(self.session, told=told, **of)
        else:
            self._import(number, run, paper)
        self.model.add(self._said(number, run, paper, counts=kind not in (UploadKind.FILE, UploadKind.API)))

    def _import(self, number: int, run: list[tuple], paper: Paper | None) -> None:
        """What an import of a file or of a program's bills does."""
        detail = {"unit_price": paper.unit_price, "supply_number": "1"} if paper else None
        with write_transaction(self.session):
            upload = self.session.get_one(Upload, number)
            upload.status = UploadStatus.IMPORTED
            store_bill_layer(
                self.session,
                supply_point=upload.supply_point,
                upload_id=number,
                bills=[period(bar) for bar in run],
                details=[*[None] * (len(run) - 1), detail],
                at=self.now,
            )

    def _said(self, source: int, run: list[tuple], paper: Paper | None, *, counts: bool) -> list[Said]:
        earlier = [Said(source, self.when, *bar) for bar in run[:-1]]
        return [*earlier, Said(source, self.when, *run[-1], paper=paper, counts=counts)]


def test_bills_said_and_taken_back_in_any_order_leave_what_a_list_says(session, new_home, now, settings):
    on_sqlite = settings.database_url.startswith("sqlite")
    run_state_machine_as_test(
        lambda: Papers(session, new_home, now),
        settings=sized(
            max_examples=40 if on_sqlite else 10,
            stateful_step_count=14 if on_sqlite else 10,
            deadline=None,
            # A few steps are read as they are; making them fewer takes minutes.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
