"""The page that people read about the API, made from its OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from advisor.web.api.paths import PREFIX
from advisor.web.messages import said
from advisor.web.words.problems import TITLES

page_blueprint = Blueprint("api_page", __name__)
METHODS = ("get", "post")


@dataclass(frozen=True)
class Operation:
    """One thing a program may ask for.

    members: (name, needed or not, what it is) of its body or query; examples: JSON; answers: (status, words).
    """

    id: str
    method: str
    path: str
    summary: str
    scope: str
    members: tuple[tuple[Markup, str, str], ...]
    examples: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ApiPage:
    """What the page shows; tokens_url is empty for whoever has no account open."""

    title: str
    operations: tuple[Operation, ...]
    problems: tuple[tuple[Markup, str], ...]
    curl: str
    document_url: str
    tokens_url: str


@page_blueprint.get(f"{PREFIX}/")
def show():
    """Show what programs may ask for, and how."""
    document = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    page = ApiPage(
        title=_("Data for programs"),
        operations=tuple(_operations(document)),
        problems=tuple((_as_written(kind), said(words)) for kind, words in sorted(TITLES.items())),
        curl=f'curl -H "Authorization: Bearer eca_…" {request.host_url.rstrip("/")}{PREFIX}/supply-points',
        document_url=url_for("api-docs.openapi_json"),
        tokens_url=url_for("tokens.show") if current_user.is_authenticated else "",
    )
    return render_template("api/show.html", page=page)


def _operations(document: Mapping) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(document, path, method, item[method])


def _operation(document: Mapping, path: str, method: str, told: Mapping) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    examples = body.get("examples", {}).values()
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=said(told["summary"]),
        scope=told.get("x-scope") or "",
        # What two shapes of a body share is told once.
        members=tuple(dict.fromkeys(_members(document, body.get("schema", {})))) or tuple(_parameters(told)),
        examples=tuple(json.dumps(example["value"], indent=2, ensure_ascii=False) for example in examples),
        answers=tuple((status, _status_words(status, answer)) for status, answer in told["responses"].items()),
    )


def _members(document: Mapping, schema: Mapping, before: str = "") -> Iterator[tuple[Markup, str, str]]:
    """Yield the members of a body that have words, those inside with the name of what holds them."""
    for choice in schema.get("oneOf", []):
        yield from _members(document, choice, before)
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, member in schema.get("properties", {}).items():
        if words := member.get("description"):
            yield _as_written(f"{before}{name}"), _needed(name in schema.get("required", ())), said(words)
        yield from _members(document, member.get("items", {}), f"{before}{name}[].")


def _parameters(told: Mapping) -> Iterator[tuple[Markup, str, str]]:
    for parameter in told.get("parameters", []):
        if parameter.get("in") == "query" and (words := parameter.get("description")):
            yield _as_written(parameter["name"]), _needed(parameter.get("required", False)), said(words)


def _as_written(name: str) -> Markup:
    """Mark what programs write: it is the same in every language."""
    return Markup('<code translate="no">{}</code>').format(name)


def _needed(needed: bool) -> str:
    return _("yes") if needed else _("no")


def _status_words(status: str, answer: Mapping) -> str:
    words = {"200": _("The answer"), "202": _("Kept; a job works on it")}
    return words.get(status) or said(answer["description"])
