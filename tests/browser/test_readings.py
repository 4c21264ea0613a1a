"""Every reading of the demonstration home: by links alone, and zoomed by buttons, keys, mouse, wheel and fingers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

DRAWN = """
() => ({
  paths: [...document.querySelectorAll(".chart-readings")].map((path) => path.getAttribute("d")),
  columns: document.querySelector(".chart-plot").getAttribute("viewBox"),
  words: [...document.querySelectorAll(".chart-levels text, .chart-ticks text")]
    .map((text) => [text.textContent, parseFloat(text.getAttribute("x")), parseFloat(text.getAttribute("y"))]),
})
"""


def open_readings(page: Page, site: str, query: str = "") -> None:
    page.goto(site)
    page.get_by_role("button", name=re.compile("hogar de ejemplo")).click()
    page.goto(re.sub(r"recibo/$", f"consumo/detalle/{query}", page.url))


def window(page: Page) -> tuple[str, str]:
    found = re.search(r"desde=([\d-]+)&hasta=([\d-]+)", page.url)
    return found.groups() if found else ("", "")


def settled(page: Page) -> None:
    """Wait until the words are those of the window: its own page has been asked for and swapped in."""
    expect(page.locator(".chart-stretches > *")).not_to_have_count(0)


def act(page: Page, name: str) -> None:
    """Press a button of the zoom and wait for the words."""
    before = page.url
    page.get_by_role("button", name=name).click()
    expect(page).not_to_have_url(before)
    settled(page)


def until_scrolled(page: Page) -> None:
    for _ in range(100):
        if page.evaluate("scrollY") > 0:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page did not scroll")


def back_at_the_top(page: Page) -> None:
    """Scroll back and stay: the last of a wheel may still be on its way, and a press would fall beside the picture."""
    at_the_top = 0
    for _ in range(200):
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(50)
        at_the_top = at_the_top + 1 if page.evaluate("scrollY") == 0 else 0
        if at_the_top == 5:
            return
    raise AssertionError("the page did not come to rest")


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="es-PE", timezone_id="America/Lima")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    open_readings(page, site)
    yield page
    context.close()
    assert troubles == []


def test_links_alone_lead_from_the_year_to_a_single_reading_and_to_the_file(visitor):
    page = visitor.page
    open_readings(page, visitor.site)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tu hora de más consumo")
    visitor.picture("readings-year")
    days = page.get_by_role("navigation", name="Qué días")
    days.get_by_role("link", name="Mes").click()
    days.get_by_role("link", name="Anterior").click()
    first, last = window(page)
    assert first.endswith("-01")
    assert first[:7] == last[:7]
    page.get_by_text("Ver los números").click()
    page.get_by_role("table").get_by_role("link").nth(9).click()
    assert window(page) == (f"{first[:8]}10", f"{first[:8]}10")
    page.get_by_text("Ver los números").click()
    expect(page.get_by_role("rowheader", name="18:30 a 19:00")).to_be_visible()
    visitor.picture("readings-day")
    with page.expect_download() as started:
        page.get_by_role("link", name="Descargar estas lecturas").click()
    rows = started.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 49
    assert rows[0] == "supply_point,channel,interval_start,interval_end,kwh,quality"


def test_buttons_change_picture_words_table_and_address_together(desk):
    page = desk
    year = page.evaluate(DRAWN)
    heading = page.get_by_role("heading", level=1).inner_text()
    for _ in range(6):
        act(page, "Ver menos días")
    first, last = window(page)
    assert first[:4] <= last[:4]
    assert page.evaluate(DRAWN)["paths"] != year["paths"]
    assert page.get_by_role("heading", level=1).inner_text() != heading
    said = page.locator(".zoom [role=status]").nth(1)
    expect(said).to_contain_text("Lecturas del")
    expect(said).to_contain_text(page.get_by_role("heading", level=1).inner_text())
    page.get_by_text("Ver los números").click()
    assert page.get_by_role("table").get_by_role("row").count() <= 8
    expect(page.get_by_role("link", name="Descargar")).to_have_attribute(
        "href", re.compile(f"desde={first}&hasta={last}")
    )
    before = page.evaluate("history.length")
    act(page, "Hacia días anteriores")
    assert window(page)[1] < last
    assert page.evaluate("history.length") == before


def test_the_script_draws_what_the_server_draws(desk):
    page = desk
    for name in ["Ver menos días", "Ver menos días", "Hacia días anteriores", *["Ver menos días"] * 6, "Ver más días"]:
        act(page, name)
        mine = page.evaluate(DRAWN)
        other = page.context.new_page()
        other.goto(page.url)
        assert mine == other.evaluate(DRAWN), page.url
        other.close()


def test_keys_zoom_and_move_the_focused_picture_and_go_no_further_than_the_readings(desk):
    page = desk
    page.locator("svg.chart--envelope").focus()
    for key in ("+", "+", "+"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile("desde="))
    settled(page)
    inside = window(page)
    page.keyboard.press("Home")
    expect(page).not_to_have_url(re.compile(f"desde={inside[0]}"))
    start = window(page)
    assert start[0] < inside[0]
    settled(page)
    expect(page.get_by_role("button", name="Hacia días anteriores")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(re.compile(f"desde={start[0]}"))
    assert window(page)[0] > start[0]
    assert page.evaluate("document.activeElement.matches('svg.chart--envelope')")


def test_a_mouse_chooses_days_by_dragging_and_a_plain_wheel_leaves_the_page_to_scroll(desk):
    page = desk
    picture = page.locator("svg.chart--envelope")
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 100)
    page.mouse.wheel(0, 200)
    until_scrolled(page)
    assert window(page) == ("", "")
    back_at_the_top(page)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 110, steps=4)
    expect(page.locator(".chart-choice")).to_have_count(1)
    page.mouse.up()
    page.wait_for_url(re.compile("desde="))
    expect(page.locator(".chart-choice")).to_have_count(0)
    settled(page)
    first, last = window(page)
    days = page.evaluate("([a, b]) => (Date.parse(b) - Date.parse(a)) / 864e5 + 1", [first, last])
    # A tenth of the picture is 10/91 of a year of readings.
    assert 36 <= days <= 43
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(page).not_to_have_url(re.compile(f"desde={first}&hasta={last}"))
    assert window(page)[0] >= first


def test_fingers_pinch_and_slide(browser, site):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-PE")
    page = context.new_page()
    open_readings(page, site)
    page.locator("svg.chart--envelope").scroll_into_view_if_needed()
    box = page.locator("svg.chart--envelope").bounding_box()
    touch = context.new_cdp_session(page)
    y = box["y"] + 90

    def fingers(kind: str, *xs: float) -> None:
        points = [{"x": box["x"] + x, "y": y, "id": i} for i, x in enumerate(xs)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 150)
    expect(page.get_by_role("button", name="Hacia días anteriores")).to_be_enabled()
    expect(page.locator(".zoom__status")).to_have_text("")
    fingers("touchStart", 150, 190)
    for spread in (10, 25, 50):
        fingers("touchMove", 150 - spread, 190 + spread)
    fingers("touchEnd")
    page.wait_for_url(re.compile("desde="))
    settled(page)
    first, last = window(page)
    fingers("touchStart", 100)
    for x in (120, 150, 200):
        fingers("touchMove", x)
    fingers("touchEnd")
    expect(page).not_to_have_url(re.compile(f"desde={first}"))
    assert window(page)[0] < first
    assert window(page)[1] < last
    context.close()


def test_without_the_readings_the_page_says_so_and_its_links_still_work(browser, site):
    context = browser.new_context(viewport=DESK, locale="es-PE")
    page = context.new_page()
    page.route("**/lecturas?*", lambda route: route.abort())
    open_readings(page, site)
    page.get_by_role("button", name="Ver menos días").click()
    expect(page.locator(".zoom__status")).to_contain_text("No pudimos traer tus lecturas")
    page.get_by_role("link", name="Semana").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Lecturas del")
    context.close()


def test_pointing_at_a_bar_says_its_value_until_escape(desk):
    page = desk
    page.get_by_role("link", name="Volver a mi consumo").click()
    marks = page.locator("svg.chart").first.locator(".chart-mark")
    words = marks.nth(3).locator("title").text_content()
    box = marks.nth(3).bounding_box()
    height = page.evaluate("document.documentElement.scrollHeight")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = page.locator(".chart-said")
    expect(said).to_have_text(words)
    # One box, not two: the browser has no title left to show, and nothing on the page has moved.
    assert page.locator("svg.chart").first.locator("title").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") == height
    shown = said.bounding_box()
    page.mouse.move(shown["x"] + 4, shown["y"] + shown["height"] - 2, steps=6)
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()


def test_arrow_keys_say_one_value_after_the_other_to_eyes_and_readers(desk):
    page = desk
    page.get_by_role("link", name="Volver a mi consumo").click()
    picture = page.locator("svg.chart").first
    titles = picture.locator(".chart-mark title").all_text_contents()
    name = picture.locator("[id$=-title]").text_content()
    expect(picture).to_have_attribute("role", "img")
    picture.focus()
    page.keyboard.press("ArrowRight")
    said = page.locator(".chart-said")
    expect(said).to_have_text(titles[0])
    expect(said).to_have_attribute("role", "status")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(titles[1])
    page.keyboard.press("End")
    expect(said).to_have_text(titles[-1])
    page.keyboard.press("Tab")
    expect(said).to_be_hidden()
    assert page.get_by_role("img", name=name).count() == 1


def test_a_tap_says_a_value_and_a_tap_elsewhere_takes_it_away(browser, site):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-PE")
    page = context.new_page()
    open_readings(page, site)
    page.get_by_role("link", name="Volver a mi consumo").click()
    mark = page.locator("svg.chart").first.locator(".chart-mark").nth(2)
    words = mark.locator("title").text_content()
    mark.scroll_into_view_if_needed()
    mark.tap()
    said = page.locator(".chart-said")
    expect(said).to_have_text(words)
    box = said.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    page.get_by_role("heading", level=1).tap()
    expect(said).to_be_hidden()
    context.close()
