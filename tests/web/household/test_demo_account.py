"""The demonstration's account is everybody's: one visitor learns nothing of another."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from advisor.db import db
from advisor.services import accounts


@pytest.fixture
def settings(settings):
    return replace(settings, demo=True)


def visitor(app, agent: str):
    """Return a browser that has entered the demonstration."""
    browser = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/").text).group(1)
    headers = {"User-Agent": agent}
    entered = browser.post("/hogar-de-demostracion/entrar", data={"csrf_token": token}, headers=headers)
    assert entered.status_code == 302
    return browser


def test_my_account_lists_this_visitors_session_alone(app, now):
    with app.app_context():
        told = {"email": "demostracion@asesor.invalid", "password_hash": None, "role": "homeowner"}
        accounts.create_user(db.session, now=now, is_demo=True, **told)
    visitor(app, "Mozilla/5.0 (iPad) Safari")
    page = visitor(app, "Mozilla/5.0 (Linux) Firefox").get("/cuenta/").text
    assert "Firefox" in page
    assert "iPad" not in page
    assert "/cuenta/sesiones/cerrar" not in page
