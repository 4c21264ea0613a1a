"""Programs with tokens: Rosa has three, one of them used and one expired; the others have none."""

from __future__ import annotations

from datetime import timedelta

from advisor.db import db
from advisor.services import tokens
from tests.browser.world import MOMENT
from tests.browser.world.building import Builder


def add_programs(world: Builder) -> None:
    """Make Rosa's tokens."""
    points = [world.names["interval"], world.names["bars"]]
    _token(world, "Casa conectada", ["usage:write", "readings:write"], points[:1], days=365, made=20, used=1)
    _token(world, "Hoja de recibos", ["bills:write"], points[1:], days=30, made=40)
    _token(world, "Copia de mis datos en la computadora del trabajo", list(tokens.SCOPES), points, days=90, made=2)


def _token(
    world: Builder, name: str, scopes: list[str], points: list[int], *, days: int, made: int, used: int | None = None
) -> None:
    told = {"name": name, "scopes": scopes, "supply_point_ids": points, "days": days}
    token = tokens.create(db.session, actor=world.actors["rosa"], now=MOMENT - timedelta(days=made), **told)
    if used is not None:
        tokens.touch(db.session, now=MOMENT - timedelta(days=used), token_id=token.id)
