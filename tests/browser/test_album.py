"""The pictures of every state against those accepted earlier; and that a change is seen and a reload is none."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser import fonts
from tests.browser.pages import cases
from tests.browser.pictures import BASELINE, baseline_of, compare, load, reduced
from tests.browser.walking import Visit, expected_pictures

EVERY_STATE = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases()])
SHOWN = next(case for case in cases() if case.page == "bill.show" and case.state.name == "interval")
CHANGES = {
    "a picture is gone": "document.querySelector('main svg').style.visibility = 'hidden'",
    "a column moved by one step": "document.querySelector('main .columns > div').style.translate = '8px 0'",
    "the main colour is another": "document.documentElement.style.setProperty('--anil', '#8a3118')",
    "a line of text is gone": "document.querySelector('main .range').style.visibility = 'hidden'",
    "a section is further down": "document.querySelector('main h1').style.marginBottom = '40px'",
}


@pytest.fixture(scope="session")
def comparable(request) -> None:
    """Skip, saying why, where pictures cannot be compared: before the first baseline, or with other fonts."""
    made_with = fonts.recorded()
    if made_with is None:
        pytest.skip("NO BASELINE YET: nothing is compared. Record one with `make album album-accept`.")
    walker = request.getfixturevalue("walker")
    found = fonts.drawn_with(walker.browser, walker.world)
    if found["fonts"] != made_with["fonts"]:
        pytest.skip(
            f"NOT COMPARED: this machine draws with {found['fonts']}, the baseline with {made_with['fonts']}. "
            "Install the fonts of scripts/browser.sh, or record a baseline here with `make album album-accept`."
        )


@pytest.mark.browser
@EVERY_STATE
def test_the_page_looks_as_it_was_accepted(comparable, walker, case):
    visit = walker.visit(case)
    if visit.not_shown:
        pytest.skip("the state was not shown")
    found = {}
    for width, picture in visit.pictures.items():
        before = baseline_of(picture)
        if not before.exists():
            found[width] = "new: look at it, then `make album-accept`"
            continue
        comparison = compare(load(before), reduced(picture))
        if comparison.changed:
            found[width] = str(comparison)
    assert found == {}, "see `make album` side by side; if it is meant, `make album-accept`"


def test_no_picture_is_kept_of_a_state_that_is_gone():
    kept = {path.stem for path in BASELINE.glob("*.webp")}
    assert kept - {name for case in cases() for name in expected_pictures(case)} == set()


def test_the_baseline_stays_small_enough_for_git():
    assert sum(path.stat().st_size for path in BASELINE.glob("*")) < 3_000_000


@pytest.mark.browser
@pytest.mark.parametrize("script", [pytest.param(script, id=name) for name, script in CHANGES.items()])
def test_a_change_of_the_page_is_seen(walker, script, tmp_path):
    first, changed = tmp_path / "first.png", tmp_path / "changed.png"
    with walker.opened(SHOWN, Visit(SHOWN)) as page:
        page.goto(walker.world.url(SHOWN.state.path))
        page.screenshot(path=first, full_page=True)
        page.evaluate(script)
        page.screenshot(path=changed, full_page=True)
    assert compare(reduced(first), reduced(changed)).changed


@pytest.mark.browser
def test_the_same_page_opened_again_is_unchanged(walker, tmp_path):
    again = tmp_path / "again.png"
    with walker.opened(SHOWN, Visit(SHOWN)) as page:
        page.goto(walker.world.url(SHOWN.state.path))
        page.screenshot(path=again, full_page=True, animations="disabled")
    comparison = compare(reduced(walker.visit(SHOWN).pictures["360"]), reduced(again))
    assert not comparison.changed, str(comparison)


def test_edges_drawn_a_little_differently_do_not_count_and_a_word_does():
    page = np.full((200, 45, 3), 248, np.uint8)
    noisy = page.copy()
    noisy[::7, ::5] -= 8
    assert not compare(page, noisy).changed
    word = page.copy()
    word[90, 4:8] -= 48
    assert compare(page, word).changed
    assert compare(page, page[:-4]).changed
