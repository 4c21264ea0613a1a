"""The states of ¿Por qué cambió? and Revisar mi recibo; their homes are those of `world/bills.py` and others."""

from __future__ import annotations

from tests.browser.states import ENGLISH, State


def changed() -> dict[str, tuple[State, ...]]:
    page = "/suministro/{%s}/recibo/cambio/"
    return {
        "bill.change": (
            State("both told", "julio", page % "reviewed", "main .columns > div:nth-child(2) figure svg"),
            State("year missing", "rosa", page % "bars", "main:has(.button-row a.button) figure svg"),
            State("nothing told", "pedro", page % "empty", "main:not(:has(figure)) .button-row a.button"),
            State("example", "demo", page % "demo", "main:has(.example-note) h1"),
            State("english", "julio", f"{page % 'reviewed'}?lang=en", "h1:has-text('You paid')", language=ENGLISH),
        ),
    }


def reviewed() -> dict[str, tuple[State, ...]]:
    page = "/suministro/{%s}/recibo/revision/"
    return {
        "bill.review": (
            State("some differ", "julio", page % "reviewed", "main textarea[readonly]"),
            State("all agree", "julio", page % "agreeing", "main:not(:has(textarea)) h1:has-text('todas cuadran')"),
            State("no whole bill", "rosa", page % "bars", "main:not(:has(table)) .button-row a.button"),
            State("english", "julio", f"{page % 'reviewed'}?lang=en", "h1:has-text('We checked')", language=ENGLISH),
        ),
    }
