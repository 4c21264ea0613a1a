"""What was understood of a file, for the person to confirm: nothing is stored before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.uploads import Upload
from advisor.web.filters import day_year, kwh, number
from advisor.web.household.subject import Subject
from advisor.web.household.uploads.decisions import decided
from advisor.web.household.uploads.questions import AskedQuestion, asked
from advisor.web.household.uploads.rows import MOST_ROWS, RowsTable, first_rows, refused_rows
from advisor.web.messages import sentence

MINUTES_PER_HOUR, MINUTES_PER_DAY = 60, 1440


@dataclass(frozen=True)
class CheckPage:
    """The check of an upload.

    facts: (name, value); questions: what only the person knows; decisions, remarks: sentences; refused: rows left out
    with the bad cell marked; preview: the first rows as they are in the file.
    """

    title: str
    subject: Subject
    filename: str
    facts: tuple[tuple[str, str], ...]
    questions: tuple[AskedQuestion, ...]
    decisions: tuple[str, ...]
    remarks: tuple[str, ...]
    refused: RowsTable | None
    preview: RowsTable | None
    confirm_url: str


def check_page(upload: Upload, *, subject: Subject) -> CheckPage:
    """Make the page from the stored summary of the file."""
    summary = upload.summary
    return CheckPage(
        title=_("This is what we understood of your file"),
        subject=subject,
        filename=upload.filename,
        facts=_facts(summary),
        questions=tuple(asked(question) for question in summary.get("questions", [])),
        decisions=tuple(decided(decision) for decision in summary.get("decisions", [])),
        remarks=_remarks(summary),
        refused=refused_rows(summary),
        preview=first_rows(summary),
        confirm_url=url_for("uploads.confirm", upload_id=upload.id),
    )


def _remarks(summary: Mapping) -> tuple[str, ...]:
    """Return the remarks on the file; what the table of refused rows says one by one is not said again."""
    listed = summary.get("refused_rows") or []
    each_said = len(listed) <= MOST_ROWS and summary["rows"]["refused"] == len(listed)
    said = {row["code"] for row in listed} if each_said else set()
    findings = [finding for finding in summary.get("findings", []) if finding["code"] not in said]
    return tuple(dict.fromkeys(sentence(finding) for finding in findings))


def _facts(summary: Mapping) -> tuple[tuple[str, str], ...]:
    rows = []
    for supply in summary["supplies"]:
        channel = _("Energy given to the grid") if supply["channel"] == "export" else _("Energy")
        if supply is summary["supplies"][0]:
            rows += [(_("Period"), _period(supply))]
            if supply.get("step_minutes"):
                rows.append((_("Every"), _step(supply["step_minutes"])))
        rows.append((channel, kwh(supply["total_kwh"], 1)))
        if supply["missing"]:
            rows.append((_("Without data"), _missing(supply)))
        if supply["estimated"]:
            rows.append((_("Estimated"), _intervals(supply["estimated"])))
    if len({supply.get("supply_point") for supply in summary["supplies"]}) > 1:
        rows.append((_("Supplies in the file"), _("more than one: we use the first")))
    return tuple(rows)


def _period(supply: Mapping) -> str:
    start, end = datetime.fromisoformat(supply["start"]), datetime.fromisoformat(supply["end"])
    last = (end - timedelta(minutes=1)).date()
    return _("%(start)s to %(end)s", start=day_year(start.date()), end=day_year(last))


def _step(minutes: int) -> str:
    if minutes % MINUTES_PER_DAY == 0:
        return ngettext("%(num)s day", "%(num)s days", minutes // MINUTES_PER_DAY)
    if minutes % MINUTES_PER_HOUR == 0:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // MINUTES_PER_HOUR)
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def _missing(supply: Mapping) -> str:
    if not supply.get("step_minutes"):
        return ngettext("%(num)s bill", "%(num)s bills", supply["missing"])
    minutes = supply["missing"] * supply["step_minutes"]
    if minutes < 2 * MINUTES_PER_HOUR:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 2 * MINUTES_PER_DAY:
        hours = round(minutes / MINUTES_PER_HOUR)
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return _("%(days)s days", days=number(minutes / MINUTES_PER_DAY, 1))


def _intervals(count: int) -> str:
    return ngettext("%(num)s value", "%(num)s values", count)
