"""Errors of the API as problem details (RFC 9457): what happened, where, what was seen and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from advisor.db import db
from advisor.services.judging import RefusedBody
from advisor.web.messages import said
from advisor.web.words.problems import DETAILS, MEMBERS, TITLES

TYPE = "application/problem+json"
KINDS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
    422: "bad_query",
    429: "too_many_requests",
}


class ApiProblem(HTTPException):
    """A refused request: `kind` names its words (advisor/web/words/problems.py); other members are sent as they are."""

    def __init__(
        self,
        status: int,
        kind: str,
        *,
        errors: Iterable[Mapping] = (),
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        super().__init__(kind)
        self.code = status
        self.kind = kind
        self.errors = list(errors)
        self.more_headers = dict(headers or {})
        self.members = members


def body_problem(refused: RefusedBody) -> ApiProblem:
    """Return the refusal of a body, with each thing wrong in it."""
    errors = [_member_error(problem) for problem in refused.problems]
    status = 400 if refused.unreadable else 422
    return ApiProblem(status, "bad_body", errors=errors, error_count=refused.count)


def answer(error: HTTPException | RefusedBody | None) -> Response:
    """Return the problem of an error; None is a fault of ours."""
    if isinstance(error, RefusedBody):
        error = body_problem(error)
    if isinstance(error, ApiProblem):
        return _response(error.code, error.kind, error.members, error.errors, error.more_headers)
    status = error.code if error is not None else 500
    kind = KINDS.get(status, "bad_request" if status < 500 else "fault")
    told = error.get_headers() if error is not None else ()
    headers = {name: value for name, value in told if name in ("Allow", "Retry-After")}
    if getattr(error, "retry_after", None):
        headers["Retry-After"] = str(error.retry_after)
    return _response(status, kind, {}, _query_errors(error), headers)


def fault(error: Exception) -> Response:
    """Answer a fault of ours; the database may be what failed, so it is asked for nothing."""
    try:
        db.session.rollback()
    except Exception:
        current_app.logger.exception("the transaction of %s could not be ended", request.path)
    return answer(None)


def _response(status: int, kind: str, members: Mapping, errors: list, headers: Mapping[str, str]) -> Response:
    document = {
        "type": f"{request.host_url}api/v1/#{kind}",
        "title": said(TITLES[kind]),
        "status": status,
        "detail": said(DETAILS[kind]),
        "code": kind,
        **members,
    }
    if errors:
        document["errors"] = errors
    response = Response(json.dumps(document, ensure_ascii=False) + "\n", status, content_type=TYPE)
    response.headers.update(headers)
    return response


def _member_error(problem) -> dict[str, object]:
    seen = {name: value for name, value in problem.params.items() if name == "value"}
    place = next((int(part) for part in problem.pointer.split("/") if part.isdigit()), None)
    where = {"pointer": problem.pointer} | ({} if place is None else {"index": place})
    return {**where, "code": problem.code, **seen, "detail": said(MEMBERS[problem.code]) % dict(problem.params)}


def _query_errors(error: HTTPException | None) -> list[dict[str, object]]:
    """Return what the check of a query says, each with the name of its parameter."""
    told = (getattr(error, "data", None) or {}).get("messages") or {}
    return [
        {"parameter": name, "code": "bad_parameter", "detail": str(messages[0])}
        for fields in told.values()
        for name, messages in fields.items()
    ]
