"""What surrounds every page: language, error pages, styles, the words of sign-in."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from tests.web.guest.conftest import form_token, summary


def test_the_language_is_kept_and_the_reader_stays_on_the_page(client):
    token = form_token(client.get("/privacidad/").text)
    answer = client.post("/idioma/", data={"csrf_token": token, "language": "en", "next": "/privacidad/"})
    assert answer.headers["Location"] == "/privacidad/"
    assert "Your data are yours" in client.get("/privacidad/").text
    assert 'lang="en"' in client.get("/").text


@pytest.mark.parametrize("address", ["//mal.pe", "/\\mal.pe", "https://mal.pe", "javascript:alert(1)", "", "/\nmal"])
def test_a_foreign_address_after_the_language_leads_to_the_start(client, address):
    token = form_token(client.get("/privacidad/").text)
    answer = client.post("/idioma/", data={"csrf_token": token, "language": "en", "next": address})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client):
    assert "Descubre cuánto será" in client.get("/?lang=xx").text


def test_an_unknown_address_gets_a_page_with_a_next_step(client):
    answer = client.get("/no-existe/")
    assert answer.status_code == 404
    assert "No encontramos esta página" in answer.text
    assert "Ir al inicio" in answer.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (RequestEntityTooLarge, 413, "El archivo es demasiado grande"),
        (TooManyRequests, 429, "Demasiados intentos en poco tiempo"),
        (ZeroDivisionError, 500, "Algo falló de nuestro lado"),
    ],
)
def test_each_refusal_and_fault_has_its_page(app, error, status, words):
    def fail():
        raise error

    app.add_url_rule("/falla", view_func=fail)
    app.testing = False
    answer = app.test_client().get("/falla")
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text


def test_the_stylesheet_is_one_small_file_whose_address_follows_its_content(client):
    address = re.search(r'href="(/static/css/site\.css\?v=\w+)"', client.get("/").text).group(1)
    answer = client.get(address)
    assert answer.mimetype == "text/css"
    assert len(gzip.compress(answer.data)) <= 10 * 1024  # half of the budget of 20 KB
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"--paper" in answer.data


def test_scripts_stay_within_their_budget(app):
    """All scripts together are under what one page may load, before compression."""
    assert sum(path.stat().st_size for path in Path(app.static_folder, "js").glob("*.js")) <= 40 * 1000


def test_browsers_find_an_icon(client):
    with client.get("/favicon.ico") as answer:
        assert answer.status_code == 200


def test_a_refused_sign_in_is_said_in_spanish_without_telling_which_half_was_wrong(client):
    token = form_token(client.get("/entrar").text)
    answer = client.post("/entrar", data={"csrf_token": token, "email": "nadie@ejemplo.pe", "password": "x" * 14})
    assert summary(answer.text) == ["El correo o la contraseña no son correctos. Revisa los dos e inténtalo de nuevo."]
    assert "Correo electrónico" in answer.text


def test_the_example_home_is_offered_only_where_there_is_one(app, client):
    assert "Ver el hogar de ejemplo" not in client.get("/").text
    app.config["ADVISOR_DEMO"] = True
    assert "Ver el hogar de ejemplo" in client.get("/").text
