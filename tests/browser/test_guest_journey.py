"""A guest with a paper bill on a phone: from twelve bars to the next bill, with and without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import today

pytestmark = pytest.mark.browser

SINCE_READING = 10  # days

# Oldest month last, as the form asks; the fifth bar is missing on this bill.
BARS = ["131", "126", "122", "119", None, "138", "147", "152", "149", "143", "133", "128"]


def fill_the_form(page, *, bars=BARS, distributor="luz-del-sur", department="Lima"):
    page.get_by_role("combobox", name="Departamento").select_option(department)
    page.get_by_label("Empresa de luz").select_option(distributor)
    page.get_by_role("radio", name="4", exact=True).check()
    page.get_by_role("radio", name="Ducha eléctrica", exact=True).check()
    for appliance in ("Refrigeradora", "Televisor", "Lavadora"):
        page.get_by_role("checkbox", name=appliance, exact=True).check()
    page.get_by_label("Fecha de la última lectura").fill((today() - timedelta(days=SINCE_READING)).isoformat())
    for field, kwh in zip(page.locator(".bars-grid input").all(), bars, strict=True):
        field.fill(kwh or "")


def test_twelve_bars_give_the_next_bill_and_an_account_keeps_it(visitor):
    page = visitor.page
    page.goto(visitor.site)
    visitor.picture("guest-1-start")
    fill_the_form(page)
    page.get_by_role("button", name="Ver mi próximo recibo").click()

    expect(page).to_have_url(re.compile("/resultado/"))
    body = page.locator("main")
    expect(body).to_contain_text("Tu próximo recibo")
    expect(body).to_contain_text(re.compile(r"entre S/\s[\d.,]+ y S/\s[\d.,]+"))
    expect(body).to_contain_text("140 kWh")
    for line in ("Energía", "Alumbrado público", "Cargo fijo", "IGV", "Electrificación rural"):
        expect(body).to_contain_text(line)
    assert page.locator(".advice__item, .advice > li").count() >= 3
    visitor.picture("guest-2-result")

    page.go_back()
    page.go_forward()
    expect(page.locator("main")).to_contain_text("Tu próximo recibo")

    page.get_by_role("link", name="Crear mi cuenta").click()
    page.get_by_label("Correo").fill(f"guest-{'js' if visitor.scripts else 'nojs'}@example.org")
    page.get_by_label("Contraseña", exact=False).first.fill("la refrigeradora canta de noche")
    visitor.picture("guest-3-account")
    page.get_by_role("button", name="Crear mi cuenta").click()
    expect(page).to_have_url(re.compile(r"/suministro/\d+/recibo/"))
    expect(page.locator("main h1")).to_contain_text("S/")
    visitor.picture("guest-4-kept")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("ciento veinte", "ciento veinte"), ("-12", "-12")],
    ids=["a letter", "a negative number"],
)
def test_a_bar_that_is_no_usage_is_named_and_the_rest_is_kept(visitor, value, sentence):
    page = visitor.page
    page.goto(visitor.site)
    fill_the_form(page, bars=[value, *BARS[1:]])
    page.get_by_role("button", name="Ver mi próximo recibo").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(sentence)
    fields = page.locator(".bars-grid input")
    expect(fields.nth(0)).to_have_value(value)
    expect(fields.nth(1)).to_have_value(BARS[1])
    expect(page.get_by_label("Empresa de luz")).to_have_value("luz-del-sur")
    expect(page.locator("input[name=people]:checked")).to_have_value("4")
    visitor.picture(f"guest-error-{'letter' if value[0] == 'c' else 'negative'}")


def test_a_company_without_known_prices_asks_for_the_price_on_the_own_bill(visitor):
    page = visitor.page
    page.goto(visitor.site)
    fill_the_form(page, department="Arequipa", distributor="seal")
    page.get_by_role("button", name="Ver mi próximo recibo").click()

    expect(page.locator("main")).to_contain_text("SEAL")
    price = page.get_by_label("Precio de cada kWh")
    expect(price).to_be_visible()
    visitor.picture("guest-own-price-asked")
    price.fill("0.6890")
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    expect(page).to_have_url(re.compile("/resultado/"))
    expect(page.locator("main")).to_contain_text("Tu próximo recibo")
    visitor.picture("guest-own-price-result")
