"""What stands at the top of every page of a supply point: which one it is, and how old the result shown is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.queries.snapshots import latest_assessment
from advisor.web.filters import NBSP, day_year
from advisor.web.household.current import may_change
from advisor.web.household.work import Note, given_up_note, upload_note, work_of

STALE_AFTER_DAYS = 40  # a newer bill has certainly come by then


@dataclass(frozen=True)
class Subject:
    """The supply point of a page.

    name: how it is called on the bill; notes: what stands above the answer (work under way, an old result);
    demo: the home is an example; may_change: its reader may correct what was told of it; upload_url, bills_url: where
    to add data, None for what its reader may not.
    """

    name: str
    notes: tuple[Note, ...]
    demo: bool
    may_change: bool
    bills_url: str | None
    upload_url: str


def subject_of(supply_point: SupplyPoint, *, assessment: Assessment | None, now: datetime) -> Subject:
    """Describe a supply point for the top of its pages."""
    mine = may_change(supply_point)
    return Subject(
        name=supply_name(supply_point),
        notes=_notes(supply_point, assessment, now, may_change=mine),
        demo=supply_point.household.is_demo,
        may_change=mine,
        bills_url=url_for("households.bills", supply_point_id=supply_point.id) if mine else None,
        upload_url=url_for("uploads.create", supply_point_id=supply_point.id),
    )


def supply_name(supply_point: SupplyPoint) -> str:
    """Return the name of a supply point: the last digits of its number when known, masked before them."""
    household = supply_point.household.name
    digits = supply_point.name
    if digits.isdigit():
        named = _("%(household)s · Supply ··· %(digits)s", household=household, digits=digits)
        return named.replace("··· ", f"···{NBSP}")
    return household


def latest(supply_point: SupplyPoint) -> Assessment | None:
    """Return the newest stored result."""
    return latest_assessment(db.session, supply_point)


def answered(assessment: Assessment | None) -> bool:
    """Say whether there is a result with an answer."""
    return assessment is not None and assessment.document.get("status") == "assessed"


def _notes(
    supply_point: SupplyPoint, assessment: Assessment | None, now: datetime, *, may_change: bool
) -> tuple[Note, ...]:
    if assessment is None:
        return ()
    work = work_of(supply_point, assessment=assessment)
    notes = [upload_note(work.upload)] if work.upload else []
    if work.assessing:
        notes.append(Note(_("We are renewing this result with your new data. Load the page again in a moment.")))
    elif work.given_up:
        notes.append(given_up_note(supply_point))
    elif not notes and (told := _age(supply_point, assessment, now, may_change=may_change)):
        notes.append(told)
    return tuple(notes)


def _age(supply_point: SupplyPoint, assessment: Assessment, now: datetime, *, may_change: bool) -> Note | None:
    last_data = (assessment.document.get("data") or {}).get("last_end")
    if not last_data or supply_point.household.is_demo or not _old(last_data, now):
        return None
    words = _("This result uses data until %(date)s. Add your latest bill to renew it.", date=day_year(last_data))
    if not may_change:
        return Note(words, _("Upload a file"), url_for("uploads.create", supply_point_id=supply_point.id))
    return Note(words, _("Add my latest bill"), url_for("households.bills", supply_point_id=supply_point.id))


def _old(last_data: str, now: datetime) -> bool:
    return now.date() - date.fromisoformat(last_data[:10]) > timedelta(days=STALE_AFTER_DAYS)
