"""Whole journeys with the keyboard alone: Tab, Space, Enter and arrows; the focus can always be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PASSWORD, PHONE, today

pytestmark = pytest.mark.browser

BARS = ("128", "123", "119", "122", "126", "142")
METER_FILE = "fecha;hora;kWh\n" + "".join(
    f"{day:02d}/03/2026;{hour:02d}:00;{0.4 if 18 <= hour < 23 else 0.1}\n" for day in range(1, 29) for hour in range(24)
)
LONGEST_JOB_MS = 60_000
MOST_STOPS = 120

# What stands under the focus: its box, whether something marks it, and whether it is really on top where it is drawn.
UNDER_FOCUS = """() => {
  const focused = document.activeElement;
  // A tick hidden behind its label is shown by the label.
  const drawn = focused.matches(".choice > input") ? focused.nextElementSibling : focused;
  const label = focused.closest("label");
  const box = drawn.getBoundingClientRect();
  const style = getComputedStyle(drawn);
  const rows = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].filter((y) => y >= 0 && y < innerHeight);
  const over = rows.map((y) => document.elementFromPoint(Math.max(0, box.left + Math.min(box.width / 2, 40)), y));
  return {
    what: `${focused.tagName.toLowerCase()} ${(focused.name || focused.textContent || "").trim().slice(0, 40)}`,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: over.some((one) => one && (drawn.contains(one) || one.contains(drawn) || label?.contains(one))),
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


class Keyboard:
    """Moves by keys only, and looks at every stop whether the focus can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus stands on what the selector names."""
        for _stop in range(MOST_STOPS):
            self.press("Tab")
            self.look()
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab never reached {selector}")

    def look(self) -> None:
        if self.page.evaluate("document.activeElement === document.body"):
            return  # the browser's own bar has the focus
        found = self.page.evaluate(UNDER_FOCUS)
        assert found["onScreen"], f"the focus is out of sight on {found['what']} of {self.page.url}"
        assert found["marked"], f"nothing marks the focus on {found['what']} of {self.page.url}"
        assert found["seen"], f"something covers the focus on {found['what']} of {self.page.url}"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser, request) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, locale="es-PE", timezone_id="America/Lima")
    yield context.new_page()
    context.close()


@pytest.fixture
def keys(page) -> Keyboard:
    return Keyboard(page)


def choose_company(keys: Keyboard, page: Page, name: str) -> None:
    """Type the beginning of the company's name on the closed list, as keyboards do."""
    keys.tab_to("[name=distributor]")
    keys.type(name)
    expect(page.locator("[name=distributor] option:checked")).to_contain_text(name)


def choose_radio(keys: Keyboard, page: Page, name: str, value: str) -> None:
    """Enter the group with Tab and Space, then move with the arrow to the value."""
    keys.tab_to(f"[name={name}]")
    keys.press("Space")
    for _option in range(12):
        if page.locator(f"[name={name}]:checked").get_attribute("value") == value:
            return
        keys.press("ArrowRight")
        keys.look()
    raise AssertionError(f"the arrows never reached {value}")


def sign_up(keys: Keyboard, page: Page, site: str) -> None:
    page.goto(f"{site}/crear-cuenta")
    keys.tab_to("[name=email]")
    keys.type(f"keys-{uuid4().hex[:12]}@example.org")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/hogares/")


def test_a_guest_gets_the_answer(page, keys, site):
    page.goto(site)
    choose_company(keys, page, "Luz del Sur")
    choose_radio(keys, page, "people", "4")
    choose_radio(keys, page, "water_heating", "electric_storage")
    keys.tab_to("[name=appliances][value=television]")
    keys.press("Space")
    keys.tab_to("[name=last_reading]")
    keys.type(f"{today():%m%d%Y}")
    keys.tab_to("[name=bar_1]")
    for number, kwh in enumerate(BARS):
        keys.type(kwh)
        if number < len(BARS) - 1:
            keys.press("Enter")
            keys.look()
    assert [field.input_value() for field in page.locator("[data-bars] input").all()][: len(BARS)] == list(BARS)
    keys.tab_to("main form .button-row button")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/resultado/"))
    expect(page.locator("main")).to_contain_text("Tu próximo recibo")


def test_after_a_refusal_the_focus_is_on_the_errors_and_each_leads_to_its_field(page, keys, site):
    page.goto(site)
    keys.tab_to("main form .button-row button")
    keys.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    keys.press("Tab")
    keys.look()
    keys.press("Enter")
    expect(page.locator("[name=distributor]")).to_be_focused()
    keys.look()


def test_the_first_stop_skips_to_the_content(page, keys, site):
    page.goto(f"{site}/privacidad/")
    keys.press("Tab")
    keys.look()
    expect(page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    keys.press("Tab")
    assert page.evaluate("!document.activeElement.closest('header')")


def test_an_account_a_home_and_a_file_without_touching_the_mouse(page, keys, site, tmp_path):
    sign_up(keys, page, site)
    keys.tab_to("main a.button")
    keys.press("Enter")
    page.wait_for_url("**/hogares/nuevo")
    keys.tab_to("[name=name]")
    keys.press("Control+A")
    keys.type("Casa de Surco")
    choose_company(keys, page, "Luz del Sur")
    choose_radio(keys, page, "people", "3")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/suministro/\d+/recibos/"))
    keys.tab_to("main a[href$='/subir/']")
    keys.press("Enter")
    page.wait_for_url("**/subir/")

    file = tmp_path / "medidor.csv"
    file.write_text(METER_FILE, encoding="utf-8")
    keys.tab_to("[name=file]")
    with page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files(file)
    keys.tab_to("main form .button-row button")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Esto entendimos de tu archivo", timeout=LONGEST_JOB_MS)
    keys.tab_to("main form .button-row button")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/suministro/\d+/recibo/"), timeout=LONGEST_JOB_MS)


def test_the_menu_opens_leads_on_and_closes_with_escape(browser, site):
    context = browser.new_context(viewport=PHONE, locale="es-PE")
    page = context.new_page()
    keys = Keyboard(page)
    page.goto(site)
    keys.tab_to("footer form button")
    while "ejemplo" not in page.evaluate("document.activeElement.textContent"):
        keys.tab_to("footer form button")
    keys.press("Enter")
    page.wait_for_url(re.compile("/recibo/"))

    menu = page.locator(".site-menu")
    keys.tab_to(".site-menu > summary")
    keys.press("Enter")
    expect(menu).to_have_attribute("open", "")
    keys.press("Tab")
    keys.look()
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(page.locator(".site-menu > summary")).to_be_focused()
    keys.press("Enter")
    keys.tab_to(".site-menu a[href$='/consejos/']")
    keys.press("Enter")
    page.wait_for_url("**/consejos/")
    context.close()


@pytest.mark.parametrize("path", ["/", "/entrar", "/crear-cuenta", "/privacidad/"])
def test_the_focus_is_seen_at_every_stop_and_leaves_the_page_at_its_end(page, keys, site, path):
    page.goto(site + path)
    stops = []
    for _stop in range(MOST_STOPS):
        keys.press("Tab")
        keys.look()
        stops.append(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        if len(stops) > 3 and page.evaluate("document.activeElement.matches('body, .skip')"):
            break
    else:
        raise AssertionError(f"Tab is caught on {path}")
    assert stops[:-1] == sorted(stops[:-1]), "the focus moves in the order of the page"
