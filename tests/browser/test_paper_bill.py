"""A household brings its bill: the PDF of its company, a photograph, a PDF of which something cannot be read."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.working import press, set_to_work
from tests.ingest.paper import making

pytestmark = pytest.mark.browser
LONGEST_MS = 60_000


@pytest.fixture
def at_home(visitor):
    """A newcomer of Pluz with one home, at the form for its files."""
    page = visitor.page
    # Each test and each kind of browser has an account of its own on the shared server.
    visitor.create_account(f"papel-{id(visitor)}@example.org")
    page.get_by_role("link", name="Agregar mi hogar").click()
    page.get_by_label("Nombre").fill("Casa de Comas")
    page.get_by_role("combobox", name="Departamento").select_option("Lima")
    page.get_by_label("Empresa de luz").select_option("pluz")
    page.locator("main form button").last.click()
    page.get_by_role("link", name=re.compile("archivo de mi medidor")).click()
    return visitor


def give(visitor, path: Path) -> None:
    visitor.page.set_input_files("#file", path)
    set_to_work(visitor, visitor.page.locator("main form button").last)
    visitor.page.wait_for_url(re.compile(r"/carga/\d+/recibo/"), timeout=LONGEST_MS)


def see_result(visitor) -> None:
    set_to_work(visitor, visitor.page.get_by_role("button", name="Guardar y ver mi resultado"))
    visitor.page.wait_for_url(re.compile(r"/suministro/\d+/recibo/$"), timeout=LONGEST_MS)


def test_a_pdf_bill_goes_from_the_file_to_the_stored_result(at_home, tmp_path):
    visitor, page = at_home, at_home.page
    path = tmp_path / "recibo.pdf"
    path.write_bytes(making.pluz())
    give(visitor, path)
    expect(page.locator("h1")).to_have_text("Esto encontramos en tu recibo")
    expect(page.locator("#kwh")).to_have_value("663")
    expect(page.locator("#total_to_pay")).to_have_value("538.50")
    expect(page.locator("#history_1")).to_have_value("590")
    picture = page.locator(".paper-form__picture img")
    expect(picture).to_be_visible()
    if visitor.scripts:
        assert picture.evaluate("image => image.complete && image.naturalWidth") == 1200
    visitor.picture("paper-1-pdf")
    see_result(visitor)
    expect(page.locator("h1")).to_contain_text("S/")
    page.goto(re.sub("/recibo/$", "/recibos/", page.url))
    expect(page.locator("main section table")).to_contain_text("663")
    assert visitor.troubles == []


def test_a_photograph_is_typed_beside_its_picture(at_home, tmp_path):
    visitor, page = at_home, at_home.page
    out = BytesIO()
    Image.new("RGB", (900, 1200), (250, 248, 240)).save(out, "JPEG")
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(out.getvalue())
    give(visitor, path)
    expect(page.locator("h1")).to_have_text("Escribe lo que dice tu recibo")
    expect(page.locator(".paper-form__picture img")).to_be_visible()
    for name, value in {"start": "2026-06-04", "end": "2026-07-04", "kwh": "132", "total_to_pay": "103.70"}.items():
        page.locator(f"#{name}").fill(value)
    for number, kwh in enumerate(("128", "131", "119"), start=1):
        page.locator(f"#history_{number}").fill(kwh)
    see_result(visitor)
    expect(page.locator("h1")).to_contain_text("S/")
    assert visitor.troubles == []


def test_what_was_not_found_is_asked_for_and_nothing_typed_is_lost(at_home, tmp_path):
    visitor, page = at_home, at_home.page
    path = tmp_path / "a-medias.pdf"
    path.write_bytes(
        making.pdf(
            [
                (40, 40, "Pluz Energía Perú S.A.A. Suministro 1234567"),
                (40, 80, "663kWh al precio de S/ 0.6291"),
                (40, 100, "Lectura Actual (23/06/2026)"),
            ]
        )
    )
    give(visitor, path)
    expect(page.locator(".banner--warn")).to_contain_text("Lectura anterior")
    page.locator("#total_to_pay").fill("538.50")
    press(visitor, page.get_by_role("button", name="Guardar y ver mi resultado"))
    expect(page.locator(".error-summary")).to_contain_text("Lectura anterior")
    expect(page.locator("#total_to_pay")).to_have_value("538.50")
    expect(page.locator("#kwh")).to_have_value("663")
    page.locator("#start").fill("2026-05-23")
    see_result(visitor)
    assert visitor.troubles == []
