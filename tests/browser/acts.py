"""Small actions that lead to a state no address shows: forms sent with mistakes, files that cannot be taken."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from tests.browser.world.building import PASSWORD
from tests.browser.world.guests import THROTTLED

SEND = "main form:has([name=csrf_token]) .button-row button.button:not(.button--second)"
BARS = ["131", "126", "122", "119", "117", "138", "147", "152", "149", "143", "133", "128"]


def send(page: Page) -> None:
    """Press the main button of the page's form."""
    page.locator(SEND).first.click()


def fill_bars(page: Page, *, first: str = BARS[0]) -> None:
    """Write the twelve bars, the first one as given."""
    for number, kwh in enumerate([first, *BARS[1:]], start=1):
        page.locator(f"[name=bar_{number}]").fill(kwh)


def a_bar_in_letters(page: Page) -> None:
    """Send the guest's form with everything but one bar in order."""
    page.locator("[name=distributor]").select_option("luz-del-sur")
    fill_bars(page, first="ciento veinte")
    send(page)


def a_company_without_prices(page: Page) -> None:
    """Send the guest's form for a company whose prices we do not have."""
    page.locator("[name=department]").select_option("Arequipa")
    page.locator("[name=distributor]").select_option("seal")
    fill_bars(page)
    send(page)


def a_home_with_mistakes(page: Page) -> None:
    """Send the form of a home without a name, with two digits of its number and without a price."""
    page.locator("[name=name]").fill("")
    page.locator("[name=digits]").fill("48")
    page.locator("[name=department]").select_option("Arequipa")
    page.locator("[name=distributor]").select_option("seal")
    send(page)


def the_bars_with_a_mistake(page: Page) -> None:
    """Send the bars of a home with one that is below zero."""
    fill_bars(page, first="-12")
    send(page)


def a_reading_without_a_number(page: Page) -> None:
    """Send a reading without the number."""
    page.locator("[name=kwh]").fill("")
    send(page)


def a_lower_reading(page: Page) -> None:
    """Send a reading that is lower than the last one, at the moment the page proposes."""
    page.locator("[name=kwh]").fill("1398")
    send(page)


def removal_unfolded(page: Page) -> None:
    """Unfold what removing a reading means."""
    page.locator("main details:has(.button--danger) summary").click()


def a_wrong_password(page: Page) -> None:
    """Sign in with a password that is not the person's."""
    _sign_in(page, "rosa@ejemplo.pe", "no es esta la frase")


def too_many_tries(page: Page) -> None:
    """Sign in where every try is spent."""
    _sign_in(page, THROTTLED, PASSWORD)


def a_known_address(page: Page) -> None:
    """Make an account with an address that has one."""
    _sign_in(page, "rosa@ejemplo.pe", "otra frase de muchas letras")


def a_short_password(page: Page) -> None:
    """Make an account with a password of six letters."""
    _sign_in(page, "nadie@ejemplo", "perros")


def a_wrong_own_password(page: Page) -> None:
    """Confirm with a password that is not one's own."""
    page.locator("[name=password]").fill("no es esta la frase")
    send(page)


def two_new_passwords(page: Page) -> None:
    """Choose a new password and write it differently the second time."""
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=new_password]").fill("una frase nueva y larga")
    page.locator("[name=new_password_confirm]").fill("una frase distinta y larga")
    send(page)


def a_token(page: Page) -> None:
    """Make a token; the page then shows the same name and secret in every picture."""
    page.locator("[name=name]").fill(f"Mi medidor {time.monotonic_ns()}")
    page.locator("[name=supply_points]").first.check()
    page.locator("[name=scopes]").first.check()
    send(page)
    page.locator(".code-block").first.wait_for()
    page.evaluate(
        """() => {
            const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const secret = texts.currentNode.data.replace(/eca_[\\w-]{43}/g, "eca_" + "Ejemplo".repeat(6) + "E");
                texts.currentNode.data = secret.replace(/medidor \\d+/g, "medidor");
            }
        }"""
    )


def an_empty_file(page: Page) -> None:
    """Upload a file without a byte."""
    _upload(page, b"")


def a_file_too_large(page: Page) -> None:
    """Upload a file a little above the limit of the world."""
    _upload(page, b"fecha;kWh\n" * 130_000)


def a_form_kept_too_long(page: Page) -> None:
    """Send a form after the session it belongs to has ended."""
    page.context.clear_cookies()
    send(page)


def _sign_in(page: Page, email: str, password: str) -> None:
    page.locator("main [name=email]").fill(email)
    page.locator("main [name=password]").fill(password)
    send(page)


def _upload(page: Page, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": "medidor.csv", "mimeType": "text/csv", "buffer": content})
    send(page)
