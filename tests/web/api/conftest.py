"""Two people with a home each, tokens of every kind, and a program that sends requests with one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from flask import Flask

from advisor.db import SupplyPoint, db
from advisor.jobs.worker import run_queued
from advisor.services import accounts, households, tokens
from advisor.services.actors import Actor
from tests.conftest import NOW


@dataclass
class ApiWorld:
    """The product with Ana's home and Luis's, whom Ana does not know."""

    app: Flask
    ana: Actor
    luis: Actor
    point_id: int
    second_id: int
    foreign_id: int
    made: list[int] = field(default_factory=list)

    def token(
        self,
        *scopes: str,
        actor: Actor | None = None,
        points: list[int] | None = None,
        days: int = 30,
        now: datetime = NOW,
    ) -> str:
        """Make a token and return its secret; all scopes on Ana's first home unless told otherwise."""
        with self.app.app_context():
            made = tokens.create(
                db.session,
                actor=actor or self.ana,
                now=now,
                name=f"programa {len(self.made)}",
                scopes=scopes or tokens.SCOPES,
                supply_point_ids=points or [self.point_id],
                days=days,
            )
        self.made.append(made.id)
        return made.secret

    def program(self, *scopes: str, **more) -> Program:
        """Return a program with a token of its own."""
        return Program(self, self.token(*scopes, **more))

    def work(self) -> int:
        """Do the queued jobs."""
        return run_queued(self.app)


@dataclass
class Program:
    """Something that speaks to the API with a token."""

    world: ApiWorld
    secret: str

    def get(self, path: str, **more):
        return self._send("GET", path, **more)

    def post(self, path: str, body=None, *, key: str | None = None, **more):
        headers = dict(more.pop("headers", {}))
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is not None and not isinstance(body, bytes):
            more.setdefault("content_type", "application/json")
            body = json.dumps(body).encode()
        return self._send("POST", path, data=body, headers=headers, **more)

    def to_point(self, part: str, body=None, *, point_id: int | None = None, **more):
        """Send a body to a part of a supply point, Ana's unless told otherwise."""
        return self.post(f"/supply-points/{point_id or self.world.point_id}/{part}", body, **more)

    def _send(self, method: str, path: str, **more):
        headers = {"Authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        return self.world.app.test_client().open(address, method=method, headers=headers, **more)


def _home(actor: Actor, name: str) -> SupplyPoint:
    return households.create_household(
        db.session, actor=actor, now=NOW, name=name, department="Lima", distributor="luz-del-sur"
    )


@pytest.fixture
def api(settings) -> ApiWorld:
    from advisor.web.app import create_app

    app = create_app(settings, now=lambda: NOW)
    with app.app_context():
        db.create_all()
        people = [
            Actor(
                accounts.create_user(
                    db.session, now=NOW, email=f"{name}@ejemplo.pe", password_hash=None, role="homeowner"
                ).id,
                frozenset({"homeowner"}),
            )
            for name in ("ana", "luis")
        ]
        ids = [_home(people[0], "Casa").id, _home(people[0], "Tienda").id, _home(people[1], "CANARIO").id]
    yield ApiWorld(app, *people, *ids)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def program(api) -> Program:
    """A program with every scope on Ana's first home."""
    return api.program()


def compact(*kwh, start: str = "2026-05-01T00:00:00-05:00", step: int = 30, **more) -> dict:
    """Return a body of intervals."""
    return {"start": start, "step_minutes": step, "kwh": list(kwh), **more}
