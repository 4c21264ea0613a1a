"""What the pages of a person's homes show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.db import db
from advisor.db.assessments import Assessment
from advisor.db.households import Household, SupplyPoint
from advisor.db.queries.snapshots import latest_assessments, unfinished_uploads
from advisor.db.uploads import Upload
from advisor.energy.usage import BillPeriod
from advisor.web.charts import sparkbars
from advisor.web.filters import month, number, soles, soles_round
from advisor.web.guest.pages import StartPage, start_page
from advisor.web.guest.paper_bill import PaperBill, paper_bill
from advisor.web.guest.usage_picture import MONTHS_SHOWN, usage_picture
from advisor.web.household.households.bill_form import BillsForm
from advisor.web.household.households.forms import HouseholdForm
from advisor.web.household.subject import Subject, answered, supply_name
from advisor.web.household.work import Note, being_assessed, upload_note
from advisor.web.words.names import distributor_name


@dataclass(frozen=True)
class HomeRow:
    """One home of the list.

    line: where it is; answer: its next bill or what is missing; year: its latest bills as tiny bars, empty without
    any; note: what is under way.
    """

    name: str
    line: str
    answer: str
    year: Markup
    note: Note | None
    url: str
    edit_url: str
    bills_url: str
    upload_url: str
    data_url: str
    demo: bool


@dataclass(frozen=True)
class ListPage:
    """The homes of a person; none at first."""

    title: str
    homes: tuple[HomeRow, ...]


@dataclass(frozen=True)
class FormPage:
    """The form of a home; `choices` has what its selects and folds need."""

    title: str
    heading: str
    errors: tuple[tuple[str, str], ...]
    choices: StartPage
    action: str
    submit: str


@dataclass(frozen=True)
class BillsPage:
    """The bars of a home and the bills stored; the column of amounts is there once one is known."""

    title: str
    subject: Subject
    errors: tuple[tuple[str, str], ...]
    estimated_open: bool
    paper: PaperBill
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    amounts: bool = False


def list_page(households: Sequence[Household]) -> ListPage:
    """Make the list of a person's homes."""
    points = [point for household in households for point in household.supply_points]
    assessments, uploads = latest_assessments(db.session, points), unfinished_uploads(db.session, points)
    under_way = being_assessed(points)
    rows = tuple(
        _row(point, assessments.get(point.id), uploads.get(point.id), assessing=point.id in under_way)
        for point in points
    )
    return ListPage(title=_("My homes"), homes=rows)


def form_page(form: HouseholdForm, *, household: Household | None) -> FormPage:
    """Describe the form as it stands, with what to correct if it was refused."""
    errors = tuple(form.error_list())
    new = household is None
    heading = _("Tell us about your home") if new else _("What we know of %(name)s", name=household.name)
    return FormPage(
        title=_("Error: %(title)s", title=heading) if errors else heading,
        heading=heading,
        errors=errors,
        choices=start_page(form, refused=bool(errors)),
        action=url_for("households.create") if new else url_for("households.edit", household_id=household.id),
        submit=_("Save and go on to my bill") if new else _("Save"),
    )


def bills_page(form: BillsForm, *, subject: Subject, stored: Sequence[BillPeriod]) -> BillsPage:
    """Describe the form of the bars and the stored bills, newest first."""
    errors = tuple(form.error_list())
    heading = _("The twelve bars of your bill")
    amounts = any(bill.total is not None for bill in stored)
    total = ((_("Total"), "num"),) if amounts else ()
    return BillsPage(
        title=_("Error: %(title)s", title=heading) if errors else heading,
        subject=subject,
        errors=errors,
        estimated_open=bool(form.estimated.data),
        paper=paper_bill(),
        columns=((_("Month"), "text"), (_("kWh"), "num"), *total, (_("Remark"), "text")),
        rows=tuple(_bill_row(bill, amounts=amounts) for bill in reversed(stored)),
        amounts=amounts,
    )


def _row(point: SupplyPoint, assessment: Assessment | None, upload: Upload | None, *, assessing: bool) -> HomeRow:
    household = point.household
    return HomeRow(
        name=supply_name(point),
        line=" · ".join(part for part in (household.department, distributor_name(point.distributor)) if part),
        answer=_answer(assessment, assessing=assessing),
        year=_year(assessment),
        note=upload_note(upload) if upload else None,
        url=url_for("bill.show", supply_point_id=point.id),
        edit_url=url_for("households.edit", household_id=household.id),
        bills_url=url_for("households.bills", supply_point_id=point.id),
        upload_url=url_for("uploads.create", supply_point_id=point.id),
        data_url=url_for("data.show", supply_point_id=point.id),
        demo=household.is_demo,
    )


def _year(assessment: Assessment | None) -> Markup:
    if not answered(assessment):
        return Markup("")
    finding = usage_picture(assessment.document).finding
    limit = assessment.document.get("limit_140") or {}
    bills = assessment.document["usage"]["bills"][-MONTHS_SHOWN:]
    return sparkbars([bill["kwh"] for bill in bills], words=finding, limit_kwh=limit.get("threshold_kwh"))


def _answer(assessment: Assessment | None, *, assessing: bool) -> str:
    if not answered(assessment):
        if assessing:
            return _("We are working out your result")
        return _("It has no result yet: add the bars of your bill or a meter file.")
    total = assessment.document["forecast"]["next_bill"].get("total")
    if not total:
        return _("See its next bill")
    return _("Next bill: about %(amount)s", amount=soles_round(total["p50"]))


def _bill_row(bill: BillPeriod, *, amounts: bool) -> tuple[str, ...]:
    amount = soles(bill.total) if bill.total is not None else "–"
    return (
        month(bill.end),
        "–" if bill.kwh is None else number(bill.kwh, 1),
        *((amount,) if amounts else ()),
        _("no data") if bill.kwh is None else _("estimated by your company") if bill.estimated else "",
    )
