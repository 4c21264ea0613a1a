"""axe finds nothing against WCAG 2.2 AA on the pages of the three journeys, in light and in dark."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PUBLIC = ["/", "/entrar", "/crear-cuenta", "/privacidad/", "/no-existe"]
OF_A_SUPPLY_POINT = ["recibo", "consumo", "pronostico", "consejos", "recibos", "subir"]
OF_A_PERSON = ["/hogares/", "/hogares/nuevo", "/cuenta/"]


def remarks(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_obstacle(browser, site, scheme):
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, locale="es-PE", bypass_csp=True)
    page = context.new_page()
    troubles = []
    for path in PUBLIC:
        page.goto(site + path)
        troubles += remarks(page)
    page.goto(site)
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    troubles += remarks(page)
    page.get_by_role("button", name=re.compile("hogar de ejemplo")).click()
    home = re.sub(r"recibo/$", "", page.url)
    for path in [*(f"{home}{part}/" for part in OF_A_SUPPLY_POINT), *(site + path for path in OF_A_PERSON)]:
        page.goto(path)
        troubles += remarks(page)
    context.close()
    assert troubles == []
