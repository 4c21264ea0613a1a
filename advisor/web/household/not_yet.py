"""The page of a supply point whose answer cannot be given yet: why, from when on, and the one thing to do first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.uploads import UploadStatus
from advisor.web.filters import day
from advisor.web.household.subject import Subject, subject_of
from advisor.web.household.work import Note, Work, given_up_note, upload_note, work_of
from advisor.web.messages import sentence


@dataclass(frozen=True)
class NotYetPage:
    """A page without an answer.

    sentences: why, and what happens meanwhile; first: the one thing to do; others: (label, address)
    of what can be done instead; progress_url: where a script asks whether the answer is ready, if one is being made.
    """

    title: str
    subject: Subject
    heading: str
    sentences: tuple[str, ...]
    first: Note | None
    others: tuple[tuple[str, str], ...]
    progress_url: str | None


def not_yet(supply_point: SupplyPoint, *, assessment: Assessment | None, now: datetime, title: str) -> str:
    """Render the designed state of a page whose answer cannot be given yet."""
    work = work_of(supply_point, assessment=assessment)
    subject = subject_of(supply_point, assessment=None, now=now)
    ways = ((_("Type the bars of my bill"), subject.bills_url), (_("Upload a meter file"), subject.upload_url))
    page = NotYetPage(
        title=title,
        subject=subject,
        heading=_("We cannot say yet"),
        sentences=(),
        first=None,
        others=tuple((words, url) for words, url in ways if url),
        progress_url=None,
    )
    return render_template("household/not_yet.html", page=_state(page, work, supply_point, assessment, now))


def _state(
    page: NotYetPage, work: Work, supply_point: SupplyPoint, assessment: Assessment | None, now: datetime
) -> NotYetPage:
    if work.assessing:
        told = (_("You can close this page: the work goes on and the result waits for you here."),)
        asked_at = url_for("bill.progress", supply_point_id=supply_point.id)
        again = Note("", _("See whether it is ready"), request.path)
        heading = _("We are working out your result")
        return replace(page, heading=heading, sentences=told, first=again, others=(), progress_url=asked_at)
    if work.upload is not None and work.upload.status is not UploadStatus.FAILED:
        note = upload_note(work.upload)
        return replace(page, sentences=(note.text,), first=note)
    findings = assessment.document.get("findings", []) if assessment else []
    if work.given_up or any(finding["code"] == "assessment_failed" for finding in findings):
        told = (_("Something failed on our side. Your data are stored, and you need not write anything again."),)
        again = replace(given_up_note(supply_point), text="")
        return replace(page, heading=_("We could not work out your result"), sentences=told, first=again)
    lacking = next((finding for finding in findings if finding["code"] == "too_few_bills"), None)
    way = Note("", *page.others[0])
    if lacking:
        heading = _lacking(lacking["params"], _day_there(supply_point, now))
        return replace(page, heading=heading, sentences=_reasons(findings), first=way, others=page.others[1:])
    if findings:
        return replace(page, sentences=_reasons(findings), first=way, others=page.others[1:])
    told = (_("With three bars of your bill we can already tell you the next one. Twelve are better."),)
    return replace(page, sentences=told, first=way, others=page.others[1:])


def _day_there(supply_point: SupplyPoint, now: datetime) -> date:
    return now.astimezone(ZoneInfo(supply_point.timezone)).date()


def _lacking(params: Mapping, today: date) -> str:
    """Say how many bills are missing and from which day on the answer can be had."""
    missing = int(params["needed_bills"]) - int(params["bills"])
    known_on = params.get("known_on")
    if known_on and date.fromisoformat(known_on) > today:
        return ngettext(
            "With one more bill, from %(date)s", "With %(num)s more bills, from %(date)s", missing, date=day(known_on)
        )
    return ngettext("One bill more is missing", "%(num)s bills more are missing", missing)


def _reasons(findings: list[Mapping]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(finding) for finding in findings))
