"""How a newcomer brings files in a real browser: a home, a file given, its check, its result, the page of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.browser.conftest import today
from tests.browser.working import set_to_work

LONGEST_MS = 60_000
CHECKED = "Esto entendimos de tu archivo"
# Figures of the meter before today, so that none has still to come.
LAST_DAY = today() - timedelta(days=3)


def settle(visitor, name: str, *, company: str = "luz-del-sur") -> int:
    """Make an account and a home with a company; return the number of its supply point."""
    page = visitor.page
    visitor.create_account(f"{uuid4().hex[:12]}@example.org")
    page.get_by_role("link", name="Agregar mi hogar").click()
    page.get_by_label("Nombre").fill(name)
    page.get_by_role("combobox", name="Departamento").select_option("Lima")
    page.get_by_label("Empresa de luz").select_option(company)
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/suministro/\d+/"))
    return int(re.search(r"/suministro/(\d+)/", page.url).group(1))


def give(visitor, point: int, content: str | bytes, name: str) -> None:
    """Give a file at the form of a home and wait until its page has news."""
    page = visitor.page
    page.goto(f"{visitor.site}/suministro/{point}/subir/")
    buffer = content.encode() if isinstance(content, str) else content
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": buffer})
    set_to_work(visitor, page.get_by_role("button", name="Subir y revisar"))


def store(visitor) -> None:
    """Confirm what was understood and wait for the result."""
    page = visitor.page
    expect(page.locator("h1")).to_have_text(CHECKED, timeout=LONGEST_MS)
    set_to_work(visitor, page.get_by_role("button", name="Guardar y ver mi resultado"))
    page.wait_for_url(re.compile(r"/suministro/\d+/recibo/$"), timeout=LONGEST_MS)


def open_data(visitor, point: int) -> None:
    """Open the page of a home's data."""
    visitor.page.goto(f"{visitor.site}/suministro/{point}/datos/")
    expect(visitor.page.locator("h1")).to_have_text("Tus datos")


def newest_change(visitor) -> Locator:
    """Return the first row of the history."""
    return visitor.page.locator("#historia tbody tr").first


def hours(first: date, days: int, *, instead: Mapping[int, str] | None = None) -> str:
    """Return hours of quiet days as a meter exports them; `instead` are other texts of the hours it names."""
    lines = ["fecha,hora,kWh"]
    for hour in range(24 * days):
        day, of_day = first + timedelta(days=hour // 24), hour % 24
        kwh = f"{(0.42 if 18 <= of_day < 23 else 0.11) + 0.01 * (day.weekday() % 3):.2f}"
        lines.append(f"{day:%d/%m/%Y},{of_day:02d}:00,{(instead or {}).get(hour, kwh)}")
    return "\n".join(lines)
