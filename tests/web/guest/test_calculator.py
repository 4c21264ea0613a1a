"""The calculator: the worked bills on a page, the step at 140 kWh beside it, and every refusal with the value kept."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.guest.conftest import summary

MAY = {"fecha": "2026-06-04", "dias": "31"}


def words(answer) -> str:
    """Return the text of a page, its no-break spaces as spaces."""
    bare = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


@pytest.fixture
def ask(client):
    def ask(**asked):
        return client.get("/calculadora/", query_string=asked)

    return ask


def test_it_opens_empty_without_an_account_and_is_linked_from_the_start(client, ask):
    assert ask().status_code == 200
    assert summary(ask().text) == []
    assert client.get("/").text.count('href="/calculadora/"') == 2


@pytest.mark.parametrize(
    ("company", "usage", "total"),
    [
        ("luz-del-sur", "30", "20.37"),
        ("luz-del-sur", "132", "97.75"),
        ("luz-del-sur", "141", "113.02"),
        ("pluz", "140", "104.98"),
    ],
)
def test_it_says_the_bill_worked_by_hand(ask, company, usage, total):
    told = words(ask(empresa=company, kwh=usage, **MAY))
    assert f"{usage} kWh cuestan S/ {total}" in told


def test_the_step_stands_beside_it(ask):
    # Luz del Sur, May 2026: 140 kWh S/ 103.49, 141 kWh S/ 113.02 (tests/energy/worked_bills)
    told = words(ask(empresa="luz-del-sur", kwh="132", **MAY))
    assert "El kWh número 141 cuesta S/ 9.53" in told
    for row in ("132 kWh 97.75", "140 kWh 103.49", "141 kWh 113.02 +9.53"):
        assert row in told


@pytest.mark.parametrize(("usage", "rows"), [("140", 3), ("250", 4), ("0", 4)])
def test_the_kwh_asked_are_a_row_once(ask, usage, rows):
    told = ask(empresa="pluz", kwh=usage, **MAY).text
    table = re.search(r"<caption>El total alrededor.*?</table>", told, re.DOTALL).group(0)
    assert len(re.findall(r'<th scope="row"', table)) == rows


def test_a_company_without_prices_asks_for_that_of_a_bill(ask):
    asked = ask(empresa="seal", kwh="90")
    assert asked.status_code == 422
    assert "Precio de cada kWh" in summary(asked.text)[0]
    assert 'value="90"' in asked.text
    told = words(ask(empresa="electronoroeste", kwh="81", precio="0.6937", fijo="3", alumbrado="4"))
    assert "81 kWh cuestan S/ 68.09" in told  # worked in other-rules.yaml


def test_a_home_without_igv_pays_none(ask):
    assert "S/ 87.94" in words(ask(empresa="luz-del-sur", kwh="140", igv="no", **MAY))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kwh": "muchos"}, "kwh"),
        ({"kwh": "-3"}, "kwh"),
        ({"kwh": "999999"}, "kwh"),
        ({"kwh": ""}, "kwh"),
        ({"empresa": "luz"}, "empresa"),
        ({"empresa": ""}, "empresa"),
        ({"fecha": "4 de agosto"}, "fecha"),
        ({"fecha": "1990-01-01"}, "fecha"),
        ({"dias": "0"}, "dias"),
        ({"dias": "12.5"}, "dias"),
        ({"dias": "400"}, "dias"),
        ({"precio": "0"}, "precio"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept(ask, wrong, field):
    asked = ask(**{"empresa": "pluz", "kwh": "132", **wrong})
    assert asked.status_code == 422
    assert len(summary(asked.text)) == 1
    assert f'href="#{field}"' in asked.text
    assert f'id="{field}-error"' in asked.text
    typed = wrong[field]
    if typed and field != "empresa":
        assert f'value="{typed}"' in asked.text


def test_an_address_answers_alike_whoever_opens_it(app, ask):
    asked = {"empresa": "pluz", "kwh": "132", "precio": "0.6100", **MAY}
    assert words(ask(**asked)) == words(app.test_client().get("/calculadora/", query_string=asked))


def test_it_speaks_english(ask):
    assert "132 kWh cost S/ 97.75" in words(ask(empresa="luz-del-sur", kwh="132", lang="en", **MAY))
