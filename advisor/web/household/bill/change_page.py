"""What ¿Por qué cambió? shows: the newest bill against the previous one and against that of a year earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.energy.climate import SeasonalUse
from advisor.services.bill_changes import LAST_YEAR, BillChanges, Comparison, StoredBill
from advisor.web.charts import Caption, Step, Total, waterfall
from advisor.web.charts.waterfall import signed
from advisor.web.filters import cents, day_year, kwh, month, month_short, soles
from advisor.web.household.bill.change_words import headline, missing_words, reasons
from advisor.web.household.subject import Subject
from advisor.web.messages import sentence

ZERO = Decimal(0)


@dataclass(frozen=True)
class Block:
    """One comparison: heading, sentences, its picture with the rows behind, or what is missing in `heading`."""

    heading: str
    sentences: tuple[str, ...]
    chart: Markup | None
    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChangePage:
    """¿Por qué cambió?; ways: (words, address) of how a missing bill is brought; bill_url: the page it belongs to."""

    title: str
    subject: Subject
    context: str
    heading: str
    blocks: tuple[Block, ...]
    ways: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    bill_url: str


def change_page(changes: BillChanges | None, *, subject: Subject) -> ChangePage:
    """Make the page of the stored comparisons, or the one that asks for a first bill."""
    found = () if changes is None else (changes.previous, changes.last_year)
    told = [each for each in found if each.change is not None]
    newest = None if changes is None else changes.newest
    blocks = tuple(
        _block(each, newest, first=bool(told) and each is told[0], number=place)
        for place, each in enumerate(found, start=1)
    )
    return ChangePage(
        title=_("Why did it change?"),
        subject=subject,
        context=subject.name if newest is None else _context(newest, subject),
        heading=headline(told[0]) if told else _("We cannot compare your bill yet"),
        blocks=blocks,
        ways=_ways(subject) if _bill_would_help(found) else (),
        method=_method(told, newest, changes.seasons) if told else (),
        bill_url=url_for("bill.show"),
    )


def _bill_would_help(found: tuple[Comparison, ...]) -> bool:
    missing = {each.missing for each in found}
    return not found or (missing != {""} and "needs_hours" not in missing)


def _context(newest: StoredBill, subject: Subject) -> str:
    return _(
        "%(name)s · from %(start)s to %(end)s",
        name=subject.name,
        start=day_year(newest.start),
        end=day_year(newest.end),
    )


def _block(found: Comparison, newest: StoredBill, *, first: bool, number: int) -> Block:
    if found.change is None:
        heading, why = missing_words(found)
        return Block(heading, (why,), None, "", ())
    change, older = found.change, found.older
    words = {
        "older": month(older.end),
        "newer": month(newest.end),
        "before": soles(change.before),
        "after": soles(change.after),
    }
    way = _("From %(before)s in %(older)s to %(after)s in %(newer)s", **words)
    caption = Caption(_("Why the bill changed, in soles"), headline(found), f"change-{number}")
    return Block(
        heading=way if first else headline(found),
        sentences=() if first else (_("From %(before)s in %(older)s to %(after)s in %(newer)s.", **words),),
        chart=_drawing(found, newest, caption),
        caption=caption.title,
        rows=tuple(_rows(found, newest)),
    )


def _drawing(found: Comparison, newest: StoredBill, caption: Caption) -> Markup:
    change = found.change
    steps = [Step(reason.short, reason.amount) for reason in reasons(found) if reason.amount]
    return waterfall(
        Total(_short_name(found.older, newest), change.before),
        steps or [Step(_("the same"), ZERO)],
        Total(_short_name(newest, found.older), change.after),
        caption=caption,
        starts_at=_("the columns start at S/ {amount}"),
    )


def _short_name(bill: StoredBill, other: StoredBill) -> str:
    name = month_short(bill.end)
    return name if bill.end.month != other.end.month else f"{name} {bill.end.year}"


def _rows(found: Comparison, newest: StoredBill):
    """Yield every part, those of zero too, so that the column adds up in sight."""
    change, older = found.change, found.older
    yield _("Bill of %(month)s", month=month(older.end)), cents(change.before)
    for reason in reasons(found):
        words = reason.words
        if reason.code == "days":
            words = _(
                "Days of the bill: %(before)s, then %(after)s",
                before=(older.end - older.start).days,
                after=(newest.end - newest.start).days,
            )
        elif reason.code == "usage":
            words = _("Your usage a day: %(before)s, then %(after)s", before=_daily(older), after=_daily(newest))
        yield words, signed(reason.amount)
        if reason.code == "days" and change.weather is None:
            yield _("Weather"), _("not known")
    yield _("Bill of %(month)s", month=month(newest.end)), cents(change.after)


def _daily(bill: StoredBill) -> str:
    return kwh(bill.kwh / (bill.end - bill.start).days, 1)


def _ways(subject: Subject) -> tuple[tuple[str, str], ...]:
    ways = [(_("Upload a bill in PDF or a photo"), subject.upload_url)]
    if subject.bills_url:
        ways.append((_("Type the bars of my bill"), subject.bills_url))
    return tuple(ways)


def _method(told: list[Comparison], newest: StoredBill, seasons: SeasonalUse | None) -> tuple[str, ...]:
    sentences = [
        _("We turn the earlier bill into the newer one in steps: first the days, then your usage, then the prices."),
        _("What passing a limit costs by itself is taken out of those steps and told apart."),
        *_of_weather(told, seasons),
    ]
    bills = [(newest, told[0].priced_with[1])] + [(each.older, each.priced_with[0]) for each in told]
    for bill, prices in bills:
        sentences.append(_priced(bill, own=prices == "own_bill"))
    if any(each.change.modelled for each in told):
        sentences.append(_("Where you did not tell us what you paid, we add up the bill with those prices."))
    sentences += [
        _("The bill of %(month)s is averaged: nobody read the meter. Part of the difference may be of other months.",
          month=month(bill.end))
        for bill, _prices in bills if bill.averaged
    ]  # fmt: skip
    remarks = (sentence(finding) for each in told for finding in each.findings)
    return tuple(dict.fromkeys((*sentences, *remarks)))


def _of_weather(told: list[Comparison], seasons: SeasonalUse | None) -> Iterator[str]:
    """Say how the weather was told, and for which comparison it is not known."""
    if any(each.change.weather is not None for each in told):
        place = seasons.climate.place
        yield _("The weather is an estimate, from what you told us you have for hot water, cooling or heating.")
        yield _("We use the usual temperatures of each month in %(place)s, not those of your days.", place=place)
        if any(each.kind == LAST_YEAR for each in told):
            yield _("In the same month of last year they are the same: there we do not tell the weather apart.")
    else:
        yield _("We do not tell the weather apart: we do not know how much of your usage follows it.")


def _priced(bill: StoredBill, *, own: bool) -> str:
    if own:
        return _("The bill of %(month)s goes by the prices it prints.", month=month(bill.end))
    return _("The bill of %(month)s goes by the published price list of its days.", month=month(bill.end))
