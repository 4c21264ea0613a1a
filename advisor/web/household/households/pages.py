"""What the pages of a person's homes show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db.households import Household, SupplyPoint
from advisor.energy.usage import BillPeriod
from advisor.web.filters import month, number, soles, soles_round
from advisor.web.guest.pages import StartPage, start_page
from advisor.web.household.households.bill_form import BillsForm
from advisor.web.household.households.forms import HouseholdForm
from advisor.web.household.subject import Subject, answered, latest, supply_name
from advisor.web.words.names import distributor_name


@dataclass(frozen=True)
class HomeRow:
    """One home of the list; line says where it is, answer its next bill or what is missing."""

    name: str
    line: str
    answer: str
    url: str
    edit_url: str
    bills_url: str
    upload_url: str
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
    """The bars of a home and the bills stored: rows of (month, kWh, amount, remark)."""

    title: str
    subject: Subject
    errors: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str, str], ...]


def list_page(households: Sequence[Household]) -> ListPage:
    """Make the list of a person's homes."""
    rows = tuple(_row(household, point) for household in households for point in household.supply_points)
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
    return BillsPage(
        title=_("Error: %(title)s", title=heading) if errors else heading,
        subject=subject,
        errors=errors,
        rows=tuple(_bill_row(bill) for bill in reversed(stored)),
    )


def _row(household: Household, point: SupplyPoint) -> HomeRow:
    return HomeRow(
        name=supply_name(point),
        line=" · ".join(part for part in (household.department, distributor_name(point.distributor)) if part),
        answer=_answer(point),
        url=url_for("bill.show", supply_point_id=point.id),
        edit_url=url_for("households.edit", household_id=household.id),
        bills_url=url_for("households.bills", supply_point_id=point.id),
        upload_url=url_for("uploads.create", supply_point_id=point.id),
        demo=household.is_demo,
    )


def _answer(point: SupplyPoint) -> str:
    assessment = latest(point)
    if not answered(assessment):
        return _("It has no result yet: add the bars of your bill or a meter file.")
    total = assessment.document["forecast"]["next_bill"].get("total")
    if not total:
        return _("See its next bill")
    return _("Next bill: about %(amount)s", amount=soles_round(total["p50"]))


def _bill_row(bill: BillPeriod) -> tuple[str, str, str, str]:
    return (
        month(bill.end),
        "–" if bill.kwh is None else number(bill.kwh, 1),
        soles(bill.total) if bill.total is not None else "–",
        _("no data") if bill.kwh is None else _("estimated by your company") if bill.estimated else "",
    )
