"""The page of tokens: a password given lately, a secret shown once, rights that are the person's own, an end."""

from __future__ import annotations

import re
import time

import pytest
from sqlalchemy import select

from advisor.db import ApiToken, AuditEvent, db
from advisor.services import tokens
from tests.web.test_access import World, world  # noqa: F401 - the same people as for every page

TOLD = {"name": "Mi medidor", "scopes": ["usage:write"], "days": "30"}
SECRET = re.compile(r"eca_[A-Za-z0-9_-]{43}")


@pytest.fixture
def owner(world: World):  # noqa: F811
    world.app.config["WTF_CSRF_ENABLED"] = False
    return world.client("owner")


def told(world: World, **changes: object) -> dict:  # noqa: F811
    return {**TOLD, "supply_points": [str(world.values["supply_point_id"])], **changes}


def stored(world: World) -> list[ApiToken]:  # noqa: F811
    with world.app.app_context():
        return list(db.session.scalars(select(ApiToken).order_by(ApiToken.id)))


def test_the_secret_is_shown_once_and_opens_what_was_ticked(world, owner):  # noqa: F811
    answer = owner.post("/cuenta/programas/nuevo", data=told(world))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    secret = SECRET.search(answer.get_data(as_text=True)).group()
    made = stored(world)[-1]
    assert (made.name, made.scopes, made.supply_point_ids) == (
        "Mi medidor", ["usage:write"], [world.values["supply_point_id"]],
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {secret}"}
    assert world.app.test_client().get("/api/v1/supply-points", headers=headers).status_code == 200
    page = owner.get("/cuenta/programas/").get_data(as_text=True)
    assert "Mi medidor" in page
    assert secret not in page
    # Sending the form again, as loading the page again does, makes no second one and shows no secret.
    again = owner.post("/cuenta/programas/nuevo", data=told(world))
    assert again.status_code == 422
    assert not SECRET.search(again.get_data(as_text=True))
    assert len(stored(world)) == 2
    with world.app.app_context():
        tags = db.session.scalars(select(AuditEvent.tag).where(AuditEvent.subject_id == made.id)).all()
        assert "web:token:created" in tags


@pytest.mark.parametrize("age", [None, 16 * 60, -16 * 60, "now"])
def test_making_one_needs_a_password_given_lately(world, owner, age):  # noqa: F811
    with owner.session_transaction() as session:
        session.pop("fs_paa", None)
        if age is not None:
            session["fs_paa"] = "now" if age == "now" else time.time() - age
    before = len(stored(world))
    for answer in (owner.get("/cuenta/programas/nuevo"), owner.post("/cuenta/programas/nuevo", data=told(world))):
        assert answer.status_code == 302
        assert answer.location == "/confirmar-clave?next=/cuenta/programas/nuevo"
    assert len(stored(world)) == before
    owner.post("/confirmar-clave", data={"password": "mi perro come arroz"})
    form = owner.get("/cuenta/programas/nuevo").get_data(as_text=True)
    # What was typed before is there again.
    assert 'value="Mi medidor"' in form
    assert owner.post("/cuenta/programas/nuevo", data=told(world)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "CANARIO"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": "4000"}, "days"),
        ({"days": ""}, "days"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_makes_nothing(world, owner, changes, field):  # noqa: F811
    answer = owner.post("/cuenta/programas/nuevo", data=told(world, **changes))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert len(stored(world)) == 1


def test_nobody_makes_a_token_for_anothers_supply(world):  # noqa: F811
    world.app.config["WTF_CSRF_ENABLED"] = False
    other = world.client("other")
    assert other.post("/cuenta/programas/nuevo", data=told(world)).status_code == 422
    with world.app.app_context(), pytest.raises(LookupError):
        tokens.create(
            db.session,
            actor=tokens.Actor(user_id=2, roles=frozenset()),
            now=stored(world)[0].created_at,
            name="x",
            scopes=["usage:read"],
            supply_point_ids=[world.values["supply_point_id"]],
            days=1,
        )
    assert len(stored(world)) == 1


def test_an_end_is_at_once_and_only_the_owners(world, owner):  # noqa: F811
    secret = SECRET.search(owner.post("/cuenta/programas/nuevo", data=told(world)).get_data(as_text=True)).group()
    made = stored(world)[-1].id
    assert world.client("other").post(f"/cuenta/programas/{made}/quitar").status_code == 404
    headers = {"Authorization": f"Bearer {secret}"}
    assert world.app.test_client().get("/api/v1/supply-points", headers=headers).status_code == 200
    assert owner.post(f"/cuenta/programas/{made}/quitar").status_code == 303
    assert world.app.test_client().get("/api/v1/supply-points", headers=headers).status_code == 401
    assert "Mi medidor" not in owner.get("/cuenta/programas/").get_data(as_text=True)
    assert owner.post(f"/cuenta/programas/{made}/quitar").status_code == 404
