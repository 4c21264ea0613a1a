"""Every error says its cause and the next step, in both languages; a warning may say what we did instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask_babel import force_locale

from advisor.web import errors, sign_in_words
from advisor.web.words.findings import SENTENCES
from advisor.web.words.marks import Counted
from tests.words.conftest import SPANISH
from tests.words.text import plain

PRODUCT = Path(__file__).resolve().parents[2] / "advisor"
PAGES = PRODUCT / "web"
RAISED = {"ValidationError", "StopValidation"}
SPANISH_STEP = re.compile(
    r"\b(?:abre|agrega|busca|cambia|corrige|crea|descarga|elige|empieza|escribe|espera|exporta|guarda|ingresa|intenta|"
    r"marca|mira|prueba|regresa|repite|revisa|sal|sigue|sube|usa|vuelve)(?:me|te|lo|la|los|las|selo)?\b"
)
ENGLISH_STEP = re.compile(
    r"\b(?:add|begin|check|choose|close|come back|correct|create|download|export|go back|go on|look for|open|press|"
    r"send|sign in|sign out|start|tick|try|upload|use|wait|write)\b",
    re.IGNORECASE,
)
# What a warning says we did: with a verb of ours, or as a consequence.
DONE = re.compile(
    r"\b(?:we|so|it is an estimate|stays?|they stay|each part|counted|are marked|with them)\b|: ", re.IGNORECASE
)


@pytest.fixture(scope="module")
def spanish() -> dict[str, str]:
    with SPANISH.open("rb") as file:
        catalogue = read_po(file, locale="es")
    told = {}
    for message in catalogue:
        wanted = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        told.update(zip(wanted, said, strict=True))
    return told


def codes(severity: str) -> set[str]:
    """Return the codes that the product gives with a severity, read from its sources."""
    return {code for path in PRODUCT.rglob("*.py") for code in _codes(ast.parse(path.read_text("utf-8")), severity)}


def _codes(tree: ast.AST, severity: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = getattr(node.func, "id", getattr(node.func, "attr", ""))
            literals = [
                item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)
            ]
            given = {getattr(item, "attr", "") for item in [*node.args, *(word.value for word in node.keywords)]}
            if literals and (severity in given or (severity == "ERROR" and named == "UnableToReadFile")):
                yield literals[0]


def texts_of(code: str) -> tuple[str, ...]:
    words = [said for key, said in SENTENCES.items() if key.split(":")[0] == code]
    return tuple(
        text for said in words for text in ((said.singular, said.plural) if isinstance(said, Counted) else (said,))
    )


def refusals() -> set[str]:
    """Return the English of every error that a form gives."""
    found = set()
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args:
                found |= {
                    call.args[0].value
                    for call in ast.walk(node.args[0])
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_"
                }
    return found


def without_step(english: set[str], spanish: dict[str, str]) -> set[str]:
    """Return the errors that do not say what to do, in one language or the other."""
    return {text for text in english if not (ENGLISH_STEP.search(text) and SPANISH_STEP.search(plain(spanish[text])))}


def test_an_error_without_a_next_step_is_found():
    told = {"It failed.": "Falló.", "It failed. Try again.": "Falló. Prueba otra vez.", "Write it.": "No está."}
    assert without_step(set(told), told) == {"It failed.", "Write it."}


def test_findings_that_stop_the_work_say_what_to_do(spanish):
    stopping = codes("ERROR")
    assert len(stopping) > 15
    assert without_step({text for code in stopping for text in texts_of(code)}, spanish) == set()


def test_warnings_say_what_was_done_or_what_to_do():
    cautious = codes("WARNING")
    assert len(cautious) > 15
    texts = {text for code in cautious for text in texts_of(code)}
    assert {text for text in texts if not (DONE.search(text) or ENGLISH_STEP.search(text))} == set()


def test_forms_say_what_to_do(spanish):
    assert len(refusals()) > 10
    assert without_step(refusals(), spanish) == set()


def test_the_sign_in_pages_say_what_to_do(spanish):
    said = {
        text for key, text in sign_in_words.MESSAGES.items() if sign_in_words._ERRORS_ELSE.get(key, "error") == "error"
    }
    assert without_step(said, spanish) == set()


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["es_PE", "en"])
def test_a_page_that_refuses_has_a_cause_and_a_step(app, code, language):
    step = SPANISH_STEP if language == "es_PE" else ENGLISH_STEP
    with app.test_request_context(), force_locale(language):
        title, cause, next_step = errors._words(code, stale_form=False)
    assert title
    assert cause.endswith(".")
    assert step.search(plain(next_step))
