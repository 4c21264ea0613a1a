"""Nothing typed is lost in a real browser: reload, lost connection, ended session, Back and Forward."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_guest_journey import BARS, fill_the_form

pytestmark = pytest.mark.browser

RESTORED = "Recuperamos lo que habías escrito."


@pytest.fixture
def with_scripts(visitor):
    """The draft in the tab is the scripts' work; the server's part is tried with and without them."""
    if not visitor.scripts:
        pytest.skip("drafts need scripts")
    return visitor


def bars_of(page: Page) -> list[str]:
    # A click may return before the page it leads to is there.
    expect(page.locator(".bars-grid input")).to_have_count(12)
    return [field.input_value() for field in page.locator(".bars-grid input").all()]


def sign_up(visitor) -> str:
    email = f"kept-{uuid4().hex[:12]}@example.org"
    visitor.create_account(email)
    return email


def fill_a_home(page: Page) -> None:
    page.get_by_label("Nombre").fill("Casa de Ñaña")
    page.get_by_label("Empresa de luz").select_option("pluz")
    page.get_by_role("radio", name="3", exact=True).check()
    page.get_by_role("checkbox", name="Plancha", exact=True).check()


def check_the_home(page: Page) -> None:
    expect(page.get_by_label("Nombre")).to_have_value("Casa de Ñaña")
    expect(page.get_by_label("Empresa de luz")).to_have_value("pluz")
    expect(page.get_by_role("radio", name="3", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="Plancha", exact=True)).to_be_checked()


def test_a_home_typed_while_the_session_ended_waits_behind_the_sign_in(visitor):
    page = visitor.page
    email = sign_up(visitor)
    page.goto(f"{visitor.site}/hogares/nuevo")
    fill_a_home(page)
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Guardar y seguir con mi recibo").click()

    expect(page).to_have_url(re.compile("/entrar"))
    expect(page.locator("main")).to_contain_text("lo que escribiste está guardado")
    visitor.picture("kept-1-sign-in")
    page.get_by_label("Correo").fill(email)
    page.get_by_label("Contraseña", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()

    expect(page.locator("main")).to_contain_text("Guardamos lo que habías escrito")
    check_the_home(page)
    visitor.picture("kept-2-filled")
    page.get_by_role("button", name="Guardar y seguir con mi recibo").click()
    expect(page).to_have_url(re.compile(r"/suministro/\d+/recibos/"))


def test_a_form_whose_token_is_stale_comes_back_filled(visitor):
    page = visitor.page
    page.goto(visitor.site)
    fill_the_form(page)
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    expect(page.locator("main")).to_contain_text("Pasó mucho tiempo")
    assert bars_of(page) == [bar or "" for bar in BARS]
    visitor.picture("kept-3-stale")
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    expect(page).to_have_url(re.compile("/resultado/"))


def test_back_shows_the_filled_form_and_forward_the_result_and_nothing_is_sent_again(visitor):
    page = visitor.page
    page.goto(visitor.site)
    fill_the_form(page)
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    expect(page).to_have_url(re.compile("/resultado/"))

    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.go_back()
    expect(page.get_by_label("Empresa de luz")).to_have_value("luz-del-sur")
    assert bars_of(page) == [bar or "" for bar in BARS]
    expect(page.locator("main")).to_contain_text("Estos son los datos de tu resultado")
    page.go_forward()
    expect(page.locator("main")).to_contain_text("Tu próximo recibo")
    page.reload()
    expect(page.locator("main")).to_contain_text("Tu próximo recibo")
    assert sent == []
    page.get_by_role("link", name="Cambiar mis datos").click()
    page.get_by_role("link", name="Empezar con otro recibo").click()
    assert bars_of(page) == [""] * 12


def test_a_reload_brings_a_half_filled_form_back_and_starting_again_empties_it(with_scripts):
    page = with_scripts.page
    page.goto(with_scripts.site)
    fill_the_form(page)
    page.get_by_text("¿Cuántos focos tienes?").click()
    page.get_by_label("Focos LED").fill("7")
    page.reload()
    expect(page.get_by_text(RESTORED)).to_be_visible()
    assert bars_of(page) == [bar or "" for bar in BARS]
    expect(page.get_by_label("Focos LED")).to_be_visible()
    expect(page.get_by_label("Focos LED")).to_have_value("7")
    with_scripts.picture("kept-4-restored")

    page.get_by_role("button", name="Empezar de nuevo").click()
    assert bars_of(page) == [""] * 12
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    page.reload()
    assert bars_of(page) == [""] * 12


def test_a_connection_lost_while_sending_loses_nothing(with_scripts):
    page = with_scripts.page
    page.goto(with_scripts.site)
    page.reload()
    fill_the_form(page)
    with_scripts.context.set_offline(True)
    page.get_by_role("button", name="Ver mi próximo recibo").click(no_wait_after=True)
    page.wait_for_function("!document.querySelector('.bars-grid')")
    with_scripts.context.set_offline(False)
    with_scripts.troubles.clear()  # Chromium remarks on the request that could not be sent
    page.goto(f"{with_scripts.site}/privacidad/")
    page.goto(with_scripts.site)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    assert bars_of(page) == [bar or "" for bar in BARS]
    page.get_by_role("button", name="Ver mi próximo recibo").click()
    expect(page).to_have_url(re.compile("/resultado/"))
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []


def test_signing_out_leaves_nothing_typed_in_the_tab_and_passwords_never_were(with_scripts):
    page = with_scripts.page
    sign_up(with_scripts)
    page.goto(f"{with_scripts.site}/hogares/nuevo")
    fill_a_home(page)
    drafts = page.evaluate("JSON.stringify(sessionStorage)")
    assert "Casa de Ñaña" in drafts
    assert "csrf" not in drafts
    assert PASSWORD not in drafts
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page.locator("summary", has_text="Menú").click()
    page.get_by_role("button", name="Salir").first.click()
    page.wait_for_url(re.compile(r"/$|/entrar"))
    assert "Casa" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_another_person_in_the_same_tab_does_not_get_the_draft(with_scripts):
    page = with_scripts.page
    sign_up(with_scripts)
    page.goto(f"{with_scripts.site}/hogares/nuevo")
    fill_a_home(page)
    with_scripts.context.clear_cookies()
    sign_up(with_scripts)
    page.goto(f"{with_scripts.site}/hogares/nuevo")
    expect(page.get_by_label("Nombre")).to_have_value("Mi hogar")
    expect(page.get_by_text(RESTORED)).to_be_hidden()


def test_twelve_numbers_pasted_into_one_bar_fill_them_all(with_scripts):
    page = with_scripts.page
    page.goto(with_scripts.site)
    numbers = [str(120 + number) for number in range(12)]
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const first = document.querySelector(".bars-grid input");
          first.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "  ".join(numbers),
    )
    assert bars_of(page) == numbers
    page.reload()
    assert bars_of(page) == numbers
