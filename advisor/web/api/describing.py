"""What the OpenAPI document says of an operation beside its shapes: permission, bodies with examples, and refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_smorest import Blueprint

from advisor.web.api.access import needs
from advisor.web.api.problems import TYPE
from advisor.web.api.schemas.given import ProblemOut
from advisor.web.words.problems import TITLES

ALWAYS = {401: "no_token", 429: "too_many_requests", 500: "fault"}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any text of your own, new for each new request; a repeated request with it is done once (24 hours)",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def operation(
    blueprint: Blueprint,
    *,
    summary: str,
    scope: str | None = None,
    refusals: Mapping[int, str] | None = None,
    bodies: Mapping[str, Mapping] | None = None,
    **more: object,
) -> Callable:
    """Describe a view, and hold it to the scope it is described with.

    refusals: the kind of problem by status; bodies: the media of the request by type, as OpenAPI writes them.
    """

    def describe(view: Callable) -> Callable:
        name = view.__name__
        described = needs(scope)(view) if scope else view
        told = {"summary": summary, "operationId": name, "security": [{"token": []}], "x-scope": scope, **more}
        if bodies:
            told["requestBody"] = {"required": True, "content": dict(bodies)}
            told["parameters"] = [KEY, *more.get("parameters", [])]
        described = blueprint.doc(**told)(described)
        for status, kind in sorted({**ALWAYS, **({403: "missing_scope"} if scope else {}), **(refusals or {})}.items()):
            words = TITLES[kind]
            described = blueprint.alt_response(status, schema=ProblemOut, content_type=TYPE, description=words)(
                described
            )
        return described

    return describe
