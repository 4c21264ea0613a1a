"""What the pages of a supply point's data show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.intervals import UsageMonth
from advisor.db.layers import Correction
from advisor.db.queries.snapshots import uploads_of
from advisor.db.queries.stored import changes, count_changes, standing_corrections, stored_months
from advisor.db.uploads import Upload, UploadKind
from advisor.services.undo import undoable
from advisor.web.filters import day_year, moment, month_year_short, number, percent
from advisor.web.household.data.found import Offered, found_in
from advisor.web.household.subject import Subject
from advisor.web.household.uploads.pages import fate
from advisor.web.paging import Paging, page_number, paging
from advisor.web.words.stored import (
    action_words,
    brought_words,
    change_effect,
    corrected_words,
    found_title,
    found_words,
    history_words,
)

MONTHS_SHOWN, LINES_A_PAGE, MOST_FOUND, MOST_FILES = 12, 10, 10, 20
STANDING = (UploadKind.TYPED, UploadKind.DEVICE)


@dataclass(frozen=True)
class FoundItem:
    """Something that looks wrong; actions: (value, words) of its buttons, none for who may not correct it."""

    title: str
    words: str
    key: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataPage:
    """What is stored of a home.

    ways: (words, address) beside the main one; months, files, lines: rows of tables; corrected: (words, address), None
    for who may not take it back.
    """

    title: str
    subject: Subject
    done: str
    ways: tuple[tuple[str, str], ...]
    complete: str
    month_columns: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, ...], ...]
    files: tuple[tuple[object, ...], ...]
    found: tuple[FoundItem, ...]
    more_found: str
    corrected: tuple[tuple[str, str | None], ...]
    lines: tuple[tuple[str, ...], ...]
    paging: Paging


def data_page(point: SupplyPoint, *, subject: Subject, asked: str | None, done: str) -> DataPage:
    """Make the page; `asked` is the page of the history, `done` what has just been done."""
    zone = ZoneInfo(point.timezone)
    months = stored_months(db.session, point, most=MONTHS_SHOWN)
    estimates = any(row.estimated_share > 0 for row in months)
    standing = standing_corrections(db.session, point)
    found = found_in(point, standing=standing)
    total = count_changes(db.session, point)
    page = page_number(asked, total=total, per_page=LINES_A_PAGE)
    lines = changes(db.session, point, first=(page - 1) * LINES_A_PAGE, most=LINES_A_PAGE)
    files = [upload for upload in uploads_of(db.session, point) if upload.kind not in STANDING][:MOST_FILES]
    hidden = len(found) - MOST_FOUND
    return DataPage(
        title=_("Your data"),
        subject=subject,
        done=_done(done),
        ways=_ways() if subject.may_change else (),
        complete=_complete(months),
        month_columns=_month_columns(estimates),
        months=tuple(_month(row, estimates=estimates) for row in months),
        files=tuple(_file(upload, may_change=subject.may_change) for upload in files),
        found=tuple(_found(each, zone, may_change=subject.may_change) for each in found[:MOST_FOUND]),
        more_found=ngettext("And %(num)s more.", "And %(num)s more.", hidden) if hidden > 0 else "",
        corrected=tuple(_corrected(row, zone, may_change=subject.may_change) for row in standing),
        lines=tuple(
            (
                history_words(line.change.kind, filename=line.filename, correction=line.correction, zone=zone),
                moment(line.change.at),
                change_effect(line.change.detail),
                line.email or "",
            )
            for line in lines
        ),
        paging=paging(
            page,
            total=total,
            address=lambda number: url_for("data.show", supply_point_id=point.id, pagina=number),
            per_page=LINES_A_PAGE,
        ),
    )


def _done(what: str) -> str:
    return {
        "deshecho": _("The file is undone. Your data are as if it had never come, and we are renewing your result."),
        "corregido": _("Your correction is stored. You can take it back at any time."),
        "retirado": _("The correction is taken back."),
    }.get(what, "")


def _ways() -> tuple[tuple[str, str], ...]:
    """Return the other ways to add data, of the features this product has."""
    offered = (
        (_("Type my bills"), "households.bills"),
        (_("Read my meter"), "readings.show"),
        (_("Connect a program"), "tokens.show"),
    )
    there = [(words, endpoint) for words, endpoint in offered if endpoint in current_app.view_functions]
    return tuple((words, url_for(endpoint)) for words, endpoint in there)


def _complete(months: Sequence[UsageMonth]) -> str:
    if not months:
        return ""
    share = sum(row.measured_share for row in months) / len(months)
    return _("Of your last months, %(share)s is measured", share=percent(share))


def _month_columns(estimates: bool) -> tuple[tuple[str, str], ...]:
    """Name the columns of the months; one of estimates only where there are some, so that a phone holds them all."""
    estimated = ((_("Estimated"), "num"),) if estimates else ()
    return ((_("Month"), "text"), (_("kWh"), "num"), (_("Measured"), "num"), *estimated, (_("No data"), "num"))


def _month(row: UsageMonth, *, estimates: bool) -> tuple[str, ...]:
    missing = max(0.0, 1 - row.measured_share - row.estimated_share)
    estimated = (percent(row.estimated_share),) if estimates else ()
    return (month_year_short(row.month), number(row.kwh, 1), percent(row.measured_share), *estimated, percent(missing))


def _file(upload: Upload, *, may_change: bool) -> tuple[object, ...]:
    name = {"text": upload.filename, "url": url_for("uploads.show", upload_id=upload.id)}
    cells = (name, day_year(upload.received_at), fate(upload), brought_words(upload.result))
    if not may_change or not undoable(upload):
        return (*cells, "")
    address = url_for("data.confirm_undo", supply_point_id=upload.supply_point_id, upload_id=upload.id)
    return (*cells, {"text": _("Undo %(name)s", name=upload.filename), "url": address})


def _found(offered: Offered, zone: ZoneInfo, *, may_change: bool) -> FoundItem:
    actions = tuple((action.value, action_words(action)) for action in offered.actions) if may_change else ()
    return FoundItem(found_title(offered.anomaly), found_words(offered.anomaly, zone), offered.key, actions)


def _corrected(row: Correction, zone: ZoneInfo, *, may_change: bool) -> tuple[str, str | None]:
    words = corrected_words(row.action, row.start, row.end, zone)
    if not may_change:
        return words, None
    return words, url_for("data.undo_correction", supply_point_id=row.supply_point_id, correction_id=row.id)
