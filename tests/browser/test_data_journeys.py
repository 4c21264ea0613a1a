"""Files a household brings: a wrong one, one twice, one that contradicts and is undone; and a correction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.bringing import LAST_DAY, LONGEST_MS, give, hours, newest_change, open_data, settle, store

pytestmark = pytest.mark.browser

DAYS = 40
FIRST_DAY = LAST_DAY - timedelta(days=DAYS)
# Ten hours without a value, and what the meter counted meanwhile in the next.
OUTAGE = dict.fromkeys(range(500, 510), "") | {510: "2.10"}


def test_a_wrong_file_and_the_same_file_twice_change_nothing(visitor):
    page = visitor.page
    point = settle(visitor, "Casa de Surco")
    give(visitor, point, hours(FIRST_DAY, DAYS), "medidor.csv")
    store(visitor)

    give(visitor, point, "Estimado cliente:\nLe saludamos cordialmente.\n", "carta.csv")
    expect(page.locator("main .banner--error p").last).to_be_visible(timeout=LONGEST_MS)
    expect(page.locator("main")).to_contain_text("No se guardó nada")
    page.get_by_role("link", name="Elegir otro archivo").click()
    expect(page.locator("#file")).to_be_visible()
    expect(page.locator("main")).to_contain_text("carta.csv")

    give(visitor, point, hours(FIRST_DAY, DAYS), "el_mismo.csv")
    expect(page.locator("main")).to_contain_text("Ya habías subido", timeout=LONGEST_MS)
    open_data(visitor, point)
    expect(page.locator("#archivos tbody tr")).to_have_count(2)
    expect(page.locator("#historia tbody tr")).to_have_count(1)
    expect(newest_change(visitor)).to_contain_text("960 valores nuevos")


def test_a_contradiction_is_told_and_the_file_undone_and_brought_again(visitor):
    page = visitor.page
    point = settle(visitor, "Casa de Comas")
    give(visitor, point, hours(FIRST_DAY, DAYS), "medidor.csv")
    store(visitor)
    two_days = hours(FIRST_DAY + timedelta(days=5), 2, instead=dict.fromkeys(range(48), "0.77"))
    give(visitor, point, two_days, "corregido.csv")
    store(visitor)
    open_data(visitor, point)
    for told in (
        "Guardaste corregido.csv",
        "48 valores en lugar de otros anteriores",
        "48 valores antes eran distintos",
    ):
        expect(newest_change(visitor)).to_contain_text(told)
    visitor.picture("data-1-conflict")

    page.get_by_role("link", name="Deshacer corregido.csv").click()
    expect(page.locator("h1")).to_have_text("¿Deshacer este archivo?")
    expect(page.locator("main li")).to_contain_text("vuelven a lo que dice otro archivo")
    visitor.picture("data-2-undo")
    page.get_by_role("button", name="Deshacer el archivo").click()
    expect(page.locator(".banner--success")).to_contain_text("quedó deshecho")
    expect(newest_change(visitor)).to_contain_text("Deshiciste corregido.csv")
    expect(newest_change(visitor)).to_contain_text("48 valores como antes")
    expect(page.locator("#archivos tbody tr").first).to_contain_text("deshecho")

    give(visitor, point, two_days, "corregido.csv")
    store(visitor)
    open_data(visitor, point)
    expect(newest_change(visitor)).to_contain_text("48 valores en lugar de otros anteriores")


def test_a_high_value_after_an_outage_is_spread_and_taken_back(visitor):
    page = visitor.page
    point = settle(visitor, "Casa de Ate")
    give(visitor, point, hours(FIRST_DAY, DAYS, instead=OUTAGE), "medidor.csv")
    store(visitor)
    open_data(visitor, point)
    found = page.locator("#hallado")
    expect(found).to_contain_text("Un valor alto justo después de un corte")
    page.get_by_role("button", name="Repártelo en el corte").click()
    expect(page.locator(".banner--success")).to_contain_text("Tu corrección quedó guardada")
    expect(found).to_have_count(0)
    expect(page.locator("#corregido")).to_contain_text("repartido en el corte, como estimado")
    expect(newest_change(visitor)).to_contain_text("lo repartiste en el corte")
    visitor.picture("data-3-corrected")
    page.get_by_role("button", name="Retirar").click()
    expect(page.locator(".banner--success")).to_be_visible()
    expect(found).to_contain_text("Un valor alto justo después de un corte")
    expect(newest_change(visitor)).to_contain_text("retiraste tu corrección")
