"""Without connection: what was seen can be read and says so, nothing typed is lost, and signing out leaves nothing."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("scripts", [True], ids=["scripts"], indirect=True)]

NO_CONNECTION = "No tienes conexión"
numbers = itertools.count(1)


def ready(page: Page) -> None:
    """Wait until the worker is there and has kept the page it was brought by."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def kept(page: Page) -> list[str]:
    """Return the paths of the pages that are kept on this device, oldest first."""
    return page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) {
                    const answer = await (await caches.open(name)).match(request, { ignoreVary: true });
                    const page = answer.headers.get("Content-Type").startsWith("text/html");
                    const path = new URL(request.url).pathname;
                    if (page && !path.startsWith("/sin-conexion/")) found.push(path);
                }
            }
            return found;
        }"""
    )


def wait_until_kept(page: Page, path: str, there: bool = True) -> None:
    """Wait until the page of a path is kept, or is kept no longer."""
    deadline = time.monotonic() + 10
    look = "async (path) => Boolean(await caches.match(path, { ignoreVary: true }))"
    while page.evaluate(look, path) is not there:
        assert time.monotonic() < deadline, f"{path}: kept are {kept(page)}"
        page.wait_for_timeout(50)


def stored(page: Page) -> int:
    """Return how many values the browser's storages hold."""
    return page.evaluate("sessionStorage.length + localStorage.length")


def see_the_example_home(visitor) -> str:
    """Open the demonstration and return the address of its bill."""
    page = visitor.page
    page.goto(visitor.site)
    ready(page)
    page.get_by_role("button", name="Ver el hogar de ejemplo").click()
    expect(page).to_have_url(re.compile(r"/recibo/$"))
    wait_until_kept(page, page.url)
    return page.url


def create_account(visitor) -> str:
    email = f"sin-conexion-{next(numbers)}-{id(visitor)}@ejemplo.pe"
    visitor.create_account(email)
    ready(visitor.page)
    return email


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Menú").click()
    page.get_by_role("button", name="Salir").first.click()


def test_a_page_already_seen_is_read_with_its_moment_and_its_forms_say_what_they_need(visitor):
    page, bill = visitor.page, see_the_example_home(visitor)
    page.goto(f"{visitor.site}/privacidad/")
    wait_until_kept(page, "/privacidad/")
    page.goto(bill)
    words = page.locator("h1").inner_text()
    visitor.context.set_offline(True)
    page.goto(bill)
    expect(page.locator("h1")).to_have_text(words)
    expect(page.locator(".banner").first).to_contain_text(
        re.compile(r"Sin conexión\. Esto es lo que viste el \d{1,2} de [a-z]+ a las \d\d:\d\d\.")
    )
    visitor.picture("offline-kept")
    page.goto(f"{visitor.site}/privacidad/")
    expect(page.get_by_text("Para enviar esto necesitas conexión.")).to_be_visible()
    visitor.context.set_offline(False)
    page.get_by_role("link", name="Probar otra vez").click()
    expect(page.locator("html[data-seen]")).to_have_count(0)
    expect(page.locator(".banner")).to_have_count(0)


def test_a_page_never_seen_says_what_can_be_read_instead(visitor):
    page, bill = visitor.page, see_the_example_home(visitor)
    visitor.context.set_offline(True)
    page.goto(f"{visitor.site}/suministro/1/pronostico/")
    expect(page.locator("h1")).to_have_text(NO_CONNECTION)
    visitor.picture("offline-list")
    page.locator("main li a").first.click()
    expect(page).to_have_url(bill)
    expect(page.locator(".banner").first).to_contain_text("Sin conexión.")


def test_the_app_opened_from_its_icon_shows_the_bill_it_had_seen(visitor):
    page, bill = visitor.page, see_the_example_home(visitor)
    visitor.context.set_offline(True)
    page.goto(f"{visitor.site}/inicio/")
    expect(page).to_have_url(bill)


def test_nothing_of_a_person_is_left_after_signing_out(visitor):
    page, bill = visitor.page, see_the_example_home(visitor)
    page.goto(f"{visitor.site}/cuenta/")
    wait_until_kept(page, "/cuenta/")
    page.evaluate("sessionStorage.setItem('draft', 'x'); localStorage.setItem('draft', 'x')")
    sign_out(page)
    expect(page).to_have_url(f"{visitor.site}/")
    assert stored(page) == 0
    ready(page)
    wait_until_kept(page, "/")
    assert set(kept(page)) == {"/"}
    visitor.context.set_offline(True)
    page.goto(bill)
    expect(page.locator("h1")).to_have_text(NO_CONNECTION)
    expect(page.locator("main")).not_to_contain_text("Mi recibo")


def test_going_back_after_signing_out_shows_nothing_of_the_person(visitor):
    page = visitor.page
    email = create_account(visitor)
    page.goto(f"{visitor.site}/cuenta/")
    expect(page.locator("main")).to_contain_text(email)
    sign_out(page)
    expect(page).to_have_url(f"{visitor.site}/")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(email)


def test_signing_out_without_connection_erases_the_copies_and_says_that_the_session_is_open(visitor):
    page, bill = visitor.page, see_the_example_home(visitor)
    visitor.context.set_offline(True)
    sign_out(page)
    expect(page.locator("h1")).to_have_text("Tu sesión sigue abierta")
    visitor.picture("offline-signed-in")
    assert kept(page) == []
    page.goto(bill)
    expect(page.locator("h1")).to_have_text(NO_CONNECTION)


def test_another_account_on_the_same_phone_finds_nothing_of_the_first(visitor):
    page = visitor.page
    create_account(visitor)
    page.goto(f"{visitor.site}/cuenta/")
    wait_until_kept(page, "/cuenta/")
    # As a session does that is lost without signing out.
    visitor.context.clear_cookies()
    create_account(visitor)
    wait_until_kept(page, "/hogares/")
    assert "/cuenta/" not in kept(page)


def test_a_session_ended_from_another_device_clears_this_one_at_its_next_page(visitor, browser):
    page = visitor.page
    email = create_account(visitor)
    page.goto(f"{visitor.site}/cuenta/")
    wait_until_kept(page, "/cuenta/")
    page.evaluate("sessionStorage.setItem('draft', 'x')")
    other = browser.new_context(locale="es-PE")
    elsewhere = other.new_page()
    elsewhere.goto(f"{visitor.site}/entrar?next=/cuenta/")
    elsewhere.get_by_label("Correo").fill(email)
    elsewhere.get_by_label("Contraseña", exact=False).first.fill(PASSWORD)
    elsewhere.get_by_role("button", name="Ingresar").click()
    elsewhere.get_by_role("button", name=re.compile("[Cc]errar")).click()
    expect(elsewhere.get_by_text("otra sesión")).to_be_visible()
    other.close()
    page.goto(f"{visitor.site}/hogares/")
    expect(page).to_have_url(re.compile("/entrar"))
    assert stored(page) == 0
    assert "/cuenta/" not in kept(page)
    ready(page)
    visitor.context.set_offline(True)
    page.goto(f"{visitor.site}/cuenta/")
    expect(page.locator("h1")).to_have_text(NO_CONNECTION)


def test_a_form_that_cannot_be_sent_leads_back_to_what_was_typed(visitor):
    page = visitor.page
    create_account(visitor)
    page.goto(f"{visitor.site}/hogares/nuevo")
    ready(page)
    page.get_by_label("Nombre").fill("Casa de Ñaña")
    page.get_by_role("combobox", name="Departamento").select_option("Lima")
    visitor.context.set_offline(True)
    page.locator("main form button").last.click()
    expect(page.locator("h1")).to_have_text("No se envió")
    visitor.picture("offline-unsent")
    page.get_by_role("link", name="Volver a lo que escribí").click()
    expect(page.get_by_label("Nombre")).to_have_value("Casa de Ñaña")


def test_a_guest_reads_their_result_and_can_erase_it(visitor):
    page = visitor.page
    page.goto(visitor.site)
    ready(page)
    page.get_by_role("combobox", name="Departamento").select_option("Lima")
    page.get_by_label("Empresa de luz", exact=True).select_option("luz-del-sur")
    for index in range(12):
        page.locator("[data-bars] input").nth(index).fill(str(120 + index))
    page.locator("main form button").last.click()
    expect(page).to_have_url(f"{visitor.site}/resultado/")
    wait_until_kept(page, "/resultado/")
    visitor.context.set_offline(True)
    page.goto(f"{visitor.site}/inicio/")
    expect(page).to_have_url(f"{visitor.site}/resultado/")
    expect(page.locator(".answer")).to_be_visible()
    visitor.context.set_offline(False)
    page.goto(f"{visitor.site}/privacidad/")
    page.get_by_role("button", name="Borrar lo guardado").click()
    expect(page.get_by_text("Borramos lo que estaba guardado aquí.")).to_be_visible()
    assert "/resultado/" not in kept(page)
    page.goto(f"{visitor.site}/resultado/")
    expect(page).to_have_url(f"{visitor.site}/")


ANA = "new Response('<title>Ana</title>', { headers: { 'Advisor-Account': 'ana', 'Advisor-Copy': 'allowed' } })"
OF_ANA = "(await caches.keys()).filter((name) => name === 'pages-ana')"


def in_the_worker(visitor, script: str) -> list[str]:
    """Run a script among the worker's own functions, once it has kept its first page; return what it returns."""
    visitor.page.goto(visitor.site)
    ready(visitor.page)
    wait_until_kept(visitor.page, "/")
    return visitor.context.service_workers[0].evaluate(script)


def test_a_page_asked_for_by_the_new_worker_itself_is_not_kept_when_signing_out_was_quicker(visitor):
    left = in_the_worker(
        visitor,
        f"""async () => {{
            const real = self.fetch;
            let arrive;
            await erase();
            self.fetch = () => new Promise((resolve) => {{ arrive = resolve; }});
            const going = begin();
            while (!arrive) await new Promise((resolve) => setTimeout(resolve));
            await erase();
            arrive({ANA});
            await going;
            self.fetch = real;
            return {OF_ANA};
        }}""",
    )
    assert left == []


def test_a_page_being_kept_at_the_very_moment_of_signing_out_is_not_left_behind(visitor):
    left = in_the_worker(
        visitor,
        f"""async () => {{
            const real = caches.keys, asked = clearings;
            let release;
            caches.keys = async () => {{
                caches.keys = real;
                const found = await real.call(caches);
                await new Promise((resolve) => {{ release = resolve; }});
                return found;
            }};
            const going = erase();
            while (!release) await new Promise((resolve) => setTimeout(resolve));
            await keep(`${{location.origin}}/ana`, {ANA}, asked);
            release();
            await going;
            return {OF_ANA};
        }}""",
    )
    assert left == []


def test_what_another_tab_brought_while_signing_out_was_on_its_way_goes_too(visitor):
    left = in_the_worker(
        visitor,
        f"""async () => {{
            const real = self.fetch;
            self.fetch = async () => {{
                await keep(`${{location.origin}}/ana`, {ANA});
                return new Response("");
            }};
            await send(new Request("/salir", {{ method: "POST" }}), new URL(SHELL.signOut, location));
            self.fetch = real;
            return {OF_ANA};
        }}""",
    )
    assert left == []


def test_pages_with_passwords_and_answers_to_forms_are_never_kept(visitor):
    page = visitor.page
    create_account(visitor)
    for path in ("/cuenta/clave", "/cuenta/", "/hogares/nuevo"):
        page.goto(f"{visitor.site}{path}")
    page.locator("main form button").last.click()
    expect(page).to_have_title(re.compile("Error"))
    wait_until_kept(page, "/hogares/nuevo")
    assert set(kept(page)) <= {"/", "/cuenta/", "/hogares/", "/hogares/nuevo"}
    copy = page.evaluate("caches.match('/hogares/nuevo', { ignoreVary: true }).then((answer) => answer.text())")
    assert 'id="error-summary"' not in copy


def test_at_most_forty_pages_are_kept_and_the_oldest_go_first(visitor):
    page = visitor.page
    page.goto(visitor.site)
    ready(page)
    for number in (*range(35), 0, *range(35, 43)):
        page.goto(f"{visitor.site}/privacidad/?{number}")
        wait_until_kept(page, f"/privacidad/?{number}")
    wait_until_kept(page, "/privacidad/?3", there=False)
    assert len(kept(page)) == 40
    # Seen again before the last eight, the first one is among the newest.
    wait_until_kept(page, "/privacidad/?0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_without_connection_look_right_in_light_and_dark(visitor, scheme):
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    bill = see_the_example_home(visitor)
    visitor.context.set_offline(True)
    page.goto(bill)
    visitor.picture(f"offline-kept-{scheme}")
    page.goto(f"{visitor.site}/suministro/1/pronostico/")
    visitor.picture(f"offline-list-{scheme}")


def test_chromium_takes_the_manifest_and_finds_the_app_installable(visitor):
    page = visitor.page
    page.goto(visitor.site)
    ready(page)
    devtools = visitor.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"].startswith(f"{visitor.site}/manifest.webmanifest")
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser without a profile, as here, installs nothing; anything else would be ours.
    assert [error["errorId"] for error in found] in ([], ["in-incognito"])
