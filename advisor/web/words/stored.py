"""Sentences about stored data: what was found in them, what was corrected, what changed when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.layers import Correction, CorrectionAction
from advisor.energy.anomalies import Anomaly, AnomalyKind
from advisor.web.filters import day_year, kwh, number


def found_title(anomaly: Anomaly) -> str:
    """Name what was found."""
    return {
        AnomalyKind.CATCH_UP: _("A high value right after a gap"),
        AnomalyKind.STUCK: _("The same value again and again"),
        AnomalyKind.IMPOSSIBLE: _("More power than a home can take"),
        AnomalyKind.LEVEL_CHANGE: _("From one day to the next, another level"),
        AnomalyKind.DEAD: _("Days at zero"),
    }[anomaly.kind]


def found_words(anomaly: Anomaly, zone: ZoneInfo) -> str:
    """Say what was found, when, and how much energy it is about."""
    params, when, energy = anomaly.params, stretch(anomaly.start, anomaly.end, zone), kwh(anomaly.kwh, 1)
    if anomaly.kind is AnomalyKind.CATCH_UP:
        return _(
            "%(when)s: after a gap came %(energy)s at once. It may be what you used in the gap.",
            when=when,
            energy=energy,
        )
    if anomaly.kind is AnomalyKind.STUCK:
        return _("%(when)s: the meter gave the same value all the time, %(energy)s together.", when=when, energy=energy)
    if anomaly.kind is AnomalyKind.IMPOSSIBLE:
        limit, peak = number(params["limit_kw"], 1), number(params["peak_kw"], 1)
        return _(
            "%(when)s: up to %(peak)s kW, %(energy)s together. Your supply gives %(limit)s kW at most.",
            when=when,
            peak=peak,
            energy=energy,
            limit=limit,
        )
    if anomaly.kind is AnomalyKind.LEVEL_CHANGE:
        before, after = kwh(params["before"], 1), kwh(params["after"], 1)
        day = day_year(anomaly.start.astimezone(zone).date())
        return _("From %(day)s on: %(after)s a day; before, %(before)s.", day=day, after=after, before=before)
    return _("%(when)s: the meter says that nothing at all was used, not even by the refrigerator.", when=when)


def action_words(action: CorrectionAction) -> str:
    """Name a correction on its button."""
    return {
        CorrectionAction.KEEP: _("It is right"),
        CorrectionAction.DISCARD: _("Do not count it"),
        CorrectionAction.SPREAD: _("Spread it over the gap"),
    }[action]


def corrected_words(action: CorrectionAction, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Say what stands of a correction."""
    when = stretch(start, end, zone)
    return {
        CorrectionAction.KEEP: _("%(when)s: you said that it is right.", when=when),
        CorrectionAction.DISCARD: _("%(when)s: it does not count, because you said so.", when=when),
        CorrectionAction.SPREAD: _("%(when)s: spread over the gap, as an estimate.", when=when),
    }[action]


def stretch(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Say a stretch [start, end) by its days, with hours where it is within one."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    final = (end - timedelta(minutes=1)).astimezone(zone)
    if first.date() != final.date():
        return _("%(start)s to %(end)s", start=day_year(first.date()), end=day_year(final.date()))
    hours = {"start": f"{first:%H:%M}", "end": "24:00" if last.date() != first.date() else f"{last:%H:%M}"}
    return _("%(day)s, from %(start)s to %(end)s", day=day_year(first.date()), **hours)


def history_words(kind: str, *, filename: str | None, correction: Correction | None, zone: ZoneInfo) -> str:
    """Say one line of the history: the file or the stretch it is about, and what was decided of it."""
    if correction is not None and kind in ("correction", "correction_undone"):
        when = stretch(correction.start, correction.end, zone)
        return (_decided if kind == "correction" else _taken_back)(correction.action, when)
    name = filename or _("a file that is gone")
    sentences = {
        "import": _("You stored %(name)s.", name=name),
        "undo": _("You undid %(name)s.", name=name),
        "correction": _("You corrected a stretch."),
        "correction_undone": _("You took a correction back."),
        "bills_typed": _("You typed bills."),
        "readings": _("Readings of the meter came in."),
        "readings_removed": _("Readings of the meter were removed."),
    }
    return sentences.get(kind, _("The data changed."))


def _decided(action: CorrectionAction, when: str) -> str:
    return {
        CorrectionAction.KEEP: _("%(when)s: you said that it is right.", when=when),
        CorrectionAction.DISCARD: _("%(when)s: you left it out.", when=when),
        CorrectionAction.SPREAD: _("%(when)s: you spread it over the gap.", when=when),
    }[action]


def _taken_back(action: CorrectionAction, when: str) -> str:
    return {
        CorrectionAction.KEEP: _("%(when)s: you took back that it is right.", when=when),
        CorrectionAction.DISCARD: _("%(when)s: you took it back, and it counts again.", when=when),
        CorrectionAction.SPREAD: _("%(when)s: you took it back, and it is no longer spread over the gap.", when=when),
    }[action]


def change_effect(detail: Mapping) -> str:
    """Say what a change did, in counts and kWh; empty where it says nothing of them."""
    parts = [*_counted(detail)]
    before, after = detail.get("kwh_before"), detail.get("kwh_after")
    if before is not None and after is not None and before != after:
        parts.append(_("%(before)s before, %(after)s after", before=kwh(before, 1), after=kwh(after, 1)))
    return " · ".join(parts)


def brought_words(result: Mapping | None) -> str:
    """Say what a file brought."""
    return " · ".join(_counted(result or {}))


def _counted(detail: Mapping) -> list[str]:
    count = {name: int(detail.get(name) or 0) for name in COUNTED}
    words = []
    if added := count["intervals_added"]:
        words.append(ngettext("%(count)s new value", "%(count)s new values", added, count=number(added)))
    if replaced := count["intervals_replaced"]:
        words.append(
            ngettext(
                "%(count)s value in place of an earlier one",
                "%(count)s values in place of earlier ones",
                replaced,
                count=number(replaced),
            )
        )
    if kept := count["intervals_kept"]:
        words.append(
            ngettext(
                "%(count)s value that another file tells better",
                "%(count)s values that another file tells better",
                kept,
                count=number(kept),
            )
        )
    if differing := count["intervals_differing"]:
        words.append(
            ngettext(
                "%(count)s value said otherwise before",
                "%(count)s values said otherwise before",
                differing,
                count=number(differing),
            )
        )
    if removed := count["intervals_removed"]:
        words.append(ngettext("%(count)s value fewer", "%(count)s values fewer", removed, count=number(removed)))
    if restored := count["intervals_restored"]:
        words.append(
            ngettext("%(count)s value as before", "%(count)s values as before", restored, count=number(restored))
        )
    if bills := count["bills_added"] or count["bills"]:
        words.append(ngettext("%(count)s bill", "%(count)s bills", bills, count=number(bills)))
    if gone := count["bills_removed"]:
        words.append(ngettext("%(count)s bill fewer", "%(count)s bills fewer", gone, count=number(gone)))
    return words


COUNTED = (
    "intervals_added",
    "intervals_replaced",
    "intervals_kept",
    "intervals_differing",
    "intervals_removed",
    "intervals_restored",
    "bills_added",
    "bills",
    "bills_removed",
)
