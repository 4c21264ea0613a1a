"""On paper: one column, nothing to press, every picture with its table, black on white."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAPER = {"width": 688, "height": 990}  # A4 less its margins, at 96 pixels an inch
PRESSED = "header nav, .site-footer, form:not(:has(table)), .button-row, button, input, select, a.button, .skip"


@pytest.fixture(params=["light", "dark"])
def reader(browser, site, request):
    """A person whose device may be dark, about to print."""
    context = browser.new_context(viewport=PAPER, locale="es-PE", color_scheme=request.param)
    page = context.new_page()
    page.goto(site)
    yield page
    context.close()


def printed(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")


def seen(page: Page, selector: str) -> list[str]:
    """Return what of a selector is drawn at all, as the beginnings of its text."""
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)]
          .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height)
          .map((part) => part.tagName + " " + part.textContent.trim().slice(0, 40))""",
        selector,
    )


def holds_on_paper(page: Page) -> None:
    """Check what every printed page keeps to."""
    assert seen(page, PRESSED) == []
    # Words for readers only stay out of sight; everything else keeps within the paper.
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((part) => !part.closest("svg, .visually-hidden"))
          .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
          .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    tops = page.evaluate(
        """() => [...document.querySelectorAll(".columns > *")].map((part) => part.getBoundingClientRect())
          .map(({ top, bottom, left }) => ({ top, bottom, left }))"""
    )
    assert all(after["top"] >= before["bottom"] for before, after in pairwise(tops))
    assert len({part["left"] for part in tops}) <= 1
    colours = page.evaluate("() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def tables_under_pictures(page: Page) -> tuple[int, int]:
    """Return how many pictures have a table behind a fold, and how many of these tables are drawn."""
    return page.locator("figure details table").count(), len(seen(page, "figure details table"))


@pytest.mark.parametrize("part", ["recibo", "consumo", "pronostico", "consejos"])
def test_the_pages_of_a_home_print_with_their_tables(reader, part):
    reader.get_by_role("button", name=re.compile("hogar de ejemplo")).click()
    printed(reader, re.sub(r"recibo/$", f"{part}/", reader.url))
    holds_on_paper(reader)
    behind, drawn = tables_under_pictures(reader)
    assert behind
    assert drawn == behind
    assert seen(reader, ".site-header .print-only")
    if part == "recibo":
        assert len(seen(reader, ".sheet tfoot")) == 1
        assert reader.locator(".sheet").evaluate("part => getComputedStyle(part).breakInside") == "avoid"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_printed_file_holds_the_rows_that_the_screen_folds(browser, site, scripts):
    """The print engine itself: more than sixty rows of three tables need their pages, with or without scripts."""
    context = browser.new_context(viewport=PAPER, locale="es-PE", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("button", name=re.compile("hogar de ejemplo")).click()
    page.goto(re.sub(r"recibo/$", "consumo/", page.url))
    assert seen(page, "figure details table") == []
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    context.close()
    assert sheets >= 4
