"""The guests of the world, with the results their forms gave; and a door shut after too many tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.db import db
from advisor.services import attempts, guests
from advisor.services.assessments import assess_guest
from tests.browser.world import MOMENT
from tests.browser.world.building import LAST_READING, TRIES, Builder
from tests.browser.world.homes import ABOVE_140, AROUND_140, LOW

THROTTLED = "ocupada@ejemplo.pe"
ANSWERS = {
    "department": "Lima",
    "distributor": "luz-del-sur",
    "people": "4",
    "water_heating": "electric_shower",
    "appliances": ["refrigerator", "television", "washing_machine", "iron"],
    "lamps_cfl": "6",
}
FRUGAL = {"people": "2", "water_heating": "none", "appliances": [], "lamps_cfl": "", "lamps_led": "4"}


def add_guests(world: Builder) -> None:
    """Fill in the form as each guest, and as people who are signed in."""
    _fill_in(world, "guest_within", AROUND_140)
    _fill_in(world, "guest_above", ABOVE_140)
    _fill_in(world, "guest_low", LOW, FRUGAL)
    _fill_in(world, "guest_few", AROUND_140[:3])
    seal = {"department": "Arequipa", "distributor": "seal", "unit_price": "0.6890"}
    _fill_in(world, "guest_own_price", AROUND_140, seal)
    _fill_in(world, "guest_late", AROUND_140, {"last_reading": "2026-06-04"})
    for signed_in in ("carmen", "consultant", "administrator"):
        _fill_in(world, signed_in, AROUND_140)
    _too_little(world)
    _shut_a_door(world)


def _fill_in(
    world: Builder, visitor: str, bars: Sequence[float | None], changed: Mapping[str, object] | None = None
) -> None:
    numbered = {f"bar_{number}": "" if kwh is None else str(kwh) for number, kwh in enumerate(bars, start=1)}
    data = {**ANSWERS, "last_reading": LAST_READING.isoformat(), **numbered, **(changed or {})}
    answer, cookie = world.send("/", data, cookie=world.cookies.get(visitor, ""))
    assert answer.status_code == 303, f"the form of {visitor} was refused: {answer.status}"
    world.cookies[visitor] = cookie


def _too_little(world: Builder) -> None:
    """The form asks for three bars, so a result without an answer is one of data that no longer suffice."""
    period = {"start": "2026-07-04", "end": "2026-08-04", "kwh": 131}
    given = {"household": {"department": "Lima", "distributor": "luz-del-sur"}, "usage": {"bills": [period]}}
    document = assess_guest(db.session, given=given, as_of=MOMENT.date(), models_dir=world.settings.models_dir)
    token = guests.store_result(db.session, now=MOMENT, given=given, document=document)
    world.cookies["guest_not_enough"] = world.cookie_of(guest_token=token)


def _shut_a_door(world: Builder) -> None:
    """Spend every try of one address: with the clock stopped its door stays shut."""
    account = attempts.account_key(THROTTLED, secret=world.settings.secret_key)
    limits = attempts.Limits(TRIES, 10_000)
    for _try in range(TRIES):
        attempts.attempt(db.session, now=MOMENT, kind="login", account=account, address="192.0.2.1", limits=limits)
