"""Every state of every page, opened by whoever may see it: it shows, nothing goes wrong, all fits, scripts or not."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.browser.pages import NOT_PAGES, cases
from tests.browser.states import Case

pytestmark = pytest.mark.browser

EVERY_STATE = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases()])


@pytest.fixture
def visit(walker, case: Case):
    """The visit of a state; where it was not shown, one test says so and the others have nothing to look at."""
    visit = walker.visit(case)
    if visit.not_shown:
        pytest.skip("the state was not shown")
    return visit


@EVERY_STATE
def test_the_state_is_shown_as_it_is_listed(walker, case):
    assert walker.visit(case).not_shown == ""


@EVERY_STATE
def test_nothing_goes_wrong_in_the_browser(visit):
    """No error or warning in the console, nothing refused by the content security policy, no other site asked."""
    assert visit.troubles == []


@EVERY_STATE
def test_everything_fits_from_320_to_1280_px(visit):
    remarks = {width: fits(layout) for width, layout in visit.layouts.items() if width != "zoomed"}
    assert {width: found for width, found in remarks.items() if found} == {}


@EVERY_STATE
def test_everything_fits_with_text_twice_as_large(visit):
    assert visit.layouts["zoomed"]["textSize"] >= 1.9 * visit.layouts["768"]["textSize"]
    assert fits(visit.layouts["zoomed"]) == []


@EVERY_STATE
def test_without_scripts_the_same_is_shown_and_can_be_done(walker, visit, case):
    plain = walker.visit_without_scripts(case)
    assert plain.not_shown == ""
    assert set(visit.actions) - set(plain.actions) == set()


def test_titles_tell_the_pages_apart(walker):
    """In a list of tabs or of the history two pages never look the same; the refusals share theirs."""
    pages = defaultdict(set)
    for case in cases():
        title = walker.visit(case).structure.get("title", "")
        pages[title].add("error" if case.page.startswith("error.") else case.page)
    pages.pop("", None)
    assert {title: found for title, found in pages.items() if len(found) > 1} == {}


def test_what_is_no_page_answers_no_page(walker, browser, app):
    """An address listed as no page leads on or answers something else than a text to read."""
    world, wrong = walker.world, []
    contexts = {who: browser.new_context(storage_state=world.storage(who)) for who in ("rosa", "ana")}
    values = {
        "supply_point_id": world.names["interval"],
        "upload_id": world.names["imported"],
        "filename": "img/mark.svg",
        "number": 1,
        "portfolio_file_id": world.names["file_to_check"],
        "job_id": 1,
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in NOT_PAGES or "GET" not in rule.methods:
            continue
        with app.test_request_context():
            path = app.url_map.bind("localhost").build(rule.endpoint, {name: values[name] for name in rule.arguments})
        context = contexts["ana" if rule.endpoint.startswith("portfolio.") else "rosa"]
        answer = context.request.get(world.address + path, max_redirects=0)
        # Programs come with a token and not with a session.
        asks_for_token = rule.endpoint.startswith("api.") and answer.status == 401
        assert answer.status < 400 or asks_for_token, f"{rule.endpoint} answered {answer.status}"
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            wrong.append(rule.endpoint)
    for context in contexts.values():
        context.close()
    assert wrong == []


def fits(layout) -> list[str]:
    """Return what is too wide, cut or on top of something else."""
    wide = [f"the page is {layout['overflow']} px too wide"] if layout["overflow"] > 0 else []
    return [
        *wide,
        *(f"beyond the edge: {name}" for name in layout["outside"]),
        *(f"cut: {name}" for name in layout["cut"]),
        *(f"in a picture: {remark}" for remark in layout["pictures"]),
    ]
