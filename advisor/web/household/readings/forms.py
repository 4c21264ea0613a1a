"""The form of one reading: day, hour, the number on the meter; and the answer where it does not fit the others."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from advisor.energy.reading_doubts import Explanation
from advisor.web.filters import number

OLDEST_DAYS = 3650
MOST_KWH = 9_999_999
# A clock at home may be a little ahead of ours.
AHEAD = timedelta(minutes=10)
_READING = re.compile(r"\d{1,7}(?:[.,](\d{1,3}))?")


class ReadingForm(Form):
    """What a person reads. Call `arrange` before showing or validating it."""

    day = StringField(_l("Day"))
    hour = StringField(_l("Time"))
    kwh = StringField(_l("What the meter shows"))
    explanation = StringField()

    def arrange(self, *, now: datetime, zone: str) -> None:
        """Tell the form what time it is, on whose clock."""
        self._now, self._zone = now, ZoneInfo(zone)

    def start_from(self, *, at: datetime, kwh: float | None = None) -> None:
        """Fill in a moment and, to correct a reading, its number."""
        local = at.astimezone(self._zone)
        self.day.data, self.hour.data = local.date().isoformat(), f"{local:%H:%M}"
        if kwh is not None:
            self.kwh.data = f"{kwh:.3f}".rstrip("0").rstrip(".")

    def at(self) -> datetime:
        """Return the moment of valid answers, in UTC."""
        moment = datetime.combine(_day(self.day.data), _hour(self.hour.data), self._zone)
        return moment.astimezone(timezone.utc)

    def reading(self) -> float:
        """Return the number of valid answers."""
        return float(self.kwh.data.replace(",", "."))

    def explained(self) -> Explanation | None:
        """Return the answer to what was doubtful, if one was given."""
        known = {explanation.value: explanation for explanation in Explanation}
        return known.get(self.explanation.data or "")

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in (self.day, self.hour, self.kwh) if field.errors]

    def validate_day(self, field):
        told = (field.data or "").strip()
        if not told:
            raise ValidationError(_("Day: write the one on which you looked at the meter."))
        day = _day(told)
        if day is None:
            raise ValidationError(
                _("Day: “%(given)s” is not a date. Write day, month and year, for example 04/08/2026.", given=told[:40])
            )
        today = self._now.astimezone(self._zone).date()
        if day > today:
            raise ValidationError(_("Day: that one is still to come. Write the day on which you looked at the meter."))
        if day < today - timedelta(days=OLDEST_DAYS):
            raise ValidationError(_("Day: check the year. We keep readings of the last ten years."))
        field.data = day.isoformat()

    def validate_hour(self, field):
        told = (field.data or "").strip()
        hour = _hour(told)
        if hour is None:
            raise ValidationError(
                _("Time: write the hour and the minutes at which you looked at the meter, for example 07:30.")
            )
        field.data = f"{hour:%H:%M}"
        day = _day(self.day.data or "")
        if day is not None and datetime.combine(day, hour, self._zone) > self._now + AHEAD:
            raise ValidationError(_("Time: that hour is still to come. Check the day and the time."))

    def validate_kwh(self, field):
        field.data = re.sub(r"[\s\u00a0\u202f]", "", field.data or "")
        if not field.data:
            raise ValidationError(_("Reading: write the number that the meter shows in kWh."))
        match = _READING.fullmatch(field.data)
        if match is None:
            raise ValidationError(
                _(
                    "Reading: “%(given)s” is not one number. Write only its digits, for example 12345.",
                    given=field.data[:40],
                )
            )
        if match.group(1) and len(match.group(1)) == 3:
            # 12,345 may be twelve thousand or twelve and a bit; nobody could tell afterwards.
            whole = number(int(re.sub(r"\D", "", field.data)))
            raise ValidationError(
                _("Reading: is it %(whole)s? Write it without commas or points, or with two decimals.", whole=whole)
            )


def _day(told: str) -> date | None:
    for written in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(told.strip(), written).date()
        except ValueError:
            continue
    return None


def _hour(told: str) -> time | None:
    match = re.fullmatch(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?", told.strip())
    if match is None or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        return None
    return time(int(match.group(1)), int(match.group(2)))
