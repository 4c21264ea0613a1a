# ruff: noqa: E501 - the sentences are compared whole
"""What a guest can get wrong: one clear sentence each, above the form and beside the field; every value stays."""

from __future__ import annotations

import pytest

from tests.web.guest.conftest import summary


def refused(send, typed: dict) -> tuple[list[str], str]:
    answer = send(typed)
    assert answer.status_code == 422
    return summary(answer.text), answer.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bar_2": "12a"}, "Julio de 2026: «12a» no es un número. Escribe solo cifras, por ejemplo 132."),
        ({"bar_2": "-5"}, "Julio de 2026: «-5» es menor que cero. Escribe el número como sale en tu recibo, por ejemplo 132."),
        ({"bar_2": "1e3"}, "Julio de 2026: «1e3» no es un número. Escribe solo cifras, por ejemplo 132."),
        ({"bar_2": "nan"}, "Julio de 2026: «nan» no es un número. Escribe solo cifras, por ejemplo 132."),
        ({"bar_1": "99999"}, "Agosto de 2026: «99999» es demasiado para un hogar. Revisa el número en tu recibo."),
        ({"last_reading": "2026-08-11"}, "Última lectura: el 11 de agosto de 2026 todavía no llega. Escribe la fecha del último recibo que recibiste."),
        ({"last_reading": "ayer"}, "Última lectura: «ayer» no es una fecha. Escríbela como día, mes y año, por ejemplo 04/08/2026."),
        ({"last_reading": ""}, "Última lectura: escribe la fecha. Tu recibo la llama «lectura actual»."),
        ({"last_reading": "2024-08-04"}, "Última lectura: del 4 de agosto de 2024 ya pasó más de un año. Usa un recibo más nuevo para conocer el próximo."),
        ({"distributor": "enel-chile"}, "Empresa de luz: no conocemos «enel-chile». Elige una de la lista, o «Otra empresa»."),
        ({"distributor": ""}, "Empresa de luz: elige la que aparece arriba en tu recibo."),
        ({"department": "Atlántida"}, "Departamento: elige el tuyo de la lista."),
        ({"unit_price": "0"}, "Precio de cada kWh: no puede ser cero. Escribe el número que sale en tu recibo, por ejemplo 0.6130."),
    ],
)  # fmt: skip
def test_each_slip_is_answered_with_where_what_and_what_to_do(send, paper_bill, change, sentence):
    sentences, page = refused(send, paper_bill | change)
    assert sentences == [sentence]
    assert page.count(sentence) == 2
    assert "<title>Error:" in page


def test_fewer_than_three_bars_are_not_enough(send, paper_bill):
    typed = {key: value for key, value in paper_bill.items() if not key.startswith("bar_")} | {"bar_1": "120"}
    sentences, page = refused(send, typed)
    assert sentences == [
        "Las doce barras: escribe al menos 3 meses, empezando por el más reciente. Puedes dejar vacíos los que no tengas."
    ]
    assert 'value="120"' in page


def test_every_value_stays_after_a_refusal(send, paper_bill):
    _sentences, page = refused(send, paper_bill | {"bar_2": "12a", "total": "98.50", "lamps_cfl": "6"})
    for kept in ('value="12a"', 'value="128"', 'value="98.50"', 'value="6"', 'value="2026-08-04"'):
        assert kept in page
    assert '<option value="luz-del-sur" selected' in page
    for ticked in ("refrigerator_old", "television", "iron", "electric_shower"):
        assert f'value="{ticked}"' in page
    assert page.count(" checked") == 5


@pytest.mark.parametrize(
    ("department", "distributor", "company"),
    [("Puno", "electro-puno", "Electro Puno"), ("Puno", "", "Electro Puno"), ("Lima", "other", "tu empresa")],
)
def test_where_prices_are_not_known_the_bills_own_price_is_asked_for_with_the_reason(
    send, paper_bill, department, distributor, company
):
    sentences, page = refused(send, paper_bill | {"department": department, "distributor": distributor})
    assert sentences[0].startswith("Precio de cada kWh: no conocemos los precios de tu empresa")
    assert "Necesitamos un número más" in page
    assert f"los precios de {company}" in page
    assert '<details class="disclosure" data-prices open>' in page


def test_with_the_bills_own_price_a_home_anywhere_gets_its_result(client, send, paper_bill):
    answer = send(paper_bill | {"department": "Puno", "distributor": "electro-puno", "unit_price": "0.6894"})
    assert answer.status_code == 303
    assert "Con el precio de cada kWh que sale en tu propio recibo." in client.get("/resultado/").text


def test_a_form_without_its_token_is_refused_with_a_next_step(client, paper_bill):
    answer = client.post("/", data=paper_bill)
    assert answer.status_code == 400
    assert "Esta página estuvo abierta demasiado tiempo" in answer.text


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "%(given)s", "%s"])
def test_what_was_typed_is_shown_as_text(send, paper_bill, typed):
    _sentences, page = refused(send, paper_bill | {"bar_3": typed})
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert ">49" not in page
