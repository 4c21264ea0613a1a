"""The whole product with every state of its pages, rendered once in each language; a third is made for the tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from advisor.db import db
from advisor.settings import Settings
from advisor.web import locale, sign_in_words
from advisor.web.app import create_app
from tests.browser.pages import cases
from tests.browser.world import MOMENT
from tests.browser.world.building import TRIES, Builder
from tests.browser.world.whole import add_everything

TRANSLATIONS = Path(locale.__file__).parent / "translations"
SPANISH = TRANSLATIONS / "es" / "LC_MESSAGES" / "messages.po"
# A language of Peru that has dates and numbers in the libraries but no catalogue of ours: every text comes in brackets.
THIRD, OPENING, CLOSING = "qu", "⟦", "⟧"
# Forms sent with mistakes: whose, from which page, with what.
REFUSED: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("start empty", "guest", "/", {}),
    ("start wrong", "guest", "/", {"department": "Arequipa", "distributor": "seal", "bar_1": "ciento", "bar_2": "-3"}),
    ("sign in wrong", "guest", "/entrar", {"email": "rosa@ejemplo.pe", "password": "no es esta la frase"}),
    ("sign in empty", "guest", "/entrar", {"email": "", "password": ""}),
    ("register short", "guest", "/crear-cuenta", {"email": "x", "password": "corta"}),
    ("password wrong", "rosa", "/confirmar-clave", {"password": "otra"}),
    ("home empty", "rosa", "/hogares/nuevo", {"name": "", "digits": "4", "distributor": "seal"}),
    ("bars wrong", "rosa", "/suministro/{bars}/recibos/", {"last_reading": "ayer", "bar_1": "-12", "bar_2": "99999"}),
    ("file missing", "rosa", "/suministro/{interval}/subir/", {}),
)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

Pages = Mapping[str, str]


@pytest.fixture(scope="session")
def third_language(tmp_path_factory) -> Path:
    """A folder of compiled catalogues: Spanish as it is, and the third language with every text in brackets."""
    folder = tmp_path_factory.mktemp("translations")
    with SPANISH.open("rb") as file:
        spanish = read_po(file, locale="es")
    bracketed = Catalog(locale=THIRD)
    for message in spanish:
        if message.id:
            wanted = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = tuple(f"{OPENING}{text}{CLOSING}" for text in wanted)
            # Quechua as Babel knows it has one form for one and one for many, like English.
            bracketed.add(
                message.id, texts[: bracketed.num_plurals] if len(texts) > 1 else texts[0], flags=message.flags
            )
    for code, catalogue in (("es", spanish), (THIRD, bracketed)):
        (folder / code / "LC_MESSAGES").mkdir(parents=True)
        with (folder / code / "LC_MESSAGES" / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    return folder


@pytest.fixture(scope="session")
def world(tmp_path_factory, third_language) -> Iterator[Builder]:
    """Every person and every state of their data, in a product that speaks three languages."""
    patch = pytest.MonkeyPatch()
    patch.setitem(locale.LANGUAGES, THIRD, "qu_PE")
    patch.setitem(locale.LANGUAGE_NAMES, THIRD, f"{OPENING}Runasimi{CLOSING}")
    patch.setattr(sign_in_words, "TRANSLATIONS", third_language)
    settings = Settings.for_testing(
        tmp_path_factory.mktemp("world"),
        demo=True,
        max_upload_mb=1,
        logins_per_account=TRIES,
        logins_per_address=10_000,
    )
    app = create_app(settings, now=lambda: MOMENT)
    app.config["TESTING"] = False  # a fault is answered with its page, as for people
    app.extensions["babel"].translation_directories[:] = [str(third_language)]
    with app.app_context():
        db.create_all()
        builder = Builder(app)
        add_everything(builder)
        db.session.remove()
    yield builder
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    patch.undo()


@pytest.fixture(scope="session")
def rendered(world) -> Callable[[str], Pages]:
    """Return every page as a language shows it, by a name that says whose and in what state."""
    known: dict[str, Pages] = {}

    def pages(language: str) -> Pages:
        if language not in known:
            known[language] = dict(_pages(world, language))
        return known[language]

    return pages


def _pages(world: Builder, language: str) -> Iterator[tuple[str, str]]:
    opened = set()
    for case in cases():
        state = case.state
        path = state.path.format_map(world.names).replace("?lang=en", "")
        if state.act is None and (state.visitor, path) not in opened:
            opened.add((state.visitor, path))
            answer = _client(world, state.visitor).get(_in_language(path, language))
            if answer.location is None:
                yield f"{case.id} ({state.visitor})", answer.get_data(as_text=True)
    for name, visitor, path, typed in REFUSED:
        address = _in_language(path.format_map(world.names), language)
        client = _client(world, visitor)
        token = _TOKEN.search(client.get(address).get_data(as_text=True)).group(1)
        answer = client.post(address, data={"csrf_token": token, **typed})
        yield f"refused: {name}", answer.get_data(as_text=True)


def _client(world: Builder, visitor: str) -> Flask.test_client_class:
    client = world.app.test_client()
    if world.cookies[visitor]:
        client.set_cookie("session", world.cookies[visitor])
    return client


def _in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
