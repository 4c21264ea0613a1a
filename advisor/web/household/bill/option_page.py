"""What the page of another tariff option shows: dearer, cheaper or not to be told, and from which share on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.energy.bills.options import OptionComparison, more_at
from advisor.energy.findings import Finding, Severity
from advisor.services.tariff_options import ONE_PRICE, TWO_PRICES, WITH_POWER, OptionOutlook
from advisor.web.filters import percent, price, soles_round
from advisor.web.household.subject import Subject
from advisor.web.messages import sentence

SHARES = tuple(Decimal(percent_) / 100 for percent_ in (10, 15, 20, 25, 30, 35, 40, 50))
NEAR = Decimal("0.01")


@dataclass(frozen=True)
class NextStep:
    """What would tell more: a sentence with the link that leads there, None where it leads nowhere here."""

    words: str
    url: str | None = None
    action: str = ""


@dataclass(frozen=True)
class OptionPage:
    """heading: the answer; range, finding: its sentences; rows: soles a year by share; method: how it is worked out."""

    title: str
    subject: Subject
    context: str
    heading: str
    told: tuple[str, ...]
    finding: str
    caption: str
    rows: tuple[tuple[object, ...], ...]
    next_step: NextStep | None
    others: tuple[str, ...]
    method: tuple[str, ...]
    bill_url: str


def option_page(outlook: OptionOutlook, *, subject: Subject, distributor: str | None) -> OptionPage:
    """Make the page; `distributor` is the key that the options without prices are named with."""
    found = outlook.comparison
    params = {"distributor": distributor, "option": WITH_POWER, "reason": WITH_POWER}
    others = (sentence(Finding("option_without_prices", Severity.INFO, params)),)
    common = {
        "title": _("Change the tariff option"),
        "subject": subject,
        "others": others,
        "bill_url": url_for("bill.show"),
    }
    if found is None:
        return OptionPage(
            **common,
            context=_("%(name)s · option %(option)s", name=subject.name, option=outlook.current),
            heading=_("We cannot tell yet whether another option suits you"),
            told=tuple(sentence(finding) for finding in outlook.findings),
            finding="",
            caption="",
            rows=(),
            next_step=_more_data(subject) if _too_few(outlook) else None,
            method=(),
        )
    return OptionPage(
        **common,
        context=_(
            "%(name)s · from %(current)s to %(other)s", name=subject.name, current=outlook.current, other=outlook.other
        ),
        heading=_heading(outlook, found),
        told=_told(outlook, found),
        finding=_break_even(found),
        caption=_("Soles a year with %(two)s instead of %(one)s", two=TWO_PRICES, one=ONE_PRICE),
        rows=_rows(outlook, found),
        next_step=None if found.expected is not None else _hours(subject),
        method=_method(outlook, found),
    )


def _too_few(outlook: OptionOutlook) -> bool:
    return any(finding.code == "too_few_bills_to_compare" for finding in outlook.findings)


def _heading(outlook: OptionOutlook, found: OptionComparison) -> str:
    cheaper, amount = found.cheaper, found.expected
    if cheaper is None:
        return _("We cannot tell whether %(option)s suits you", option=outlook.other)
    if amount is None:
        amount = (found.lowest + found.highest) / 2
    if outlook.other == ONE_PRICE:
        cheaper = not cheaper
    words = {"option": outlook.other, "amount": soles_round(abs(amount))}
    if cheaper:
        return _("With %(option)s you would pay about %(amount)s less a year", **words)
    return _("With %(option)s you would pay about %(amount)s more a year", **words)


def _told(outlook: OptionOutlook, found: OptionComparison) -> tuple[str, ...]:
    """Say how far it goes, in soles of the option it would change to."""
    ends = [found.lowest, found.highest] if outlook.other == TWO_PRICES else [-found.highest, -found.lowest]
    low, high = (_more(amount) for amount in ends)
    shares = {"low": percent(found.shares.lowest), "high": percent(found.shares.highest)}
    if found.own_share is None:
        return (
            _("With %(option)s it would be from %(low)s to %(high)s.", option=outlook.other, low=low, high=high),
            _(
                "It depends on how much you use from 18 to 23 h, which your bills do not tell. We tried from %(low)s "
                "to %(high)s of your usage.",
                **shares,
            ),
        )
    return (
        _(
            "By your own hours it would be from %(low)s to %(high)s, if every month were like the best or the worst.",
            low=low,
            high=high,
        ),
        _(
            "From 18 to 23 h you use %(own)s of your energy: from %(low)s to %(high)s by month.",
            own=percent(found.own_share),
            **shares,
        ),
    )


def _break_even(found: OptionComparison) -> str:
    if found.break_even is None:
        return _("With your usage %(two)s is never the cheaper one", two=TWO_PRICES)
    share = percent(found.break_even)
    return _(
        "%(two)s suits whoever uses less than %(share)s of their energy from 18 to 23 h", two=TWO_PRICES, share=share
    )


def _rows(outlook: OptionOutlook, found: OptionComparison) -> tuple[tuple[object, ...], ...]:
    marked = {share: word for share, word in _marks(found) if share is not None}
    # A round share beside a marked one would be a row that reads the same.
    shares = [share for share in SHARES if all(abs(share - other) > NEAR for other in marked)]
    rows = []
    for share in sorted({*shares, *marked}):
        amount = more_at(outlook.one, outlook.two, outlook.months, share=share)
        if share == found.own_share:
            amount = found.expected
        rows.append((percent(share), _more(amount), marked.get(share, "")))
    return tuple(rows)


def _marks(found: OptionComparison) -> tuple[tuple[Decimal | None, str], ...]:
    return (found.break_even, _("costs the same")), (found.own_share, _("your usage"))


def _more(amount: Decimal) -> str:
    """Write a difference in words: more, less or the same."""
    if abs(amount) < Decimal("0.5"):
        return _("the same")
    figure = soles_round(abs(amount))
    return _("%(amount)s more", amount=figure) if amount > 0 else _("%(amount)s less", amount=figure)


def _hours(subject: Subject) -> NextStep:
    return NextStep(
        _("A file of your meter with its hours, of three months or more, would tell."),
        subject.upload_url,
        _("Upload a file"),
    )


def _more_data(subject: Subject) -> NextStep:
    return NextStep(
        _("With your bills of the last year we can compare."),
        subject.bills_url or subject.upload_url,
        _("Add my bills") if subject.bills_url else _("Upload a file"),
    )


def _method(outlook: OptionOutlook, found: OptionComparison) -> tuple[str, ...]:
    one, two = outlook.one.tariff.brackets[-1].energy, outlook.two.tariff.brackets[-1].energy
    prices = _(
        "Over 140 kWh, before tax: %(one)s for each kWh with BT5B; %(peak)s from 18 to 23 h and %(off)s in the other "
        "hours with BT5F.",
        one=price(one.price_per_kwh),
        peak=price(two.peak_price_per_kwh),
        off=price(two.offpeak_price_per_kwh),
    )
    shares = (
        ()
        if found.own_share is not None
        else (
            _(
                "The shares tried are the lowest and the highest of fifteen homes in London, 2013. We found none "
                "published for Peru."
            ),
        )
    )
    return (
        ngettext(
            "We billed your last month with both options at the prices of today, and took it for a year.",
            "We billed your last %(num)s months with both options at the prices of today, and took them for a year.",
            found.months,
        ),
        prices,
        _(
            "The prices of BT5F come from a table of mid-2025 that does not name the company. We raised or lowered "
            "them as your price of BT5B has changed since."
        ),
        *shares,
        _("What your company charges for the change, or for another meter, is not counted. Ask before you decide."),
    )
