"""WCAG 2.2 A and AA in every state of every page, light and dark: axe finds nothing, and what it cannot see holds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.pages import cases
from tests.browser.states import Case

pytestmark = pytest.mark.browser

EVERY_STATE = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in cases()])
PRESSABLE_PX = 44  # design: what can be pressed with a thumb
TARGET_PX = 24  # WCAG 2.2, 2.5.8; links inside sentences are as high as their line
HALF_A_PIXEL = 0.5


@pytest.fixture
def visit(walker, case: Case):
    visit = walker.visit(case)
    if visit.not_shown:
        pytest.skip("the state was not shown")
    return visit


@EVERY_STATE
def test_axe_finds_nothing(visit):
    assert visit.violations == []


@EVERY_STATE
def test_axe_finds_nothing_in_the_dark(visit):
    assert visit.violations_in_the_dark == []


@EVERY_STATE
def test_a_page_has_a_language_a_title_and_one_heading_of_the_first_level(visit, case):
    assert visit.structure["lang"] == case.state.language
    assert visit.structure["title"].strip()
    assert len(visit.structure["h1"]) == 1, visit.structure["h1"]


@EVERY_STATE
def test_headings_go_down_one_level_at_a_time(visit):
    headings = visit.structure["headings"]
    assert headings[0][0] == 1, headings
    jumps = [(above, below) for above, below in pairwise(headings) if below[0] > above[0] + 1]
    assert jumps == []


@EVERY_STATE
def test_every_picture_has_a_name_and_every_id_is_used_once(visit):
    assert visit.structure["unnamed"] == []
    assert visit.structure["repeatedIds"] == []


@EVERY_STATE
def test_a_thumb_hits_what_it_aims_at(visit):
    low = [target for target in visit.targets if target["pressable"] and target["height"] < PRESSABLE_PX - HALF_A_PIXEL]
    small = [
        target
        for target in visit.targets
        if not target["inSentence"] and min(target["height"], target["width"]) < TARGET_PX - HALF_A_PIXEL
    ]
    assert [f"{target['name']}: {target['width']:.0f} × {target['height']:.0f} px" for target in [*low, *small]] == []
