"""The calculator: what some kWh cost, line by line, and what the step at 140 kWh adds; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.energy.bills import Bill, Rates, UnableToBill, bill_at, jump_at, rates_for, total_at
from advisor.energy.bills.rounding import payment
from advisor.energy.facts import FOSE_LIMIT_KWH
from advisor.energy.findings import Finding
from advisor.energy.tariffs import OwnBill
from advisor.reference.loader import Reference
from advisor.web.bill_sheet import BillSheet, bill_sheet
from advisor.web.filters import cents, kwh, number, price, soles
from advisor.web.guest.calculator_form import CalculatorForm
from advisor.web.guest.choices import OTHER_DISTRIBUTOR
from advisor.web.messages import sentence
from advisor.web.words.names import distributor_name, price_lists

LIMIT = int(FOSE_LIMIT_KWH)
AROUND_LIMIT = (LIMIT - 1, LIMIT, LIMIT + 1)

Option = tuple[str, str, bool]  # key, name, chosen


@dataclass(frozen=True)
class Step:
    """What one kWh over the limit costs: a finding, the totals around it as rows, and the kWh asked among them."""

    heading: str
    details: str
    caption: str
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Sum:
    """The answer: heading, its sentence, the bill as a sheet, the step (None: this tariff has none), remarks."""

    heading: str
    average: Markup
    sheet: BillSheet
    step: Step | None
    remarks: tuple[str, ...]
    prices: str


@dataclass(frozen=True)
class CalculatorPage:
    """The form, and the answer where enough was told.

    listed, unlisted: companies with and without published prices; price_needed: why the price of a bill is needed, or
    empty; more_open, prices_open: whether the folds of the form hold something.
    """

    title: str
    errors: tuple[tuple[str, str], ...]
    listed: tuple[Option, ...]
    unlisted: tuple[Option, ...]
    other_chosen: bool
    price_needed: str
    more_open: bool
    prices_open: bool
    result: Sum | None


def calculator_page(form: CalculatorForm, *, asked: bool, reference: Reference) -> CalculatorPage:
    """Answer what was asked, or show the form with what to correct; unasked, the empty form."""
    title = _("What do your kWh cost?")
    result, errors = None, ()
    if asked:
        if form.validate():
            result, errors = _answer(form, reference)
        else:
            errors = tuple(form.error_list())
    prices = (form.unit_price, form.fixed, form.public_lighting)
    needed = form.needs_own_price
    return CalculatorPage(
        title=_("Error: %(title)s", title=title) if errors else result.heading if result else title,
        errors=errors,
        listed=_offered(form, reference, has_tariff=True),
        unlisted=_offered(form, reference, has_tariff=False),
        other_chosen=form.distributor.data == OTHER_DISTRIBUTOR,
        price_needed=_("We do not have the published prices of your company: write the price of your bill.")
        if needed
        else "",
        more_open=any((form.days.typed, form.days.errors, form.reading.raw_data, form.reading.errors)),
        prices_open=needed or any(field.typed or field.errors for field in prices) or bool(form.igv.data),
        result=result,
    )


def _answer(form: CalculatorForm, reference: Reference) -> tuple[Sum | None, tuple[tuple[str, str], ...]]:
    start, end = form.period
    usage = form.kwh.data
    own = OwnBill(
        unit_price=form.unit_price.data,
        fixed=form.fixed.data,
        public_lighting=form.public_lighting.data,
        kwh=float(usage),
    )
    try:
        rates = rates_for(
            tariff_book=reference.tariffs,
            distributor=form.distributor_key,
            start=start,
            end=end,
            igv=form.igv.data != "no",
            own_bill=own,
        )
    except UnableToBill as unable:
        return None, ((form.unit_price.id, sentence(unable.finding)),)
    bill = bill_at(rates, kwh=usage)
    words = {"usage": kwh(usage, 1), "total": soles(bill.total)}
    result = Sum(
        heading=_("%(usage)s cost %(total)s", **words),
        average=_average(bill),
        sheet=bill_sheet(bill.as_document(), total_label=_("Total of the month")),
        step=_step(rates, usage),
        remarks=(*_rounded(bill, reference), *(sentence(finding) for finding in _told(bill))),
        prices=_(
            "Prices of %(company)s, option %(option)s: %(versions)s.",
            company=distributor_name(form.distributor_key),
            option=bill.option,
            versions=price_lists(bill.tariff_versions),
        ),
    )
    return result, ()


def _average(bill: Bill) -> Markup | str:
    next_one = price(bill.marginal_price_per_kwh)
    if not bill.kwh:
        return _("Without using anything you pay the fixed charges. The first kWh costs %(next)s.", next=next_one)
    told = _("Each kWh comes out at %(average)s with everything, and one more costs %(next)s.")
    return Markup(told) % {"average": Markup("<b>{}</b>").format(price(bill.total / bill.kwh)), "next": next_one}


def _step(rates: Rates, usage: Decimal) -> Step | None:
    if not any(bracket.up_to_kwh == LIMIT for bracket in rates.tariff.brackets):
        return None
    asked = {usage} if 0 < usage != usage.to_integral_value() or usage not in AROUND_LIMIT else set()
    shown = sorted({Decimal(value) for value in AROUND_LIMIT} | asked)
    totals = [total_at(rates, kwh=value) for value in shown]
    rows, before = [], None
    for value, total in zip(shown, totals, strict=True):
        more = "" if before is None else f"+{cents(total - before)}"
        over = value == LIMIT + 1
        rows.append((kwh(value, 1), cents(total), {"text": more, "bad": True} if over else more))
        before = total
    words = {"next": number(LIMIT + 1), "limit": kwh(LIMIT), "jump": soles(jump_at(rates, limit_kwh=LIMIT))}
    return Step(
        heading=_("kWh number %(next)s costs %(jump)s", **words),
        details=_("Up to %(limit)s a month the first kWh are cheaper. With one more, all of them cost more.", **words),
        caption=_("The total around %(limit)s, in soles", **words),
        rows=tuple(rows),
    )


def _rounded(bill: Bill, reference: Reference) -> tuple[str, ...]:
    known = reference.tariffs.rounding.get(bill.distributor or "")
    if known is None:
        return ()
    paid = payment(bill.total, unit=known.unit)
    told = _(
        "The bills of your company that we have seen are rounded to %(unit)s. You would pay %(paid)s, and the rest "
        "goes to the next bill.",
        unit=soles(known.unit),
        paid=soles(paid.to_pay),
    )
    return (told,)


def _told(bill: Bill) -> tuple[Finding, ...]:
    return tuple({finding.code: finding for finding in bill.findings}.values())


def _offered(form: CalculatorForm, reference: Reference, *, has_tariff: bool) -> tuple[Option, ...]:
    known = (item for item in reference.distributors.values() if item.has_tariff == has_tariff)
    return tuple(
        (item.key, item.name, item.key == form.distributor.data) for item in sorted(known, key=lambda i: i.name)
    )
