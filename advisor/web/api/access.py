"""Whose token it is, what it may do, and what of its owner's it may touch now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import current_app, g, request
from sqlalchemy.exc import OperationalError

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.jobs import Job
from advisor.db.queries.scope import NotFound, for_actor
from advisor.services import tokens
from advisor.services.tokens import Program, TokenRefused
from advisor.web.api.paths import BLUEPRINT
from advisor.web.api.problems import ApiProblem
from advisor.web.sessions import now

_SCHEME = "bearer "


def identify() -> None:
    """Know the program by the header of its request, and nothing else; whoever is not known is refused later."""
    if request.blueprint != BLUEPRINT:
        return
    given = request.headers.get("Authorization", "")
    if not given.lower().startswith(_SCHEME):
        g.refusal = ApiProblem(401, "no_token", headers={"WWW-Authenticate": 'Bearer realm="api"'})
        return
    try:
        g.program = tokens.authenticate(db.session, now=now(), secret=given[len(_SCHEME) :].strip())
    except TokenRefused as refused:
        challenge = 'Bearer realm="api", error="invalid_token"'
        g.refusal = ApiProblem(401, f"token_{refused.reason}", headers={"WWW-Authenticate": challenge})


def let_in() -> None:
    """Refuse whoever is not known."""
    if "refusal" in g:
        raise g.refusal


def program() -> Program:
    """Return the program that makes this request."""
    return g.program


def needs(scope: str) -> Callable:
    """Refuse a token without the scope, before anything is said of what the address names."""

    def mark(view: Callable) -> Callable:
        @wraps(view)
        def checked(*args, **kwargs):
            if scope not in program().scopes:
                raise ApiProblem(403, "missing_scope", scope=scope)
            return view(*args, **kwargs)

        checked.needed_scope = scope
        return checked

    return mark


def supply_points() -> list[SupplyPoint]:
    """Return what the token may touch of the homes its owner lives in now, oldest first."""
    held = program().supply_point_ids
    homes = for_actor(db.session, program().actor).supply_points_of_homes()
    return [point for point in homes if point.id in held]


def supply_point(supply_point_id: int) -> SupplyPoint:
    """Return one supply point of the token, or raise NotFound: another's and none at all look the same."""
    if supply_point_id not in program().supply_point_ids:
        raise NotFound("supply_point", supply_point_id)
    return for_actor(db.session, program().actor).supply_point_of_home(supply_point_id)


def job(job_id: int) -> Job:
    """Return one job on a supply point of the token, or raise NotFound."""
    found = for_actor(db.session, program().actor).job(job_id)
    if found.supply_point_id not in {point.id for point in supply_points()}:
        raise NotFound("job", job_id)
    return found


def note_use(response):
    """Note that the token was used, at most every five minutes."""
    known: Program | None = g.get("program")
    if known is not None and not known.touched:
        try:
            tokens.touch(db.session, now=now(), token_id=known.token_id)
        except OperationalError:
            # The answer is worth more than the note.
            db.session.rollback()
            current_app.logger.exception("the use of a token could not be noted")
    return response
