"""The page of another tariff option: an answer or what is missing, with the break-even share and the way on."""

from __future__ import annotations

import html
import re

import pytest

from advisor.db import SupplyPoint, db


@pytest.fixture
def page(owner, home):
    def page(language="es") -> str:
        answer = owner[0].get(f"/suministro/{home}/recibo/opcion/", query_string={"lang": language})
        assert answer.status_code == 200
        main = re.search(r"<main.*?</main>", answer.text, re.DOTALL).group(0)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))

    return page


def test_without_bills_it_says_what_is_missing(page):
    told = page()
    assert "Todavía no se puede saber si te conviene otra opción" in told
    assert "Agregar mis recibos" in told
    assert "BT5A" in told


def test_with_bills_alone_it_cannot_be_told_and_says_from_which_share_on(page, assessed_home):
    told = page()
    assert "No se puede saber si te conviene la BT5F" in told
    assert re.search(r"conviene a quien usa menos de 2\d % de su energía de 18 a 23 h", told)
    assert re.search(r"desde S/ \d+ menos hasta S/ \d+ más", told)
    assert re.search(r"2\d % (lo mismo|S/ 1 \w+) cuesta igual", told)
    assert "quince hogares de Londres" in told
    assert "Subir un archivo" in told


def test_the_share_rises_and_so_does_what_it_costs(page, assessed_home):
    rows = re.findall(r"(\d+) % S/ (\d+) (más|menos)", page().split("Soles al año")[1])
    shares = [int(share) for share, *_rest in rows]
    amounts = [int(figure) * (1 if word == "más" else -1) for _share, figure, word in rows]
    assert len(rows) >= 7
    assert (sorted(shares), sorted(amounts)) == (shares, amounts)


def test_it_speaks_english(page, assessed_home):
    assert "We cannot tell whether BT5F suits you" in page("en")


def test_my_bill_leads_there(owner, assessed_home):
    assert f"/suministro/{assessed_home}/recibo/opcion/" in owner[0].get(f"/suministro/{assessed_home}/recibo/").text


def test_a_company_without_two_prices_is_said_by_name(app, page, assessed_home):
    with app.app_context():
        point = db.session.get(SupplyPoint, assessed_home)
        point.distributor, point.last_bill = "seal", {"unit_price": "0.7", "kwh": 120}
        db.session.commit()
    told = page()
    assert "No tenemos los precios de la tarifa BT5F de SEAL" in told
    assert "Soles al año" not in told
