"""The clients of a consultancy: who, where, last data, next bill and how far the result is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.portfolios import Consultancy
from advisor.db.queries.portfolios import LONGEST_SEARCH, clients_of, last_days, unfinished_file
from advisor.db.queries.snapshots import latest_assessments
from advisor.db.uploads import UploadStatus
from advisor.web.filters import day_year, soles_round
from advisor.web.household.subject import answered
from advisor.web.household.work import Note, being_assessed
from advisor.web.paging import PER_PAGE, Paging, page_number, paging
from advisor.web.words.names import distributor_name


@dataclass(frozen=True)
class ListPage:
    """A page of clients; searched: the words looked for; note: a file that waits; empty: there is no client at all."""

    title: str
    consultancy: str
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    searched: str
    note: Note | None
    empty: bool
    paging: Paging


def list_page(consultancy: Consultancy, *, asked: tuple[str, str | None]) -> ListPage:
    """Make a page of the list; asked: the text looked for and the number of the page."""
    text, number = " ".join(asked[0][:LONGEST_SEARCH].split()), asked[1]
    wanted = page_number(number, total=10**9)
    found = clients_of(db.session, consultancy, text=text, first=(wanted - 1) * PER_PAGE, most=PER_PAGE)
    page = page_number(number, total=found.total)
    if page != wanted:
        found = clients_of(db.session, consultancy, text=text, first=(page - 1) * PER_PAGE, most=PER_PAGE)
    assessments, under_way = latest_assessments(db.session, found.points), being_assessed(found.points)
    days = last_days(db.session, found.points)
    return ListPage(
        title=_("My portfolio"),
        consultancy=consultancy.name,
        caption=_("Clients by name"),
        columns=(
            (_("Client"), "text"),
            (_("Place"), "text"),
            (_("Last data"), "text"),
            (_("Next bill"), "num"),
            (_("Result"), "text"),
        ),
        rows=tuple(
            _row(point, assessments.get(point.id), days.get(point.id), assessing=point.id in under_way)
            for point in found.points
        ),
        searched=text,
        note=_note(consultancy),
        empty=not found.total and not text,
        paging=paging(page, total=found.total, address=lambda number: _address(text, number)),
    )


def _row(point: SupplyPoint, assessment: Assessment | None, last, *, assessing: bool) -> tuple[object, ...]:
    household = point.household
    name = household.name
    if household.client_reference and household.client_reference != name:
        name = _("%(name)s (%(reference)s)", name=name, reference=household.client_reference)
    place = " · ".join(filter(None, (household.department, point.distributor and distributor_name(point.distributor))))
    return (
        {"text": name, "url": url_for("bill.show", supply_point_id=point.id)},
        place or "–",
        day_year(last) if last else "–",
        _next_bill(assessment),
        _state(assessment, assessing=assessing),
    )


def _next_bill(assessment: Assessment | None) -> str:
    if not answered(assessment):
        return "–"
    total = assessment.document["forecast"]["next_bill"].get("total")
    return soles_round(total["p50"]) if total else "–"


def _state(assessment: Assessment | None, *, assessing: bool) -> dict[str, str]:
    if assessing:
        return {"text": _("being worked out"), "badge": "info"}
    if answered(assessment):
        return {"text": _("ready"), "badge": "good"}
    return {"text": _("data are missing") if assessment else _("not yet"), "badge": "wait"}


def _note(consultancy: Consultancy) -> Note | None:
    file = unfinished_file(db.session, consultancy)
    if file is None:
        return None
    url = url_for("portfolio.file", portfolio_file_id=file.id)
    if file.status is UploadStatus.CHECKED:
        words = _("The file %(name)s waits for you: check its rows and store it.", name=file.filename)
        return Note(words, _("Check the file"), url)
    return Note(_("We are working on the file %(name)s.", name=file.filename), _("See how far it is"), url)


def _address(text: str, number: int) -> str:
    asked = {"buscar": text} if text else {}
    return url_for("portfolio.show", pagina=number, **asked)
