"""A consultant who reads a home in which somebody lives is led nowhere that refuses them."""

from __future__ import annotations

import re

from advisor.db import Membership, db
from advisor.db.households import MemberRole
from advisor.db.transactions import write_transaction
from tests.web import test_access
from tests.web.test_access import NOW, OF_A_CLIENT

world = test_access.world


def test_no_page_of_a_home_with_an_owner_leads_its_consultant_to_a_refusal(world):
    with world.app.app_context(), write_transaction(db.session):
        home = {"user_id": 1, "household_id": world.values["client_household_id"]}
        db.session.add(Membership(**home, role=MemberRole.OWNER, created_at=NOW))
    browser, asked = world.client("consultant"), {}
    numbers = {"supply_point_id": world.values["client_point_id"], "household_id": world.values["client_household_id"]}
    adapter = world.app.url_map.bind("localhost")
    for endpoint in OF_A_CLIENT:
        rule = next(world.app.url_map.iter_rules(endpoint))
        answer = browser.get(adapter.build(endpoint, {name: numbers[name] for name in rule.arguments}))
        for path in re.findall(r'<a [^>]*href="(/[^"#]*)"', answer.text) if answer.status_code == 200 else ():
            asked.setdefault(path, endpoint)
        assert "/deshacer/" not in answer.text
    assert len(asked) > 8
    assert {path: page for path, page in asked.items() if browser.get(path).status_code >= 400} == {}
