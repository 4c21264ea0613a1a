"""The inventory of pages is whole: a page of the product without its states listed fails here, without a browser."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser.pages import NOT_PAGES, PAGES, cases
from tests.browser.world.visitors import ROLES
from tests.web.test_access import ADMINISTRATOR, CONSULTANCY, CONSULTANT, DEMO, MEMBERS, OWNER, PUBLIC, ROUTES

WHO = {
    PUBLIC: set(ROLES),
    MEMBERS: set(ROLES) - {"guest"},
    OWNER: {"homeowner"},
    ADMINISTRATOR: {"administrator"},
    CONSULTANT: {"consultant"},
    CONSULTANCY: {"consultant"},
    DEMO: {"guest"},
}
# Roles that may ask for an address and are sent on, so that they never see its page.
SENT_ON = {
    ("security.login", role): "is signed in already" for role in ("homeowner", "consultant", "administrator")
} | {("security.register", role): "has an account already" for role in ("homeowner", "consultant", "administrator")}
SENT_ON |= {("tokens.create", role): "has no supply for a program" for role in ("consultant", "administrator")}


def get_endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}


def of_no_address(page: str) -> bool:
    return page.startswith("error.")


def test_every_address_is_a_page_with_states_or_says_why_it_is_none(app):
    unlisted = get_endpoints(app) - set(PAGES) - set(NOT_PAGES)
    assert not unlisted, f"list the states of {sorted(unlisted)} in tests/browser/pages.py"
    assert not set(PAGES) & set(NOT_PAGES)
    assert all(PAGES.values())


def test_nothing_is_listed_that_is_gone(app):
    listed = {page for page in PAGES if not of_no_address(page)} | set(NOT_PAGES)
    assert listed - get_endpoints(app) == set()


def test_every_role_that_may_see_a_page_has_a_state_of_it():
    missing = []
    for page, states in PAGES.items():
        if of_no_address(page):
            continue
        shown = {state.role for state in states}
        sent_on = {role for endpoint, role in SENT_ON if endpoint == page}
        missing += [(page, role) for role in sorted(WHO[ROUTES[page]] - sent_on - shown)]
    assert missing == []


def test_states_have_names_of_their_own():
    names = [case.id for case in cases()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("code", [400, 404, 413, 429, 500])
def test_every_refusal_that_has_words_is_shown_once(code):
    assert f"error.{code}" in PAGES
    assert all(state.status == code for state in PAGES[f"error.{code}"])
