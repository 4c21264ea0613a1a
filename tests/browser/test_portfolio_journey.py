"""A consultant brings two hundred clients in one sheet: fifteen rows are refused, corrected and brought again."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PASSWORD, PHONE, ROOT, running, today

pytestmark = pytest.mark.browser

NAMES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")


def months() -> list[str]:
    """Return the twelve months before this one as a sheet heads them: `set-25`."""
    last = today().year * 12 + today().month - 1
    return [f"{NAMES[count % 12]}-{count // 12 % 100}" for count in range(last - 12, last)]


MONTHS = months()
HEAD = ["Código", "Cliente", "Departamento", "Empresa", "Tarifa", "N° de suministro", *MONTHS]
PLACES = [("Lima", "Luz del Sur S.A.A."), ("LIMA ", "lds"), ("Arequipa", "SEAL"), ("LA LIBERTAD", "Hidrandina")]
CLIENTS = 200
# Row of the client, column and what stands there instead: fifteen rows that cannot be used.
WRONG = {
    7: (6, "12a"), 19: (7, "12a"), 28: (8, "12a"), 33: (9, "12a"), 47: (10, "12a"), 58: (11, "-40"), 66: (12, "-40"),
    71: (13, "-40"), 89: (0, ""), 102: (0, ""), 118: (0, "C-003"), 131: (0, "C-003"), 150: (14, "99999999"),
    177: (15, "=SUMA(G2:R2)"), 199: (16, "=SUMA(G2:R2)"),
}  # fmt: skip
LONGEST_MS = 120_000


def good_rows() -> list[list[str]]:
    rows = []
    for number in range(1, CLIENTS + 1):
        department, company = PLACES[number % len(PLACES)]
        kwh = [str(80 + 3 * number % 170 + month) for month in range(len(MONTHS))]
        told = [f"C-{number:03d}", f"Rosa Quispe {number}", department, company, "BT5B", str(1_000_000 + 37 * number)]
        rows.append([*told, *kwh])
    return rows


def sheet(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def spoilt() -> list[list[str]]:
    rows = good_rows()
    for index, (column, text) in WRONG.items():
        rows[index][column] = text
    return rows


def as_table(path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


@pytest.fixture
def consultant(browser, tmp_path) -> Iterator[Page]:
    """Ana at her desk, signed in on a server of her own: the results of her clients would keep others waiting."""
    with running(tmp_path, ADVISOR_DEMO="0") as site:
        email = f"{uuid4().hex[:12]}@example.org"
        command = [".venv/bin/flask", "--app", "wsgi", "user", "create", email, "--role", "consultant"]
        told = {"cwd": ROOT, "env": site.environment, "input": f"{PASSWORD}\n", "text": True, "check": True}
        subprocess.run([*command, "--consultancy", "Luz Norte", "--password-stdin"], **told, capture_output=True)
        context = browser.new_context(viewport=DESK, locale="es-PE", timezone_id="America/Lima")
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{site.address}/entrar")
        page.locator("main [name=email]").fill(email)
        page.locator("main [name=password]").fill(PASSWORD)
        page.locator("main form button").last.click()
        page.wait_for_url("**/cartera/")
        yield page
        context.close()
        assert troubles == []


def give(page: Page, rows: list[list[str]], name: str) -> None:
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": sheet(rows)})
    page.get_by_role("button", name="Subir y revisar").click()
    expect(page.locator("form[action$='/guardar']")).to_be_visible(timeout=LONGEST_MS)


def store(page: Page, name: str, title: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.locator("h1")).to_have_text(title, timeout=LONGEST_MS)


def test_two_hundred_clients_come_in_one_file_and_the_refused_ones_in_a_second(consultant):
    page = consultant
    expect(page.locator(".empty")).to_contain_text("Todavía no hay clientes")
    page.get_by_role("link", name="Subir tu cartera").click()
    give(page, [HEAD, *spoilt()], "cartera.csv")
    expect(page.locator("h1")).to_have_text("Se pueden guardar 185 clientes, y 15 filas no")
    expect(page.locator("td.cell--bad")).to_have_count(len(WRONG))
    expect(page.locator("td.cell--bad").first).to_contain_text("12a")
    page.set_viewport_size(PHONE)
    expect(page.locator("td.cell--bad").first).to_be_hidden()
    marks = page.locator(".marked-rows .cell--bad")
    expect(marks).to_have_count(len(WRONG))
    for text in (f"{MONTHS[0]}: 12a", f"{MONTHS[5]}: -40", "Código: (vacío)", f"{MONTHS[8]}: 99999999"):
        expect(marks.filter(has_text=text).first).to_be_visible()
    for mark in marks.all():
        box = mark.bounding_box()
        assert box["x"] + box["width"] <= PHONE["width"]
    with page.expect_download() as started:
        page.get_by_role("link", name="Descargar las 15 filas rechazadas").click()
    refused = as_table(started.value.path())
    assert len(refused) == 1 + len(WRONG)

    store(page, "Guardar 185 clientes", "Guardamos 185 clientes nuevos")
    expect(page.locator("progress, main p:has-text('resultados están listos')").first).to_be_visible()
    page.get_by_role("link", name="Ir a mi cartera").click()
    expect(page.locator(".pager")).to_contain_text("1 a 25 de 185")
    page.get_by_label("Buscar un cliente").fill("quispe 150")
    page.get_by_role("button", name="Buscar").click()
    page.locator("main table a").first.click()
    expect(page.locator("main")).to_contain_text("Rosa Quispe 150")

    good = {row[5]: row for row in good_rows()}
    place = refused[0].index(HEAD[5])
    corrected = [refused[0], *([*good[row[place]], *row[len(HEAD) :]] for row in refused[1:])]
    page.goto(re.sub(r"/suministro/.*", "/cartera/subir/", page.url))
    give(page, corrected, "rechazadas.csv")
    expect(page.locator("h1")).to_have_text("Se pueden guardar los 15 clientes")
    store(page, "Guardar 15 clientes", "Guardamos 15 clientes nuevos")
    page.get_by_role("link", name="Ir a mi cartera").click()
    expect(page.locator(".pager")).to_contain_text("1 a 25 de 200")
