"""A homeowner with a meter file: account, household, upload, check, progress, and every page; then out and in again."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.working import LONGEST_JOB_MS, set_to_work

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).resolve().parents[2] / "advisor" / "reference" / "demo" / "london-home.csv.gz"


@pytest.fixture(scope="module")
def meter_file(tmp_path_factory) -> Path:
    """One year of half-hours of the real home in the product, as a distributor would export it, with two bad rows."""
    path = tmp_path_factory.mktemp("files") / "medidor_2013.csv"
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as source, path.open("w", encoding="utf-8", newline="") as target:
        rows = list(csv.reader(source))
        writer = csv.writer(target, delimiter=";")
        writer.writerow(["Fecha y hora (inicio)", "Consumo (kWh)"])
        for number, row in enumerate(rows[1:]):
            value = {811: "-0.412", 4409: "n/d"}.get(number, row[1])
            writer.writerow([row[0].replace("T", " ")[:16], value.replace(".", ",")])
    return path


def add_household(visitor):
    page = visitor.page
    page.get_by_role("link", name="Agregar mi hogar").click()
    page.get_by_label("Nombre").fill("Casa de Surco")
    page.get_by_role("combobox", name="Departamento").select_option("Lima")
    page.get_by_label("Empresa de luz").select_option("luz-del-sur")
    page.get_by_role("radio", name="4", exact=True).check()
    page.get_by_role("radio", name="Terma eléctrica", exact=True).check()
    page.get_by_role("checkbox", name="Refrigeradora", exact=True).check()
    visitor.picture("home-1-household")
    page.locator("main form button").last.click()


def upload(visitor, path):
    page = visitor.page
    page.get_by_role("link", name=re.compile("archivo de mi medidor|Subir un archivo")).first.click()
    page.set_input_files("#file", path)
    visitor.picture("home-2-upload")
    set_to_work(visitor, page.locator("main form button").last)


def follow(page, link):
    """Open the folded menu of a phone and follow one of its links."""
    page.locator("summary", has_text="Menú").click()
    page.get_by_role("navigation").get_by_role("link", name=link).first.click()


def test_a_meter_file_becomes_bill_usage_forecast_and_advice(visitor, meter_file):
    page = visitor.page
    email = f"home-{'js' if visitor.scripts else 'nojs'}@example.org"
    visitor.create_account(email)
    visitor.picture("home-0-welcome")
    add_household(visitor)
    upload(visitor, meter_file)
    expect(page.get_by_role("heading", level=1)).to_have_text("Esto entendimos de tu archivo", timeout=LONGEST_JOB_MS)
    body = page.locator("main")
    expect(body).to_contain_text("30 minutos")
    expect(body).to_contain_text("-0,412")
    expect(body).to_contain_text("n/d")
    visitor.picture("home-3-check")
    set_to_work(visitor, page.get_by_role("button", name="Guardar y ver mi resultado"))
    expect(page).to_have_url(re.compile(r"/suministro/\d+/recibo/"), timeout=LONGEST_JOB_MS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("S/")
    visitor.picture("home-4-bill")
    pages = {
        "Mi consumo": ("home-5-usage", "punta"),
        "Pronóstico": ("home-6-forecast", "doce meses|12 meses"),
        "Consejos": ("home-7-advice", "S/"),
    }
    for link, (name, words) in pages.items():
        follow(page, link)
        expect(page.locator("main")).to_contain_text(re.compile(words, re.I))
        visitor.picture(name)

    page.locator("summary", has_text="Menú").click()
    page.get_by_role("button", name="Salir").first.click()
    page.goto(f"{visitor.site}/hogares/")
    expect(page).to_have_url(re.compile("/entrar"))
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    page.goto(f"{visitor.site}/hogares/")
    expect(page.locator("main")).to_contain_text("Casa de Surco")
    follow(page, "Mi recibo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("S/")


def test_a_file_that_is_no_meter_file_gets_one_clear_sentence(visitor, tmp_path):
    page = visitor.page
    visitor.create_account(f"wrong-{'js' if visitor.scripts else 'nojs'}@example.org")
    add_household(visitor)
    letter = tmp_path / "carta.csv"
    letter.write_text("Estimado cliente:\nLe saludamos cordialmente.\n", encoding="utf-8")
    upload(visitor, letter)
    expect(page.locator("main")).to_contain_text("Error", timeout=LONGEST_JOB_MS)
    expect(page.get_by_role("link", name="Elegir otro archivo")).to_be_visible()
    visitor.picture("home-wrong-file")


def test_the_demonstration_household_opens_with_one_press(visitor):
    page = visitor.page
    page.goto(visitor.site)
    page.get_by_role("button", name=re.compile("hogar de (ejemplo|demostración)")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("S/")
    expect(page.locator("main")).to_contain_text("ejemplo")
    page.set_viewport_size({"width": 1280, "height": 900})
    visitor.picture("demo-bill")
