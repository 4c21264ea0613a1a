"""Every page with its states: whose browser sees it, where, after which action, and what proves that it is shown.

A new page is added here on the day it appears: `test_pages.py` fails for an address of the product that is neither in
PAGES nor, with its reason, in NOT_PAGES. Homes and uploads have the names of `world/homes.py` and `world/uploads.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import acts, bill_pages, data_pages, price_pages
from tests.browser.states import ENGLISH, Case, State, everybody, results, signed_in


def cases() -> Iterator[Case]:
    """Yield every state of every page."""
    for page, states in PAGES.items():
        for state in states:
            yield Case(page, state)


def _guests() -> dict[str, tuple[State, ...]]:
    form, error = "form[data-start]", ".error-summary"
    return {
        "guest.start": (
            *everybody("/", f"{form} input[name=bar_12]", name="empty"),
            State("with errors", "guest", "/", f"{error} li:nth-child(2)", acts.send, 422),
            State("one bar wrong", "guest", "/", f"{error}:has-text('ciento veinte')", acts.a_bar_in_letters, 422),
            State("price asked", "guest", "/", "details[open] #unit_price", acts.a_company_without_prices, 422),
            State("changing", "guest_above", "/?cambiar=1", f"{form} input[name=bar_1][value='236']"),
            State("english", "guest", "/?lang=en", f"{form} button:has-text('See my next bill')", language=ENGLISH),
        ),
        "guest.result": (
            State("within 140", "guest_within", "/resultado/", ".answer"),
            State("above 140", "guest_above", "/resultado/", ".badge--bad"),
            State("low", "guest_low", "/resultado/", ".badge--good"),
            State("three bars", "guest_few", "/resultado/", ".answer"),
            State("own price", "guest_own_price", "/resultado/", "main:has-text('SEAL') .answer"),
            State("bill already come", "guest_late", "/resultado/", "h1:has-text('sigue al tuyo')"),
            State("not enough", "guest_not_enough", "/resultado/", "main:not(:has(.answer)) a.button[href*=cambiar]"),
            State("english", "guest_within", "/resultado/?lang=en", "h1:has-text('next bill')", language=ENGLISH),
            State("signed in", "carmen", "/resultado/", ".answer"),
            State("signed in", "consultant", "/resultado/", ".answer"),
            State("signed in", "administrator", "/resultado/", ".answer"),
        ),
        "guest.privacy": everybody("/privacidad/", "main:has-text('29733')"),
    }


def _doors() -> dict[str, tuple[State, ...]]:
    error = ".error-summary"
    return {
        "security.login": (
            State("empty", "guest", "/entrar", "main [name=email]"),
            State("sent here", "guest", "/suministro/{interval}/recibo/", "main form[action*='next=']"),
            State("with errors", "guest", "/entrar", error, acts.a_wrong_password),
            State("has an account", "guest", "/crear-cuenta", "main .banner", acts.a_known_address),
        ),
        "security.register": (
            State("empty", "guest", "/crear-cuenta", "main [name=email]"),
            State("with errors", "guest", "/crear-cuenta", f"{error} li:nth-child(2)", acts.a_short_password),
        ),
        "security.verify": (
            *signed_in("/confirmar-clave", "main [name=password]", name="empty"),
            State("with errors", "rosa", "/confirmar-clave", error, acts.a_wrong_own_password),
        ),
        "security.change_password": (
            *signed_in("/cuenta/clave", "main [name=new_password_confirm]", name="empty"),
            State("with errors", "rosa", "/cuenta/clave", error, acts.two_new_passwords),
        ),
        "account.show": (
            *signed_in("/cuenta/", "main table"),
            State("two sessions", "rosa_desk", "/cuenta/", "main .button--danger"),
            State("example", "demo", "/cuenta/", "main:not(:has(a[href='/cuenta/clave']))"),
        ),
        **_programs(),
    }


def _programs() -> dict[str, tuple[State, ...]]:
    path, new = "/cuenta/programas/", "/cuenta/programas/nuevo"
    return {
        "tokens.show": (
            State("some", "rosa", path, "main .badge"),
            State("none", "carmen", path, ".empty a.button[href$='nuevo']"),
            State("without a home", "nueva", path, ".empty a.button[href='/hogares/nuevo']"),
            State("example", "demo", path, ".empty:not(:has(.button))"),
            State("plain", "consultant", path, "main h1"),
            State("plain", "administrator", path, ".empty"),
        ),
        "tokens.create": (
            State("empty", "rosa", new, "main [name=scopes]"),
            State("with errors", "rosa", new, ".error-summary li:nth-child(3)", acts.send, 422),
            State("made", "elena", new, ".code-block", acts.a_token),
        ),
        "api_page.show": everybody("/api/v1/", "main #send_bills"),
    }


def _homes() -> dict[str, tuple[State, ...]]:
    error = ".error-summary"
    return {
        "households.show": (
            State("two homes", "rosa", "/hogares/", ".home-list li:nth-child(2)"),
            State("without answers", "pedro", "/hogares/", ".home-list li:nth-child(4)"),
            State("example", "demo", "/hogares/", ".home-list .badge"),
            *(State("none", who, "/hogares/", "main a.button") for who in ("nueva", "consultant", "administrator")),
        ),
        "households.create": (
            *signed_in("/hogares/nuevo", "#name", name="empty"),
            State("with errors", "rosa", "/hogares/nuevo", f"{error} li:nth-child(3)", acts.a_home_with_mistakes, 422),
        ),
        "households.edit": (
            State("filled", "rosa", "/hogar/{interval_home}/", "#name[value='Casa de Surco']"),
            State("own price", "elena", "/hogar/{own_price_home}/", "details[open] #unit_price[value='0.6890']"),
            State("with errors", "rosa", "/hogar/{bars_home}/", f"{error} li", acts.a_home_with_mistakes, 422),
        ),
        "households.bills": (
            State("empty", "pedro", "/suministro/{empty}/recibos/", "main:not(:has(form ~ section table)) #bar_12"),
            State("stored", "rosa", "/suministro/{bars}/recibos/", "main form ~ section table tbody tr:nth-child(12)"),
            State("with errors", "rosa", "/suministro/{bars}/recibos/", error, acts.the_bars_with_a_mistake, 422),
        ),
    }


def _answers() -> dict[str, tuple[State, ...]]:
    old, bill = ".banner--warn", "/suministro/{%s}/recibo/"
    return {
        "bill.show": results(
            "recibo",
            "h1:has-text('S/')",
            State("stale", "elena", bill % "stale", f"{old}:has-text('20 de mayo')"),
            State("being renewed", "elena", bill % "renewing", f"{old}:not(:has-text('20 de mayo'))"),
            State("own price", "elena", bill % "own_price", "main:has-text('Yanahuara') h1:has-text('S/')"),
            State("ten days", "pedro", bill % "ten_days", "main p:has-text('28')"),
            State("english", "rosa", f"{bill % 'interval'}?lang=en", "h1:has-text('heading')", language=ENGLISH),
            above=".badge--bad",
            low=".badge--good",
        ),
        "usage.show": results("consumo", "h1:has-text('kWh')"),
        "usage.detail": _readings(),
        "forecast.show": results("pronostico", "h1:has-text('S/')", above=".badge--bad", low=".badge--good"),
        "advice.show": results("consejos", ".advice"),
    }


def _readings() -> tuple[State, ...]:
    page, picture = "/suministro/{%s}/consumo/detalle/", "main .zoom svg"
    of_rosa = page % "interval"
    return (
        State("year", "rosa", of_rosa, picture),
        State("a day", "rosa", f"{of_rosa}?desde=2026-08-18&hasta=2026-08-18", picture),
        State("days without readings", "rosa", f"{of_rosa}?desde=2020-01-01&hasta=2020-01-31", ".banner--warn"),
        State("example", "demo", page % "demo", "main:has(.example-note) .zoom svg"),
        State("ten days", "pedro", page % "ten_days", picture),
        State("no data", "rosa", page % "bars", "main:not(:has(.zoom)) a.button[href$='/subir/']"),
    )


def _frame() -> dict[str, tuple[State, ...]]:
    """Pages of the installed app, which are the same for everybody, and the page of the design system."""
    away = "/sin-conexion/"
    return {
        "installable.offline": everybody(away, "main [data-nothing]", name="nothing kept"),
        "installable.unsent": everybody(f"{away}envio/", "main [data-back]"),
        "installable.still_signed_in": everybody(f"{away}salida/", "main [data-back]"),
        "style.show": (State("plain", "administrator", "/estilo", "main h1"),),
    }


def _refusals() -> dict[str, tuple[State, ...]]:
    """Pages of no address of their own: what cannot be answered."""
    shown = "main a.button"
    return {
        "error.400": (
            State("unsafe way back", "guest", "/entrar?next=//otro.pe", shown, status=400),
            State("form too old", "guest", "/entrar", shown, acts.a_form_kept_too_long, 400),
        ),
        "error.404": (
            *everybody("/no-existe", shown, name="no such page", status=404),
            State("not yours", "consultant", "/suministro/{interval}/recibo/", shown, status=404),
            State("not yours", "administrator", "/suministro/{interval}/recibo/", shown, status=404),
        ),
        "error.405": (State("no such way", "guest", "/salir", shown, status=405),),
        "error.413": (
            State("file too large", "rosa", "/suministro/{interval}/subir/", shown, acts.a_file_too_large, 413),
        ),
        "error.429": (State("too many tries", "guest", "/entrar", shown, acts.too_many_tries, 429),),
        "error.500": (State("our fault", "elena", "/suministro/{broken}/recibo/", shown, status=500),),
    }


PAGES: dict[str, tuple[State, ...]] = {
    **_guests(),
    **price_pages.calculator(),
    **price_pages.another_option(),
    **_doors(),
    **_homes(),
    **_answers(),
    **bill_pages.changed(),
    **bill_pages.reviewed(),
    **data_pages.uploads(),
    **data_pages.portfolio(),
    **data_pages.data(),
    **data_pages.typed_readings(),
    **data_pages.paper(),
    **_frame(),
    **_refusals(),
}

# GET addresses that show nothing to read, each with the reason; the walk holds that they answer no page.
NOT_PAGES: dict[str, str] = {
    "portfolio.template": "a file to fill in",
    "portfolio.refused": "a file of rows to correct",
    "portfolio.progress": "JSON for the script of the progress pages",
    "static": "a file",
    "bundle.static": "the stylesheet",
    "bundle.favicon": "a picture",
    "health.alive": "JSON for whoever watches the process",
    "health.ready": "JSON for whoever watches the process",
    "installable.begin": "leads on to where a person left",
    "installable.describe": "the manifest",
    "installable.worker": "a script",
    "usage.download": "a file of readings",
    "usage.readings": "numbers for the script of the picture",
    "households.home": "leads on to Mi recibo, or to the list of homes",
    "api-docs.openapi_json": "JSON for programs",
    "api.list_supply_points": "JSON for programs",
    "api.read_supply_point": "JSON for programs",
    "api.read_intervals": "JSON for programs",
    "api.read_job": "JSON for programs",
    "bill_document.picture": "a picture of a bill",
    "bill_document.original": "the file as it came",
    "uploads.progress": "JSON for the script of the progress page",
    "bill.progress": "JSON for the script of the pages that wait for a result",
}
