"""What stands at the top of every page of a supply point: which one it is, and how old the result shown is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import render_template, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.jobs import JobKind
from advisor.db.queries.snapshots import latest_assessment, running_jobs
from advisor.web.filters import day_year
from advisor.web.messages import sentence

STALE_AFTER_DAYS = 40  # a newer bill has certainly come by then


@dataclass(frozen=True)
class Subject:
    """The supply point of a page.

    name: how it is called on the bill; notes: sentences above the answer (being worked on, old result);
    demo: the home is an example; bills_url, upload_url: where to add data.
    """

    name: str
    notes: tuple[str, ...]
    demo: bool
    bills_url: str
    upload_url: str


@dataclass(frozen=True)
class NotYetPage:
    """A page without an answer yet: why, and what to do.

    working: the answer is being made and the page renews itself.
    """

    title: str
    subject: Subject
    heading: str
    reasons: tuple[str, ...]
    working: bool


def subject_of(supply_point: SupplyPoint, *, assessment: Assessment | None, now: datetime) -> Subject:
    """Describe a supply point for the top of its pages."""
    return Subject(
        name=supply_name(supply_point),
        notes=_notes(supply_point, assessment, now),
        demo=supply_point.household.is_demo,
        bills_url=url_for("households.bills", supply_point_id=supply_point.id),
        upload_url=url_for("uploads.create", supply_point_id=supply_point.id),
    )


def supply_name(supply_point: SupplyPoint) -> str:
    """Return the name of a supply point: the last digits of its number when known, masked before them."""
    household = supply_point.household.name
    digits = supply_point.name
    if digits.isdigit():
        return _("%(household)s · Supply ··· %(digits)s", household=household, digits=digits)
    return household


def latest(supply_point: SupplyPoint) -> Assessment | None:
    """Return the newest stored result."""
    return latest_assessment(db.session, supply_point)


def answered(assessment: Assessment | None) -> bool:
    """Say whether there is a result with an answer."""
    return assessment is not None and assessment.document.get("status") == "assessed"


def being_worked_on(supply_point: SupplyPoint) -> bool:
    """Say whether a new result is on its way; a file that waits for its check or its owner does not bring one."""
    return any(job.kind is not JobKind.CHECK_UPLOAD for job in running_jobs(db.session, supply_point))


def not_yet(supply_point: SupplyPoint, *, assessment: Assessment | None, now: datetime, title: str) -> str:
    """Render the designed state of a page whose answer cannot be given yet."""
    working = being_worked_on(supply_point)
    findings = assessment.document.get("findings", []) if assessment else []
    page = NotYetPage(
        title=title,
        subject=subject_of(supply_point, assessment=None, now=now),
        heading=_("We are working out your result") if working else _("We cannot say yet"),
        reasons=tuple(dict.fromkeys(sentence(finding) for finding in findings)),
        working=working,
    )
    return render_template("household/not_yet.html", page=page)


def _notes(supply_point: SupplyPoint, assessment: Assessment | None, now: datetime) -> tuple[str, ...]:
    if assessment is None:
        return ()
    if being_worked_on(supply_point):
        return (_("We are renewing this result with your new data. Load the page again in a moment."),)
    last_data = (assessment.document.get("data") or {}).get("last_end")
    if last_data and not supply_point.household.is_demo and _old(last_data, now):
        return (_("This result uses data until %(date)s. Add your latest bill to renew it.", date=day_year(last_data)),)
    return ()


def _old(last_data: str, now: datetime) -> bool:
    return now.date() - date.fromisoformat(last_data[:10]) > timedelta(days=STALE_AFTER_DAYS)
