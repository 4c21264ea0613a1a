"""What the result and the privacy page show, built from the stored result; templates do no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from advisor.reference.loader import Reference
from advisor.web.advice_rows import AdviceRow, advice_row
from advisor.web.bill_sheet import BillSheet, bill_sheet
from advisor.web.chance import Badge, chance_badge
from advisor.web.filters import day, day_year, soles_figure, soles_round
from advisor.web.guest.method import Method, method
from advisor.web.guest.usage_picture import UsagePicture, usage_picture
from advisor.web.locale import language
from advisor.web.messages import sentence

FIRST_ADVICE = 3


@dataclass(frozen=True)
class ResultPage:
    """A guest's result. answered is False when the data do not suffice: then only `remarks` are shown."""

    title: str
    context: str
    answered: bool
    amount: str
    range: Markup
    badge: Badge | None
    usage: UsagePicture | None
    advice_heading: str
    advice: tuple[AdviceRow, ...]
    more_advice: tuple[AdviceRow, ...]
    more_label: str
    bill: BillSheet | None
    price_note: str
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]
    method: Method | None
    kept_until: str


@dataclass(frozen=True)
class PrivacyPage:
    title: str


def result_page(*, document: Mapping, given: Mapping, reference: Reference, expires_at: datetime) -> ResultPage:
    """Describe a stored result: `document` is the snapshot, `given` what the guest told."""
    answered = document.get("status") == "assessed" and bool((document.get("forecast") or {}).get("next_bill"))
    next_bill = document["forecast"]["next_bill"] if answered else None
    total = (next_bill or {}).get("total")
    rows = tuple(advice_row(item, reference=reference, language=language()) for item in document.get("advice") or ())
    return ResultPage(
        title=_title(document, next_bill),
        context=_context(document, given, reference),
        answered=answered,
        amount=soles_figure(total["p50"]) if total else "",
        range=_range(document, next_bill) if answered else Markup(""),
        badge=chance_badge(document) if answered else None,
        usage=usage_picture(document) if (document.get("usage") or {}).get("bills") else None,
        advice_heading=_advice_heading(min(len(rows), FIRST_ADVICE)),
        advice=rows[:FIRST_ADVICE],
        more_advice=rows[FIRST_ADVICE:],
        more_label=ngettext("See %(num)s more idea", "See %(num)s more ideas", max(1, len(rows) - FIRST_ADVICE)),
        bill=bill_sheet(document["bill"]) if answered and document.get("bill") else None,
        price_note=_price_note(document, reference) if answered else "",
        warnings=_sentences(document, "warning", "error"),
        remarks=_sentences(document, "info"),
        method=method(document) if answered else None,
        kept_until=day_year(expires_at.date()),
    )


def privacy_page() -> PrivacyPage:
    return PrivacyPage(title=_("Your data are yours"))


def _context(document: Mapping, given: Mapping, reference: Reference) -> str:
    household = given.get("household") or {}
    known = reference.distributor(household.get("distributor"))
    option = (document.get("bill") or {}).get("option") or household.get("tariff_option") or ""
    parts = [
        household.get("department"),
        known.name if known else None,
        _("tariff %(option)s", option=option) if option else None,
    ]
    return " · ".join(part for part in parts if part)


def _sentences(document: Mapping, *severities: str) -> tuple[str, ...]:
    found = (finding for finding in document.get("findings") or () if finding["severity"] in severities)
    return tuple(dict.fromkeys(sentence(finding) for finding in found))


def _price_note(document: Mapping, reference: Reference) -> str:
    bill = document.get("bill") or {}
    used = [tariff for tariff in reference.tariffs.tariffs if tariff.version in (bill.get("tariff_versions") or ())]
    company = reference.distributor(bill.get("distributor"))
    if not used or company is None:
        return _("With the price of each kWh that your own bill prints.")
    latest = max(tariff.valid_from for tariff in used)
    return _("With the prices of %(company)s in force since %(date)s.", company=company.name, date=day_year(latest))


def _title(document: Mapping, next_bill: Mapping | None) -> str:
    if next_bill is None:
        return _("We cannot say yet")
    return _("The bill after yours") if _past(document, next_bill) else _("Your next bill")


def _past(document: Mapping, next_bill: Mapping) -> bool:
    """Say whether the bill that follows the one typed has been read already."""
    return next_bill["end"] <= document["as_of"]


def _range(document: Mapping, next_bill: Mapping) -> Markup:
    total = next_bill.get("total")
    if not total:
        return Markup("")
    words = _("Most likely between %(low)s and %(high)s. Your meter will be read around %(date)s.")
    if _past(document, next_bill):
        words = _(
            "Most likely between %(low)s and %(high)s, for the reading around %(date)s. Use a newer bill to see "
            "the next one."
        )
    bold = Markup("<b>{}</b>")
    values = {"low": bold.format(soles_round(total["p10"])), "high": bold.format(soles_round(total["p90"]))}
    return Markup(words) % {**values, "date": day(next_bill["end"])}


def _advice_heading(count: int) -> str:
    words = {
        0: _("We found nothing that would lower it safely"),
        1: _("One thing that lowers it"),
        2: _("Two things that lower it"),
    }
    return words.get(count, _("Three things that lower it"))
