"""The living page of the design system shows what the pages are made of, and says so truly."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from advisor.db import db
from advisor.web.app import create_app
from advisor.web.style import sources
from advisor.web.style.contrast import contrast, pairings
from advisor.web.style.families import advice
from advisor.web.tokens import tokens

TEMPLATES = Path(__file__).resolve().parents[2] / "advisor" / "web" / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
TOKENS = TEMPLATES.parent / "static" / "css" / "tokens.css"
PUBLIC_MACRO = re.compile(r"\{% macro ([a-z]\w*)\((.*)\) -?%\}")
DOCUMENTED_MACRO = re.compile(r"\{#- ((?:(?!-#\}).)*?) -#\}\n\{% macro ([a-z]\w*)\(", re.DOTALL)


@pytest.fixture
def developing(settings):
    """The product as whoever develops it starts it: there anybody may look."""
    app = create_app(dataclasses.replace(settings, environment="development"))
    with app.app_context():
        db.create_all()
    return app


def arguments(signature: str) -> list[str]:
    return [part.split("=")[0].strip() for part in re.sub(r"\([^)]*\)", "", signature).split(",") if part.strip()]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_macro_says_its_arguments_and_states_above_it(path):
    text = path.read_text(encoding="utf-8")
    comments = {name: comment for comment, name in DOCUMENTED_MACRO.findall(text)}
    macros = PUBLIC_MACRO.findall(text)
    assert macros
    for name, signature in macros:
        comment = comments.get(name, "")
        assert comment.startswith(f"{name}({', '.join(arguments(signature))}): "), f"{path.name}: {name}"
        assert "States: " in comment, f"{path.name}: {name}"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_macro_is_shown_with_the_call_that_made_it(app, path):
    assert path.stem in advice()
    shown = sources.calls(app.jinja_env, path.stem)
    assert shown, path.name
    for name, _signature in PUBLIC_MACRO.findall(path.read_text(encoding="utf-8")):
        assert any(re.search(rf"\b{name}\(", call) for call in shown.values()), f"{name} has no example"


def test_the_page_renders_every_example_in_both_languages(developing):
    client = developing.test_client()
    for language, title in (("es", "Cómo se ve"), ("en", "How it looks")):
        page = client.get("/estilo", query_string={"lang": language}).get_data(as_text=True)
        assert f"<h1>{title}</h1>" in page
        assert page.count('class="style-example"') == sum(
            len(sources.calls(developing.jinja_env, path.stem)) for path in COMPONENTS
        )
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))


def test_guests_learn_nothing_of_it_where_the_product_is_used(client):
    assert client.get("/estilo").status_code == 404


def test_every_pairing_of_colours_has_its_contrast_in_both_schemes():
    for pairing in pairings(tokens(TOKENS)):
        for scheme in (pairing.light, pairing.dark):
            assert scheme[2] >= pairing.least, f"{pairing.name} on {pairing.ground}: {scheme[2]:.2f}"


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#ffffff") == 1
