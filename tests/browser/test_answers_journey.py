"""What only the household knows is asked once: the order of day and month, and what a lower reading means."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.bringing import CHECKED, LAST_DAY, LONGEST_MS, give, open_data, settle, store

pytestmark = pytest.mark.browser

YEAR = LAST_DAY.year - 1


def twelve_days(month: int) -> str:
    """Return hours of days 1 to 12 of a month, which may as well be one day of each month."""
    times = [(day, hour) for day in range(1, 13) for hour in range(24)]
    lines = [f"{day:02d}/{month:02d}/{YEAR},{hour:02d}:00,0.{31 + hour % 5}" for day, hour in times]
    return "\n".join(["fecha,hora,kWh", *lines])


def test_the_order_of_day_and_month_is_asked_once(visitor):
    page = visitor.page
    point = settle(visitor, "Casa de Breña")
    give(visitor, point, twelve_days(3), "marzo.csv")
    expect(page.locator("h1")).to_have_text(CHECKED, timeout=LONGEST_MS)
    asked = page.locator("fieldset")
    expect(asked).to_have_count(1)
    expect(asked.locator("legend")).to_contain_text(re.compile(rf"¿\d\d/03/{YEAR} es \d+ de \w+ o \d+ de \w+\?"))
    visitor.picture("answers-1-asked")
    asked.get_by_role("radio", name=re.compile("de marzo")).check()
    store(visitor)

    give(visitor, point, twelve_days(4), "abril.csv")
    expect(page.locator("h1")).to_have_text(CHECKED, timeout=LONGEST_MS)
    expect(page.locator("form .banner--warn")).to_have_count(0)
    known = page.locator("details", has_text="Lo que ya nos dijiste de otro archivo")
    known.locator("summary").click()
    expect(known).to_contain_text("Leímos este archivo igual")
    expect(known.get_by_role("radio", name=re.compile("de abril"))).to_be_checked()
    visitor.picture("answers-2-remembered")
    store(visitor)
    open_data(visitor, point)
    expect(page.locator("main")).to_contain_text(f"abr. {YEAR}".replace(".", ""))


def test_a_lower_reading_is_asked_about_and_the_answer_kept(visitor):
    page = visitor.page
    point = settle(visitor, "Casa de Rímac")

    def read(kwh: str, days_ago: int) -> None:
        page.locator("#kwh").fill(kwh)
        page.locator("#day").fill((LAST_DAY - timedelta(days=days_ago)).isoformat())
        page.locator("#hour").fill("07:30")
        page.get_by_role("button", name="Guardar mi lectura").click()

    page.goto(f"{visitor.site}/suministro/{point}/lecturas/")
    read("12340", 14)
    expect(page.locator("main tbody tr")).to_have_count(1)
    read("1371", 7)
    question = page.locator("fieldset#explanation")
    expect(question.locator("legend")).to_contain_text("Es menor que la del")
    expect(page.locator("#kwh")).to_have_value("1371")
    visitor.picture("answers-3-slip")
    question.get_by_role("radio", name=re.compile("La escribí mal")).check()
    read("12371", 7)
    expect(question).to_have_count(0)
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("main tbody tr").first).to_contain_text("12,371")
    expect(page.locator("main tbody tr").first).to_contain_text("31 kWh")
