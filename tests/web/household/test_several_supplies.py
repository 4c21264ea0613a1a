"""The check of a file over several supplies: one question with what each holds, which must be answered."""

from __future__ import annotations

import html
import re

import pytest

from advisor.db import UsageDay, db

pytestmark = pytest.mark.usefixtures("without_form_tokens")


def both(month: int, names: tuple[str, str]) -> bytes:
    rows = [
        f"2026-{month:02d}-{1 + hour // 24:02d} {hour % 24:02d}:00;{name};{kwh}"
        for hour in range(48)
        for name, kwh in zip(names, ("0,25", "0,75"), strict=True)
    ]
    return "\n".join(["Fecha;Suministro;Consumo (kWh)", *rows]).encode()


def page(client, upload_id: int) -> str:
    return html.unescape(client.get(f"/carga/{upload_id}/?lang=en").get_data(as_text=True))


def test_the_person_says_which_is_the_home_and_is_asked_once(app, home, owner, send, work):
    client = owner[0]
    send(both(4, ("A-17", "A-18")), "1.csv")
    work(1, "check")
    shown = page(client, 1)
    assert "The file holds 2 supplies. Which one is your home?" in shown
    assert re.findall(r", (\d+)\skWh<", shown) == ["12", "36"]
    assert shown.count('name="answer-supply"') == shown.count(" required>") == 2
    assert "checked" not in shown
    refused = client.post("/carga/1/guardar?lang=en")
    assert refused.status_code == 422
    assert "Choose which supply is your home." in refused.get_data(as_text=True)
    assert client.post("/carga/1/guardar", data={"answer-supply": "A-18"}).status_code == 303
    work(1, "import")
    with app.app_context():
        assert [day.kwh for day in db.session.scalars(db.select(UsageDay))] == [18, 18]
    send(both(5, ("A-17", "A-18")), "2.csv")
    work(2, "check")
    shown = page(client, 2)
    assert "Which one is your home?" in shown[shown.index("What you told us for an earlier file") :]
    assert "A-18, as you told us" in shown
    assert "The file holds one more supply, which we left out: A-17." in shown
    assert "48 rows of other supplies are not counted." in shown


def test_the_supply_with_the_homes_number_is_taken_and_said(home, owner, send, work):
    send(both(4, ("1004820", "1004821")))
    work(1, "check")
    shown = page(owner[0], 1)
    assert "1004821, which carries your number" in shown
    assert "It carries the number of your supply." in shown
    assert "Which one is your home?" not in shown
