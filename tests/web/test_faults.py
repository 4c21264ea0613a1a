"""When something of ours fails, the person reads so on our page, stays signed in and keeps what their phone holds."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.exc import OperationalError

from advisor.db import Household, db
from advisor.services import accounts

PASSWORD = "mi perro come arroz"


@pytest.fixture
def ana(app):
    """Return the browser of a person signed in, on a site that shows its faults as in production."""
    app.config["PROPAGATE_EXCEPTIONS"], app.testing = False, False
    browser = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/crear-cuenta").text).group(1)
    told = {"csrf_token": token, "email": "ana@ejemplo.pe", "password": PASSWORD}
    assert browser.post("/crear-cuenta", data=told).status_code == 302
    return browser


def test_a_database_that_does_not_answer_signs_nobody_out_and_empties_no_phone(ana, monkeypatch):
    def silent(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("select", {}, Exception("no answer"))

    with monkeypatch.context() as broken:
        broken.setattr(accounts, "live_session", silent)
        answer = ana.get("/cuenta/")
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.text
    assert 'href="/entrar"' not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert not {"Advisor-Account", "Advisor-Copy", "Clear-Site-Data"} & set(answer.headers)
    assert ana.get("/cuenta/").status_code == 200


def test_a_view_that_broke_its_transaction_still_answers_with_our_page(app, ana, monkeypatch):
    def view() -> None:
        db.session.add(Household(name=None))
        db.session.flush()

    monkeypatch.setitem(app.view_functions, "households.show", view)
    answer = ana.get("/hogares/")
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.text
    assert 'action="/salir"' in answer.text
