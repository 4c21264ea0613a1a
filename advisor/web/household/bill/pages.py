"""What Mi recibo shows, from a stored assessment alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from advisor.reference.loader import Reference
from advisor.web.advice_rows import AdviceRow, advice_row
from advisor.web.bill_sheet import BillSheet, bill_sheet
from advisor.web.charts import Caption, Reached, progress_to_limit
from advisor.web.filters import day, day_short, kwh, price, soles, soles_round
from advisor.web.guest.usage_picture import UsagePicture, usage_picture
from advisor.web.household.limit import Standing, limit_line, standing
from advisor.web.household.methods import household_method, price_missing, remarks
from advisor.web.household.subject import Subject
from advisor.web.locale import language


@dataclass(frozen=True)
class BillPage:
    """Mi recibo: the answer, its range, the pictures, the bill as a sheet, one thing to do, how it is worked out.

    price_missing: why there are no soles, where the home's price is not known; it is then the one thing to do.
    """

    title: str
    subject: Subject
    context: str
    heading: str
    range: Markup
    standing: Standing | None
    progress: Markup | None
    months: UsagePicture
    sheet: BillSheet | None
    price_missing: str
    home_url: str | None
    remarks: tuple[str, ...]
    first_advice: tuple[AdviceRow, ...]
    advice_url: str
    change_url: str
    review_url: str
    more_advice: str
    method: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def bill_page(document: Mapping, *, subject: Subject, household_id: int, reference: Reference) -> BillPage:
    """Make the page of an assessed home."""
    coming = document["forecast"]["next_bill"]
    total = coming.get("total")
    bill = document.get("bill")
    place = standing(document)
    advice = document.get("advice", [])
    sentences, told = household_method(document)
    return BillPage(
        title=_("My bill"),
        subject=subject,
        context=_(
            "%(name)s · from %(start)s to %(end)s",
            name=subject.name,
            start=day(coming["start"]),
            end=day(coming["end"]),
        ),
        heading=_heading(coming, total),
        range=_range(coming, total),
        standing=place,
        progress=_progress(coming, document.get("limit_140"), place),
        months=usage_picture(document),
        sheet=bill_sheet(bill) if bill else None,
        price_missing=price_missing(document),
        home_url=url_for("households.edit", household_id=household_id) if subject.may_change else None,
        remarks=remarks(document),
        first_advice=tuple(advice_row(item, reference=reference, language=language()) for item in advice[:1]),
        advice_url=url_for("advice.show"),
        change_url=url_for("bill.change"),
        review_url=url_for("bill.review"),
        more_advice=ngettext("See the other idea", "See %(num)s ideas more", len(advice) - 1)
        if len(advice) > 1
        else "",
        method=(*sentences, *_prices(bill)),
        versions=told.versions,
    )


def _heading(coming: Mapping, total: Mapping | None) -> str:
    if total:
        return _("You are heading for %(amount)s", amount=soles_round(total["p50"]))
    return _("You are heading for %(usage)s", usage=kwh(coming["kwh"]["p50"]))


def _range(coming: Mapping, total: Mapping | None) -> Markup:
    usage = kwh(coming["kwh"]["p50"])
    words = {"usage": usage, "date": day(coming["end"])}
    if total:
        told = _("Most likely between %(low)s and %(high)s, with about %(usage)s. Your meter is read around %(date)s.")
        low, high = soles_round(total["p10"]), soles_round(total["p90"])
    else:
        told = _("Most likely between %(low)s and %(high)s. Your meter is read around %(date)s.")
        low, high = kwh(coming["kwh"]["p10"]), kwh(coming["kwh"]["p90"])
    bold = Markup("<b>{}</b>")
    return Markup(told) % {"low": bold.format(low), "high": bold.format(high), **words}


def _progress(coming: Mapping, limit: Mapping | None, place: Standing | None) -> Markup | None:
    line = limit_line(limit)
    if line is None or place is None:
        return None
    expected = coming["kwh"]["p50"]
    words = _("end of the period: %(usage)s", usage=kwh(expected))
    caption = Caption(title=_("Where the next bill stands against the limit"), description=place.heading, name="limit")
    known = coming.get("used")
    used = None
    if known:
        # `until` is the first day not counted; people read "until" as the last day that is.
        last_day = date.fromisoformat(known["until"]) - timedelta(days=1)
        told = _("until %(date)s: %(usage)s", date=day_short(last_day), usage=kwh(known["kwh"]))
        used = Reached(known["kwh"], told)
    return progress_to_limit(used=used, expected=Reached(expected, words), limit=line, caption=caption)


def _prices(bill: Mapping | None) -> tuple[str, ...]:
    if not bill:
        return ()
    sentences = []
    if bill.get("marginal_price_per_kwh"):
        sentences.append(
            _("One kWh more costs you %(price)s, with taxes.", price=price(bill["marginal_price_per_kwh"]))
        )
    if bill.get("subtotal") and bill.get("igv"):
        sentences.append(
            _(
                "Before tax it is %(subtotal)s; IGV adds %(igv)s.",
                subtotal=soles(bill["subtotal"]),
                igv=soles(bill["igv"]),
            )
        )
    return tuple(sentences)
