"""What was understood of a file, for the person to confirm: nothing is stored before that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.uploads import Upload
from advisor.web.filters import day_year, kwh, number
from advisor.web.household.subject import Subject
from advisor.web.household.uploads.decisions import because, decided
from advisor.web.household.uploads.questions import AskedQuestion, asked
from advisor.web.household.uploads.rows import MOST_ROWS, RowsTable, first_rows, refused_rows
from advisor.web.messages import sentence

MINUTES_PER_HOUR, MINUTES_PER_DAY = 60, 1440


@dataclass(frozen=True)
class CheckPage:
    """The check of an upload.

    facts: (name, value); questions: what only the person knows; known: questions answered for an earlier file of this
    kind; decisions: (what, why) sentences; remarks: sentences; refused: rows left out with the bad cell marked;
    preview: the first rows as they are in the file; errors: (field id, sentence); portfolio_url:
    where a consultant gives a file over many supplies, None for everybody else.
    """

    title: str
    subject: Subject
    filename: str
    facts: tuple[tuple[str, str], ...]
    questions: tuple[AskedQuestion, ...]
    known: tuple[AskedQuestion, ...]
    decisions: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    refused: RowsTable | None
    preview: RowsTable | None
    confirm_url: str
    errors: tuple[tuple[str, str], ...] = ()
    portfolio_url: str | None = None


def check_page(
    upload: Upload, *, subject: Subject, chosen: Mapping[str, str], missing: str = "", portfolio_url: str | None = None
) -> CheckPage:
    """Make the page from the stored summary of the file.

    chosen: answers given before, by the question's key; missing: the key of a question that must be answered and was
    not; portfolio_url: of the page for files over many supplies, for who may use it.
    """
    summary = upload.summary
    remembered = summary.get("remembered") or {}
    return CheckPage(
        title=_("This is what we understood of your file"),
        subject=subject,
        filename=upload.filename,
        facts=_facts(summary),
        questions=_asked(summary.get("questions", []), chosen),
        known=_asked(summary.get("known_questions", []), {**remembered, **chosen}),
        decisions=tuple((decided(decision), because(decision)) for decision in summary.get("decisions", [])),
        remarks=_remarks(summary),
        refused=refused_rows(summary),
        preview=first_rows(summary),
        confirm_url=url_for("uploads.confirm", upload_id=upload.id),
        errors=((f"question-{missing}", _("Choose which supply is your home.")),) if missing else (),
        portfolio_url=portfolio_url if _supplies(summary) > 1 else None,
    )


def _asked(questions: Sequence[Mapping], chosen: Mapping[str, str]) -> tuple[AskedQuestion, ...]:
    return tuple(asked(question, given=chosen.get(question["key"])) for question in questions)


def _remarks(summary: Mapping) -> tuple[str, ...]:
    """Return the remarks on the file; what the table of refused rows says one by one is not said again."""
    listed = summary.get("refused_rows") or []
    each_said = len(listed) <= MOST_ROWS and summary["rows"]["refused"] == len(listed)
    said = {row["code"] for row in listed} if each_said else set()
    findings = [finding for finding in summary.get("findings", []) if finding["code"] not in said]
    return tuple(dict.fromkeys(sentence(finding) for finding in findings))


def _supplies(summary: Mapping) -> int:
    return len({supply.get("supply_point") for supply in summary["supplies"]})


def _facts(summary: Mapping) -> tuple[tuple[str, str], ...]:
    if (count := _supplies(summary)) > 1:
        return ((_("Supplies in the file"), number(count)),)
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
    taken = next((decision for decision in summary.get("decisions", []) if decision["key"] == "supply"), None)
    if taken is not None:
        own = taken["evidence"] == "own_number"
        words = _("%(name)s, which carries your number") if own else _("%(name)s, as you told us")
        rows.insert(0, (_("Supply"), words % {"name": taken["value"]}))
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
