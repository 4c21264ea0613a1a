"""Homes of the data page: one with a finding and a conflict between two files, one whose only file was undone."""

from __future__ import annotations

from datetime import date

from advisor.db import db
from advisor.services.undo import undo_upload
from tests.browser.world import MOMENT
from tests.browser.world.building import Builder
from tests.browser.world.files import quiet_weeks

LAST_DAY = date(2026, 8, 20)


def add_data(world: Builder) -> None:
    """Give Julio a home with a catch-up after an outage and an overlapping file, and one with an undone file."""
    actor = world.actors["julio"]
    _stored(world, "found", "data_found", _with_an_outage(), "medidor_agosto.csv")
    _stored(world, "overlap", "data_found", _corrected(), "corregido.csv", new_home=False)
    _stored(world, "taken_back", "data_undone", quiet_weeks(LAST_DAY), "equivocado.csv")
    undo_upload(db.session, actor=actor, now=MOMENT, upload_id=world.names["taken_back"])
    world.home("data_nothing", "julio", name="Casa sin datos")


def _with_an_outage() -> bytes:
    """Return sixty days of hours with ten empty ones, whose energy comes in the next."""
    lines = quiet_weeks(LAST_DAY).decode().split("\n")
    for row in range(501, 511):
        lines[row] = lines[row].rsplit(",", 1)[0] + ","
    lines[511] = lines[511].rsplit(",", 1)[0] + ",2.10"
    return "\n".join(lines).encode()


def _corrected() -> bytes:
    """Return two of the same days with other values."""
    lines = quiet_weeks(LAST_DAY).decode().split("\n")
    return "\n".join([lines[0], *(f"{line[:-1]}9" for line in lines[101:149])]).encode()


def _stored(world: Builder, key: str, home: str, content: bytes, filename: str, *, new_home: bool = True) -> None:
    if new_home:
        world.home(home, "julio", name="Casa de Julio")
    world.check(key, world.receive(key, "julio", content, filename, home=home))
    world.store(key, world.confirm(key, "julio"))
