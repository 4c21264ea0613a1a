"""What programs read: supply points, stored intervals, jobs."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
from flask import request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.queries.readings import readings_of_days
from advisor.energy.usage import Quality, UsageSeries
from advisor.web.api import access
from advisor.web.api.blueprint import blueprint
from advisor.web.api.describing import operation
from advisor.web.api.jobs_said import job_document
from advisor.web.api.problems import ApiProblem
from advisor.web.api.schemas.asked import IntervalsAsked, Paged
from advisor.web.api.schemas.given import IntervalsOut, JobOut, SupplyPointOut, SupplyPointsOut
from advisor.web.words.marks import N_

NOT_FOUND = {404: "not_found"}


@blueprint.route("/supply-points")
@operation(blueprint, summary=N_("List the supplies that the token may touch"), refusals={422: "bad_query"})
@blueprint.arguments(Paged, location="query", unknown=None)
@blueprint.response(200, SupplyPointsOut)
def list_supply_points(asked: dict):
    """Give one page of supply points, oldest first."""
    after = _number(asked["cursor"])
    points = [point for point in access.supply_points() if point.id > after]
    page, more = points[: asked["limit"]], len(points) > asked["limit"]
    cursor = _cursor(str(page[-1].id)) if more else None
    return {"supply_points": [_point(point) for point in page], "next_cursor": cursor}, 200, _next(cursor)


@blueprint.route("/supply-points/<int:supply_point_id>")
@operation(blueprint, summary=N_("Read one supply"), refusals=NOT_FOUND)
@blueprint.response(200, SupplyPointOut)
def read_supply_point(supply_point_id: int):
    """Give one supply point."""
    return _point(access.supply_point(supply_point_id))


@blueprint.route("/supply-points/<int:supply_point_id>/intervals")
@operation(
    blueprint,
    summary=N_("Read the stored usage, one interval after another"),
    scope="usage:read",
    refusals={**NOT_FOUND, 422: "bad_query"},
)
@blueprint.arguments(IntervalsAsked, location="query", unknown=None)
@blueprint.response(200, IntervalsOut)
def read_intervals(asked: dict, supply_point_id: int):
    """Give one page of intervals that start in [from, to); those without a value are told as missing."""
    point, first = access.supply_point(supply_point_id), _number(asked["cursor"])
    series = _stored(point, asked["start"], asked["end"], Channel(asked["channel"]))
    told = {"supply_point": point.id, "channel": asked["channel"], "step_minutes": None, "intervals": []}
    if series is None or not len(series):
        return {**told, "next_cursor": None}
    last = min(len(series), first + asked["limit"])
    cursor = _cursor(str(last)) if last < len(series) else None
    told |= {"step_minutes": series.step_minutes, "intervals": [_interval(series, i) for i in range(first, last)]}
    return {**told, "next_cursor": cursor}, 200, _next(cursor)


@blueprint.route("/jobs/<int:job_id>")
@operation(blueprint, summary=N_("Ask how far a job is"), refusals=NOT_FOUND)
@blueprint.response(200, JobOut)
def read_job(job_id: int):
    """Give a job with what came of it."""
    return job_document(access.job(job_id))


def _stored(point: SupplyPoint, start: datetime, end: datetime, channel: Channel) -> UsageSeries | None:
    """Return the stored intervals that start in [start, end), at one step for the whole of it."""
    zone = ZoneInfo(point.timezone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    series = readings_of_days(db.session, point, first=first, last=last, channel=channel)
    return series.between(start.astimezone(timezone.utc), end.astimezone(timezone.utc)) if series else None


def _interval(series: UsageSeries, index: int) -> dict[str, object]:
    start: datetime = series.start + index * series.step
    kwh = series.kwh[index]
    return {
        "start": start,
        "end": start + timedelta(minutes=series.step_minutes),
        "kwh": None if np.isnan(kwh) else round(float(kwh), 9),
        "quality": Quality(int(series.quality[index])).name.lower(),
    }


def _point(point: SupplyPoint) -> dict[str, object]:
    return {
        "id": point.id,
        "name": point.name,
        "household": point.household.name,
        "distributor": point.distributor,
        "tariff_option": point.tariff_option,
        "timezone": point.timezone,
        "scopes": sorted(access.program().scopes),
    }


def _cursor(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _number(cursor: str | None) -> int:
    """Return the place a cursor names; 0 without one."""
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    if not (text.isdigit() and len(text) <= 12):
        detail = _("Use next_cursor of the page before, as it stands.")
        raise ApiProblem(422, "bad_query", errors=[{"parameter": "cursor", "code": "bad_parameter", "detail": detail}])
    return int(text)


def _next(cursor: str | None) -> dict[str, str]:
    """Return the header that links the next page (RFC 8288)."""
    if cursor is None:
        return {}
    told = {**request.args.to_dict(), **(request.view_args or {}), "cursor": cursor}
    return {"Link": f'<{url_for(request.endpoint, **told)}>; rel="next"'}
