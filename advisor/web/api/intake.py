"""What programs send: intervals, readings of a register, bills, files. Kept at once, worked on by a job."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Response, jsonify, request

from advisor.db import db
from advisor.services import api_data
from advisor.services.api_bodies import receive_body
from advisor.services.api_sent import Sent
from advisor.services.content import EmptyUpload
from advisor.services.judging import judged, judged_readings
from advisor.web.api import access, examples
from advisor.web.api.blueprint import blueprint
from advisor.web.api.bodies import FILES, JSON, once, settings, take_file, take_json
from advisor.web.api.describing import operation
from advisor.web.api.jobs_said import link, question_document
from advisor.web.api.problems import ApiProblem
from advisor.web.api.schemas.given import Accepted
from advisor.web.api.schemas.sent import BillsIn, CompactIntervals, IntervalList, ReadingsIn
from advisor.web.sessions import now
from advisor.web.words.marks import N_

ANSWER_PREFIX = "answer."
# A clock that runs ahead, and the interval that is just being measured.
AHEAD = timedelta(days=1)
REFUSALS = {
    400: "bad_body",
    404: "not_found",
    409: "key_in_use",
    413: "too_large",
    415: "unsupported_type",
    422: "bad_body",
}
LOCATION = {"Location": {"description": "Address of the job", "schema": {"type": "string"}}}
INTERVALS = {"oneOf": [CompactIntervals, IntervalList]}


@blueprint.route("/supply-points/<int:supply_point_id>/intervals", methods=["POST"])
@operation(
    blueprint,
    summary=N_("Send usage by interval, as JSON or as a file of a meter"),
    scope="usage:write",
    refusals=REFUSALS,
    bodies={
        JSON: {"schema": INTERVALS, "examples": examples.INTERVALS},
        **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in FILES},
    },
    parameters=[examples.ANSWERS, examples.FILENAME],
)
@blueprint.response(202, Accepted, headers=LOCATION)
def send_intervals(supply_point_id: int):
    """Keep intervals, or a file in which the reader finds them."""
    if request.mimetype == JSON:
        return _keep_body(supply_point_id, wanted="interval")
    return _keep_file(supply_point_id)


@blueprint.route("/supply-points/<int:supply_point_id>/registers", methods=["POST"])
@operation(
    blueprint,
    summary=N_("Send readings of the meter"),
    scope="readings:write",
    refusals=REFUSALS,
    bodies={JSON: {"schema": ReadingsIn, "examples": examples.READINGS}},
)
@blueprint.response(202, Accepted, headers=LOCATION)
def send_registers(supply_point_id: int):
    """Keep readings, of which a job makes usage."""
    access.supply_point(supply_point_id)
    content = take_json()
    readings = judged_readings(content, until=now() + AHEAD)

    def work(claim) -> int:
        sent = Sent(access.program(), supply_point_id, claim)
        return api_data.receive_readings(db.session, now=now(), sent=sent, readings=readings)

    return _accepted(_hash(content), work)


@blueprint.route("/supply-points/<int:supply_point_id>/bills", methods=["POST"])
@operation(
    blueprint,
    summary=N_("Send bills"),
    scope="bills:write",
    refusals=REFUSALS,
    bodies={JSON: {"schema": BillsIn, "examples": examples.BILLS}},
)
@blueprint.response(202, Accepted, headers=LOCATION)
def send_bills(supply_point_id: int):
    """Keep bills."""
    return _keep_body(supply_point_id, wanted="bills")


def _keep_body(supply_point_id: int, *, wanted: str) -> Response:
    zone = ZoneInfo(access.supply_point(supply_point_id).timezone)
    content = take_json()
    summary = judged(content, zone=zone, kind=wanted, until=now() + AHEAD).as_document()

    def work(claim) -> int:
        sent = Sent(access.program(), supply_point_id, claim)
        folder, most = settings().uploads_dir, len(content)
        return receive_body(
            db.session,
            now=now(),
            sent=sent,
            body=io.BytesIO(content),
            summary=summary,
            uploads_dir=folder,
            max_bytes=most,
        )

    return _accepted(_hash(content), work)


def _keep_file(supply_point_id: int) -> Response:
    access.supply_point(supply_point_id)
    told = request.args.items()
    answers = {name.removeprefix(ANSWER_PREFIX): value for name, value in told if name.startswith(ANSWER_PREFIX)}
    body, content_hash = take_file()

    def work(claim) -> int:
        sent = Sent(access.program(), supply_point_id, claim)
        return api_data.receive_file(
            db.session,
            now=now(),
            sent=sent,
            body=body,
            filename=request.args.get("filename") or sent.program.name,
            answers=answers,
            uploads_dir=settings().uploads_dir,
            max_bytes=settings().max_upload_mb * 1_000_000,
        )

    with body:
        try:
            return _accepted(content_hash, work)
        except api_data.OpenQuestions as left:
            questions = [question_document(question) for question in left.questions]
            raise ApiProblem(409, "open_questions", questions=questions) from left
        except EmptyUpload as empty:
            raise ApiProblem(422, "empty_file") from empty


def _accepted(content_hash: str, work: Callable) -> Response:
    answer = link(once(content_hash, work))
    response = jsonify(answer)
    response.status_code, response.headers["Location"] = 202, answer["job"]["url"]
    return response


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
