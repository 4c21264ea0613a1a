"""The addresses of every reading: page, file, and what the zoom draws from."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.queries.readings import days_with_readings
from advisor.web.household.current import supply_point_or_404
from advisor.web.household.subject import latest, subject_of
from advisor.web.household.usage.detail import NoReadingsPage, detail_page
from advisor.web.household.usage.detail_files import compact, csv_text, filename
from advisor.web.household.usage.detail_range import Days, asked_days, loaded_days
from advisor.web.household.usage.detail_readings import load_readings
from advisor.web.sessions import now


def show_detail(supply_point_id: int) -> str:
    """Answer with the page of the days asked for, or with what to do where there are no readings yet."""
    supply_point = supply_point_or_404(supply_point_id)
    subject = subject_of(supply_point, assessment=latest(supply_point), now=now())
    stored = _stored(supply_point)
    if stored is None:
        return render_template("usage/no_readings.html", page=NoReadingsPage(_("All your readings"), subject))
    asked = asked_days(request.args, stored=stored)
    page = detail_page(asked, load_readings(supply_point, asked.days), stored=stored, subject=subject)
    return render_template("usage/detail.html", page=page)


def download_detail(supply_point_id: int) -> BaseResponse:
    """Answer with the readings of the days asked for as a file; where there is none to give, the page says why."""
    supply_point = supply_point_or_404(supply_point_id)
    stored = _stored(supply_point)
    asked = asked_days(request.args, stored=stored) if stored else None
    if asked is None or asked.remark:
        given = {name: request.args[name] for name in ("desde", "hasta") if name in request.args}
        return redirect(url_for("usage.detail", **given))
    found = [(channel.value, load_readings(supply_point, asked.days, channel=channel)) for channel in Channel]
    text = csv_text([(name, readings) for name, readings in found if readings.known], name=supply_point.name)
    answer = Response(text, mimetype="text/csv")  # whole, so that it is compressed: a year is 3 MB, in gzip a tenth
    answer.headers.set("Content-Disposition", "attachment", filename=filename(supply_point.name, asked.days))
    return answer


def send_readings(supply_point_id: int) -> BaseResponse:
    """Answer with the year around the days asked for, for the script; with nothing where there are no readings."""
    supply_point = supply_point_or_404(supply_point_id)
    stored = _stored(supply_point)
    if stored is None:
        return Response(status=204)
    asked = asked_days(request.args, stored=stored)
    if asked.remark:
        abort(404)
    readings = load_readings(supply_point, loaded_days(asked.days, stored=stored))
    return Response(compact(readings), mimetype="application/octet-stream")


def _stored(supply_point: SupplyPoint) -> Days | None:
    found = days_with_readings(db.session, supply_point)
    return Days(*found) if found else None
