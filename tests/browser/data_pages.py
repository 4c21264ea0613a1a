"""The pages by which data come in, with their states: files, portfolios, what is stored, readings, bills on paper."""

from __future__ import annotations

from tests.browser import acts
from tests.browser.states import State


def uploads() -> dict[str, tuple[State, ...]]:
    create, error = "/suministro/{interval}/subir/", ".banner--error"
    bar, check = "main progress", "main form[action$='/guardar']"
    return {
        "uploads.create": (
            State("empty", "rosa", create, "#file"),
            State("with errors", "rosa", create, ".error-summary", acts.an_empty_file, 422),
        ),
        "uploads.show": (
            State("being read", "julio", "/carga/{checking}/", f"{bar}:not([value])"),
            State("half read", "julio", "/carga/{checking_half}/", f"{bar}[value='45']"),
            State("to confirm", "julio", "/carga/{to_check}/", f"{check}:not(:has(table, fieldset))"),
            State("with a question", "julio", "/carga/{to_answer}/", f"{check} input[type=radio]"),
            State("which meter", "julio", "/carga/{to_choose}/", f"{check} input[name=answer-supply][value='2046825']"),
            State("which clock", "julio", "/carga/{to_set}/", f"{check} input[name=answer-timezone][value=UTC]"),
            State("with refused rows", "julio", "/carga/{to_correct}/", f"{check} .cell--bad"),
            State("refused", "julio", "/carga/{refused}/", f"{error} ~ .button-row a.button"),
            State("failed at reading", "julio", "/carga/{failed_check}/", f"{error} ~ .button-row:not(:has(form))"),
            State("failed at storing", "julio", "/carga/{failed}/", f"{error} ~ .button-row form"),
            State("being stored", "julio", "/carga/{storing}/", ".steps li:nth-child(2)[aria-current=step]"),
            State("result being made", "julio", "/carga/{assessing}/", ".steps li:nth-child(3)[aria-current=step]"),
            State("known already", "julio", "/carga/{known}/?conocido=1", "main a.button[href*='/recibo/']"),
        ),
    }


def portfolio() -> dict[str, tuple[State, ...]]:
    of_file, error = "/cartera/archivo/{%s}/", ".banner--error"
    return {
        "portfolio.show": (
            State("clients", "ana", "/cartera/", "main table tbody tr:nth-child(25)"),
            State("looked for", "ana", "/cartera/?buscar=quispe", "main table tbody tr:nth-child(4):last-child"),
            State("not found", "ana", "/cartera/?buscar=nadie", "main:not(:has(table)) #buscar[value='nadie']"),
            State("empty", "benito", "/cartera/", "main .empty a.button"),
        ),
        "portfolio.create": (
            State("empty", "benito", "/cartera/subir/", "#file"),
            State("with errors", "ana", "/cartera/subir/", ".error-summary", acts.an_empty_file, 422),
        ),
        "portfolio.file": (
            State("being read", "ana", of_file % "file_being_read", "main progress:not([value])"),
            State(
                "to confirm",
                "ana",
                of_file % "file_to_check",
                "main:has(form[action$='/guardar']) .marked-rows .cell--bad",
            ),
            State("being stored", "ana", of_file % "file_being_stored", "main progress[value='45']"),
            State("stored", "ana", of_file % "stored_file", "main .facts ~ div progress"),
            State("refused", "ana", of_file % "refused_file", f"{error} ~ .button-row a.button"),
            State("all rows bad", "ana", of_file % "file_of_bad_rows", f"{error} ~ .marked-rows"),
            State("failed", "ana", of_file % "failed_file", f"{error} ~ .button-row:not(:has(form))"),
        ),
    }


def data() -> dict[str, tuple[State, ...]]:
    page, found = "/suministro/{%s}/datos/", "#hallado button[value=spread]"
    return {
        "data.show": (
            State("nothing", "julio", page % "data_nothing", "#archivos .empty"),
            State("with files", "rosa", page % "interval", "#archivos a[href*='/deshacer/']"),
            State("with findings", "julio", page % "data_found", found),
            State("after undo", "julio", (page % "data_undone") + "?hecho=deshecho", ".banner--success ~ #historia"),
        ),
        "data.confirm_undo": (
            State("days go back", "julio", (page % "data_found") + "deshacer/{overlap}/", "main form button.button"),
        ),
    }


def typed_readings() -> dict[str, tuple[State, ...]]:
    page, error = "/suministro/{%s}/lecturas/", ".error-summary"
    some, one = page % "some_readings", "/suministro/{some_readings}/lecturas/{a_reading}/"
    return {
        "readings.show": (
            State("none", "rita", page % "no_readings", "main:not(:has(td)) #kwh"),
            State("one", "rita", page % "one_reading", "tbody tr:only-child th"),
            State("several", "rita", some, "main:has(h2:has-text('140')) tbody tr:nth-child(4)"),
            State("with errors", "rita", some, f"{error} a[href='#kwh']", acts.a_reading_without_a_number, 422),
            State("slip asked", "rita", some, f"main:has({error}) fieldset#explanation", acts.a_lower_reading, 422),
            State("a meter that sends", "rita", page % "sends_readings", "td:has-text('Tasmota')"),
        ),
        "readings.edit": (
            State("filled", "rita", one, "#kwh[value='12362']"),
            State("to remove", "rita", one, "details[open] .button--danger", acts.removal_unfolded),
            State("with errors", "rita", one, error, acts.a_reading_without_a_number, 422),
            State("slip asked", "rita", one, f"main:has({error}) fieldset#explanation", acts.a_lower_reading, 422),
        ),
    }


def paper() -> dict[str, tuple[State, ...]]:
    page, write, error = "/carga/{%s}/recibo/", "/suministro/{bars}/recibo/escribir/", ".error-summary"
    return {
        "bill_document.show": (
            State("found", "julio", page % "paper_pdf", "main:has(.paper-form__picture img) #kwh[value='132']"),
            State("some missing", "julio", page % "paper_holes", ".banner--warn:has-text('Total a pagar')"),
            State("another supply", "julio", page % "paper_other", ".banner--warn ~ .field [name=same_home]"),
            State("photograph", "julio", page % "paper_photo", "main:has(.paper-form__picture img) #kwh[value='']"),
            State("with errors", "julio", page % "paper_holes", f"{error} a[href='#end']", acts.send, 422),
        ),
        "bill_document.write": (
            State("empty", "rosa", write, "main:not(:has(img)) #history_12"),
            State("with errors", "rosa", write, f"{error} li:nth-child(3)", acts.send, 422),
        ),
    }
