"""The first answer within three minutes from a paper bill: a scripted journey, counted in taps and keys.

Its time is not that of the test. It is estimated with the Keystroke-Level Model (Card, Moran and Newell, "The
keystroke-level model for user performance time with interactive systems", Communications of the ACM 23(7), 1980) from
what the journey does; the loading over a slow line is added as the browser measures it. The slow end of the model is
taken: a key costs as much as in "typing complex codes"; a tap or a swipe is pointing (there with a mouse, which is no
faster than a finger) and pressing; a mental preparation stands before every answer and every number looked up on the
paper. Reading is counted apart: every word that stands open on the form, at the mean speed of the International Reading
Speed Texts (184 words a minute over 17 languages; Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual
Science 53(9), 2012).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, SLOW_CPU, SLOW_LINE, today

pytestmark = pytest.mark.browser

KEY_S, POINT_S, MENTAL_S = 0.75, 1.10, 1.35
PRESS_S = 0.10
WORDS_A_MINUTE = 184
LIMIT_S = 180
# What the journey takes today; a question more or a press more must be argued for here.
MOST_TAPS, MOST_KEYS = 13, 47
KEYPADS = ("numeric", "decimal")

# The bars of a bill of Lima, the latest first.
PAPER_BILL = ("128", "123", "119", "122", "126", "142", "147", "154", "150", "141", "129", "127")


@dataclass
class Thumb:
    """One thumb on a phone: does what a person does and counts it."""

    page: Page
    swipes: int
    taps: int = 0
    keys: int = 0
    thoughts: int = 0

    def think(self) -> None:
        """Decide, or look a number up on the paper."""
        self.thoughts += 1

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.tap()

    def choose(self, select: Locator, value: str) -> None:
        """Open the phone's list and tap an entry of it."""
        self.taps += 2
        select.select_option(value)

    def pick_day(self, field: Locator, day: date) -> None:
        """Open the phone's calendar, tap a day of the month it shows, and accept."""
        self.taps += 3
        field.fill(day.isoformat())

    def type(self, number: str) -> None:
        """Type into the field that has the focus."""
        self.keys += len(number)
        self.page.keyboard.type(number)

    def next_key(self) -> None:
        """Press the keyboard's key that leads to the next field."""
        self.keys += 1
        self.page.keyboard.press("Enter")

    @property
    def seconds(self) -> float:
        return (self.taps + self.swipes) * (POINT_S + PRESS_S) + self.keys * KEY_S + self.thoughts * MENTAL_S


def test_the_first_answer_takes_less_than_three_minutes(browser, site, record_property):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="es-PE")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    page.goto(site)
    loading = load_seconds(page)
    reading = words_open(page) / WORDS_A_MINUTE * 60

    thumb = Thumb(page, swipes=screens(page) - 1)
    answer_the_questions(thumb)
    type_the_bars(thumb)
    thumb.think()
    thumb.tap(page.get_by_role("button", name="Ver mi próximo recibo"))
    expect(page).to_have_url(re.compile("/resultado/"), timeout=60_000)
    loading += load_seconds(page)
    expect(page.locator("main")).to_contain_text(re.compile(r"entre S/\s[\d.,]+ y S/\s[\d.,]+"))
    context.close()

    total = thumb.seconds + reading + loading
    told = (
        f"{thumb.taps} taps, {thumb.swipes} swipes, {thumb.keys} keys, {thumb.thoughts} preparations: "
        f"{thumb.seconds:.0f} s; "
        f"reading {reading:.0f} s; loading {loading:.1f} s; together {total:.0f} s"
    )
    print(told)
    record_property("first_answer", told)
    assert thumb.taps <= MOST_TAPS, told
    assert thumb.keys <= MOST_KEYS, told
    assert total <= LIMIT_S, told


def answer_the_questions(thumb: Thumb) -> None:
    page = thumb.page
    thumb.think()
    thumb.choose(page.get_by_label("Empresa de luz"), "luz-del-sur")
    for name in ("4", "Ducha eléctrica"):
        thumb.think()
        thumb.tap(page.locator("label.choice", has=page.get_by_role("radio", name=name, exact=True)))
    thumb.think()
    for name in ("Refrigeradora", "Televisor", "Lavadora", "Plancha"):
        thumb.tap(page.locator("label.choice", has=page.get_by_role("checkbox", name=name, exact=True)))


def type_the_bars(thumb: Thumb) -> None:
    page, now = thumb.page, today()
    thumb.think()
    last_reading = now.replace(day=4) if now.day >= 4 else now.replace(day=1)
    thumb.pick_day(page.get_by_label("Fecha de la última lectura"), last_reading)
    fields = page.locator("[data-bars] input")
    thumb.tap(fields.first)
    for number, kwh in enumerate(PAPER_BILL):
        thumb.think()
        expect(fields.nth(number)).to_be_focused()
        thumb.type(kwh)
        if number < len(PAPER_BILL) - 1:
            thumb.next_key()
    assert [field.input_value() for field in fields.all()] == list(PAPER_BILL)


def screens(page: Page) -> int:
    """Return how many screens of the phone the page fills."""
    return page.evaluate("Math.ceil(document.documentElement.scrollHeight / innerHeight)")


def load_seconds(page: Page) -> float:
    """Return from the request to the end of loading, as the browser measured it."""
    page.wait_for_load_state("load")
    return page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart") / 1000


def words_open(page: Page) -> int:
    """Count the words down to the button that are seen without opening anything, but for the entries of lists."""
    return page.evaluate(
        """() => {
          const main = document.querySelector("main").cloneNode(true);
          const unseen = "select, script, template, [hidden], .visually-hidden, details:not([open]) > :not(summary)";
          main.querySelectorAll(unseen).forEach((part) => part.remove());
          const read = document.createRange();
          read.setStart(main, 0);
          read.setEndAfter(main.querySelector(".button-row .button"));
          return read.toString().split(/\\s+/).filter((word) => /[\\p{L}\\d]/u.test(word)).length;
        }"""
    )


def test_the_phone_is_offered_the_right_keyboard_for_every_field(visitor):
    page = visitor.page
    page.goto(visitor.site)
    texts = page.locator("main form input.input[type=text]")
    wrong = [field.get_attribute("name") for field in texts.all() if field.get_attribute("inputmode") not in KEYPADS]
    assert wrong == []
    bars = page.locator("[data-bars] input")
    assert {bar.get_attribute("enterkeyhint") for bar in bars.all()} == {"next"}


def test_enter_in_a_field_sends_the_form_and_does_not_rename_the_months(visitor):
    page = visitor.page
    page.goto(visitor.site)
    page.locator("[data-bars] input").last.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Empresa de luz")


def test_where_the_bill_prints_its_figures_is_drawn_and_named(visitor):
    page = visitor.page
    page.goto(visitor.site)
    drawing = page.get_by_role("img", name="Dónde está cada dato en tu recibo")
    expect(drawing).to_be_hidden()
    page.get_by_text("¿Dónde está en mi recibo?").click()
    expect(drawing).to_be_visible()
    places = page.locator(".paper-bill + ol > li")
    assert drawing.locator(".paper-digit").all_text_contents() == [str(n + 1) for n in range(places.count())]
    size = "(texts) => Math.min(...texts.map((one) => parseFloat(getComputedStyle(one).fontSize)))"
    smallest = drawing.locator("text").evaluate_all(size)
    assert smallest >= 11
    visitor.picture("first-answer-paper-bill")
