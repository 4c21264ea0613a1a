"""What is said of the days shown: their largest hour, what was used, and what to know of the picture."""

from __future__ import annotations

import numpy as np
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.energy.usage import Quality
from advisor.web.charts.envelope import MEAN_FROM, Columns
from advisor.web.filters import kwh, number
from advisor.web.household.usage.detail_range import Days, detail_url
from advisor.web.household.usage.detail_readings import Part, Readings, a_day
from advisor.web.household.usage.detail_words import days_words, hours_words, weekday_date, weekday_day


def heading(readings: Readings, peak: Part | None) -> str:
    """Return the finding: the hour, or the longer reading, of most usage."""
    if peak is None:
        return _("There are no readings of these days")
    begin, usage = readings.begins(peak.first), kwh(peak.kwh, 2)
    if peak.end - peak.first >= a_day(readings):
        return _("Your day of most usage: %(day)s, with %(usage)s", day=weekday_day(begin.date()), usage=usage)
    return _(
        "Your hour of most usage: %(day)s, %(hours)s, with %(usage)s",
        day=weekday_day(begin.date()),
        hours=hours_words(begin, readings.begins(peak.end)),
        usage=usage,
    )


def largest_url(readings: Readings, peak: Part | None) -> str | None:
    """Return the address of the day of the finding, or None where it is the one shown."""
    if peak is None or readings.days.count == 1:
        return None
    day = readings.begins(peak.first).date()
    return detail_url(Days(day, day))


def summary(readings: Readings) -> str:
    """Say what was used in these days, and on a mean day where there are several; empty without readings."""
    if not readings.known:
        return ""
    total = float(np.nansum(readings.kwh))
    if readings.days.count == 1:
        return _("You used %(usage)s on %(day)s.", usage=kwh(total, 1), day=weekday_date(readings.days.first))
    return _(
        "You used %(usage)s %(days)s, about %(mean)s a day.",
        usage=kwh(total),
        days=days_words(readings.days),
        mean=kwh(total * a_day(readings) / readings.known, 1),
    )


def shown(days: Days) -> str:
    """Say which days the picture shows."""
    if days.count == 1:
        return _("Readings of %(day)s", day=weekday_date(days.first))
    return _("Readings %(days)s", days=days_words(days))


def notes(readings: Readings, columns: Columns) -> tuple[str, ...]:
    """Say what one must know to read the picture: what a column joins, what is estimated, what is missing."""
    told, count = [], {"count": number(columns.together)}
    if columns.together >= MEAN_FROM:
        told.append(
            _("Each column joins %(count)s readings, from the lowest to the highest. The line is their mean.", **count)
        )
    elif columns.together > 1:
        told.append(_("Each column joins %(count)s readings, from the lowest to the highest.", **count))
    estimated = int((readings.quality == Quality.ESTIMATED).sum())
    if estimated:
        told.append(
            ngettext(
                "%(num)s reading is estimated: it is drawn without fill.",
                "%(num)s readings are estimated: they are drawn without fill.",
                estimated,
            )
        )
    missing = int((readings.quality == Quality.MISSING).sum())
    if missing:
        told.append(
            ngettext(
                "%(num)s reading is missing: the line under the picture shows where. It does not count as zero.",
                "%(num)s readings are missing: the line under the picture shows where. They do not count as zero.",
                missing,
            )
        )
    return tuple(told)
