"""Pages about prices: the calculator that anybody can open, and another tariff option for a home."""

from __future__ import annotations

from tests.browser.states import ENGLISH, State, everybody


def calculator() -> dict[str, tuple[State, ...]]:
    """The sum of some kWh, which stands in its address."""
    page, asked = "/calculadora/", "/calculadora/?empresa=luz-del-sur&kwh=132&fecha=2026-06-04&dias=31"
    own = f"{page}?empresa=electronoroeste&kwh=81"
    return {
        "guest.calculator": (
            *everybody(page, "main form #kwh", name="empty"),
            State("worked out", "guest", asked, "h1:has-text('97.75')"),
            State("own price", "guest", f"{own}&precio=0.6937", "main:has(h1:has-text('81')) .range"),
            State("price needed", "guest", own, "details[open] #precio-error", status=422),
            State("with errors", "guest", f"{page}?empresa=&kwh=muchos", ".error-summary li:nth-child(2)", status=422),
            State("english", "guest", f"{page}?lang=en", "h1:has-text('What do your kWh cost')", language=ENGLISH),
        ),
    }


def another_option() -> dict[str, tuple[State, ...]]:
    """What another tariff option would cost: told by hours, left open by bills, or not to be told."""
    page = "/suministro/{%s}/recibo/opcion/"
    return {
        "bill.option": (
            State("own hours", "rosa", page % "interval", "main:has-text('Casa de Surco') h1:has-text('más al año')"),
            State("bills alone", "rosa", page % "bars", "main:has(h1:has-text('No se puede saber')) .range"),
            State("low", "carmen", page % "low", "main:has-text('Cuarto de Carmen') table"),
            State("no second price", "elena", page % "own_price", "main:not(:has(table)) p:has-text('BT5F')"),
            State("no data", "pedro", page % "empty", "main:not(:has(table)) a.button[href$='/recibos/']"),
            State("example", "demo", page % "demo", "main:has(.example-note) table"),
            State("english", "rosa", f"{page % 'bars'}?lang=en", "h1:has-text('We cannot tell')", language=ENGLISH),
        ),
    }
