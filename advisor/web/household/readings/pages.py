"""What the page of the readings shows: the question, what was used since the last one, the list, connected meters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from advisor.db.households import SupplyPoint
from advisor.db.readings import Device, MeterReading
from advisor.energy.reading_doubts import Doubt
from advisor.energy.registers import RegisterReading, usage_between
from advisor.services.readings import digits_of, replacements_of
from advisor.web.filters import kwh, moment, number
from advisor.web.household.readings.doubts import Question, question
from advisor.web.household.readings.forms import ReadingForm
from advisor.web.household.subject import Subject

BRACKET_KWH = 140
DAYS_OF_A_MONTH = 30
ROWS_SHOWN = 60
KINDS = {"tasmota": "Tasmota", "shelly_gen1": "Shelly", "shelly_gen2": "Shelly", "zigbee2mqtt": "Zigbee",
         "home_assistant": "Home Assistant"}  # fmt: skip
TEXT, FIGURE = "text", "num"


@dataclass(frozen=True)
class Used:
    """What the readings say: a heading with the finding and the sentences below it."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ReadingsPage:
    """used: None before the first reading; question: what is asked of the reading just typed, or None; cut: the list is
    longer than what is shown."""

    title: str
    subject: Subject
    errors: tuple[tuple[str, str], ...]
    question: Question | None
    used: Used | None
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    cut: bool
    device_columns: tuple[tuple[str, str], ...]
    devices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CorrectionPage:
    """One reading to correct or remove."""

    title: str
    heading: str
    subject: Subject
    errors: tuple[tuple[str, str], ...]
    question: Question | None
    back_url: str
    remove_url: str


@dataclass(frozen=True)
class _Row:
    """A reading and what was used since the one before; kwh: None where that is not known; first: of its meter."""

    reading: MeterReading
    kwh: float | None
    since: timedelta | None
    first: bool


def readings_page(
    form: ReadingForm,
    *,
    subject: Subject,
    point: SupplyPoint,
    readings: Sequence[MeterReading],
    answers: Mapping | None,
    devices: Sequence[Device],
    doubt: Doubt | None,
) -> ReadingsPage:
    """Make the page; readings newest first."""
    rows = _rows(readings, answers)
    asked = question(doubt, form) if doubt is not None else None
    return ReadingsPage(
        title=_("What does your meter say now?"),
        subject=subject,
        errors=_errors(form, asked),
        question=asked,
        used=_used(rows),
        columns=(
            (_("When"), TEXT),
            (_("Reading"), FIGURE),
            (_("Used"), FIGURE),
            (_("A day"), FIGURE),
        ),
        rows=tuple(_cells(row, point) for row in rows[:ROWS_SHOWN]),
        cut=len(rows) > ROWS_SHOWN,
        device_columns=((_("Meter"), TEXT), (_("Kind"), TEXT), (_("Last message"), TEXT)),
        devices=tuple(_device(device) for device in devices),
    )


def correction_page(
    form: ReadingForm, *, subject: Subject, point: SupplyPoint, reading: MeterReading, doubt: Doubt | None
) -> CorrectionPage:
    """Make the page that corrects or removes one reading."""
    asked = question(doubt, form) if doubt is not None else None
    of = {"supply_point_id": point.id}
    return CorrectionPage(
        title=_("Correct a reading"),
        heading=_("Your reading of %(when)s", when=moment(reading.at)),
        subject=subject,
        errors=_errors(form, asked),
        question=asked,
        back_url=url_for("readings.show", **of),
        remove_url=url_for("readings.remove", reading_id=reading.id, **of),
    )


def _errors(form: ReadingForm, asked: Question | None) -> tuple[tuple[str, str], ...]:
    return (*form.error_list(), *([("explanation", asked.error)] if asked else ()))


def _rows(readings: Sequence[MeterReading], answers: Mapping | None) -> list[_Row]:
    """Return the rows newest first; usage is counted within each meter."""
    replaced_at, digits = replacements_of(answers), digits_of(answers)
    rows: list[_Row] = []
    before: MeterReading | None = None
    for reading in reversed(readings):
        new_meter = before is not None and any(before.at < edge <= reading.at for edge in replaced_at)
        used = None
        if before is not None and not new_meter:
            pair = [RegisterReading(r.at, r.value) for r in (before, reading)]
            used = usage_between(pair, digits=digits)[0][0].kwh
        rows.append(_Row(reading, used, reading.at - before.at if before else None, first=new_meter))
        before = reading
    return rows[::-1]


def _used(rows: Sequence[_Row]) -> Used | None:
    if not rows:
        return None
    last = rows[0]
    shown = _("Your last reading: %(kwh)s on %(when)s.", kwh=kwh(last.reading.value, 1), when=moment(last.reading.at))
    if len(rows) == 1:
        later = _("With a second one, at least a day later, you will see what you use a day and a month.")
        return Used(_("You have one reading"), (shown, later))
    if last.kwh is None:
        unknown = _("What you used before it is not known. It will be again with your next reading.")
        return Used(_("Your meter began anew"), (shown, unknown))
    since = _("Since %(when)s you used %(kwh)s.", when=moment(rows[1].reading.at), kwh=kwh(last.kwh, 1))
    if last.since < timedelta(days=1):
        wait = _("Less than a day is too little to say what a month will be.")
        return Used(_("You used %(kwh)s since your last reading", kwh=kwh(last.kwh, 1)), (shown, since, wait))
    a_day = last.kwh / (last.since / timedelta(days=1))
    a_month = a_day * DAYS_OF_A_MONTH
    pace = _("That is %(day)s a day, or about %(month)s in thirty days.", day=kwh(a_day, 1), month=kwh(a_month))
    return Used(_pace_heading(a_month), (shown, since, pace))


def _pace_heading(a_month: float) -> str:
    if a_month > BRACKET_KWH:
        over = kwh(a_month - BRACKET_KWH)
        return _("At this pace you pass 140 kWh a month by %(over)s", over=over)
    return _("At this pace you stay within 140 kWh a month")


def _cells(row: _Row, point: SupplyPoint) -> tuple[str, ...]:
    when = moment(row.reading.at)
    used = _("new meter") if row.first else "–" if row.kwh is None else kwh(row.kwh, 1)
    whole = row.kwh is not None and row.since >= timedelta(days=1)
    a_day = kwh(row.kwh / (row.since / timedelta(days=1)), 1) if whole else "–"
    url = url_for("readings.edit", supply_point_id=point.id, reading_id=row.reading.id)
    label = _("Correct or remove the reading of %(when)s", when=when)
    link = Markup('<a href="{}" aria-label="{}">{}</a>').format(url, label, when)
    return link, number(row.reading.value, 3), used, a_day


def _device(device: Device) -> tuple[str, ...]:
    last = moment(device.last_message_at) if device.last_message_at else _("none yet")
    return device.name, KINDS.get(device.layout, _("another")), last
