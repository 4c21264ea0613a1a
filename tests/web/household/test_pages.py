"""The pages of a home: what its owner reads, and that nobody else finds them."""

from __future__ import annotations

import pytest

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.services.assessments import assess_supply_point

PAGES = ("recibo", "consumo", "pronostico", "consejos", "recibos", "subir")


def text(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("page", PAGES)
def test_the_owner_reads_every_page_of_the_home(owner, assessed_home, page):
    answer = owner[0].get(f"/suministro/{assessed_home}/{page}/?lang=en")
    assert answer.status_code == 200
    assert text(answer).count("<h1>") == 1
    assert " style=" not in text(answer)


@pytest.mark.parametrize("page", PAGES)
def test_for_somebody_else_the_home_does_not_exist(stranger, assessed_home, page):
    assert stranger.get(f"/suministro/{assessed_home}/{page}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_guest_is_asked_to_sign_in_and_comes_back(client, assessed_home, page):
    answer = client.get(f"/suministro/{assessed_home}/{page}/")
    assert answer.status_code == 302
    assert "/entrar" in answer.location
    assert "next=" in answer.location


def test_the_bill_page_says_the_amount_first_and_the_sum_of_its_parts(owner, assessed_home):
    page = text(owner[0].get(f"/suministro/{assessed_home}/recibo/?lang=en"))
    assert "You are heading for S/" in page
    assert page.index("You are heading for") < page.index("Most likely between") < page.index("Your bill, line by line")
    assert 'class="chart chart--bars"' in page
    assert 'class="chart chart--parts"' in page


def test_a_missing_bar_is_said_and_never_drawn_as_zero(owner, assessed_home):
    page = text(owner[0].get(f"/suministro/{assessed_home}/consumo/?lang=en"))
    assert ">no data</text>" in page
    assert page.count('class="chart-usage"') == 11


def test_a_home_with_bars_only_is_told_what_a_meter_file_would_add(owner, assessed_home):
    assert "what stays on while everybody sleeps" in text(owner[0].get(f"/suministro/{assessed_home}/consumo/?lang=en"))
    assert "Upload a meter file" in text(owner[0].get(f"/suministro/{assessed_home}/pronostico/?lang=en"))


def test_a_home_without_a_price_is_asked_for_it_and_not_told_that_all_is_well(app, owner, assessed_home, now, settings):
    with app.app_context():
        point = db.session.get_one(SupplyPoint, assessed_home)
        point.distributor, point.last_bill = None, {}
        db.session.commit()
        assess_supply_point(db.session, now=now, supply_point_id=assessed_home, models_dir=settings.models_dir)
    page = text(owner[0].get(f"/suministro/{assessed_home}/consejos/?lang=en"))
    assert "We cannot say yet" in page
    assert "Write my price" in page
    assert "doing very well" not in page
    bill = text(owner[0].get(f"/suministro/{assessed_home}/recibo/?lang=en"))
    assert "You are heading for" in bill
    assert "Write my price" in bill


@pytest.mark.parametrize("page", ["recibo", "consumo", "pronostico", "consejos"])
def test_without_data_each_page_says_what_to_add(owner, home, page):
    answer = text(owner[0].get(f"/suministro/{home}/{page}/?lang=en"))
    assert "We cannot say yet" in answer
    assert f"/suministro/{home}/recibos/" in answer


def test_pages_are_read_in_spanish_unless_english_was_chosen(owner, assessed_home):
    assert '<html lang="es' in text(owner[0].get(f"/suministro/{assessed_home}/recibo/"))


def test_the_account_page_shows_where_one_is_signed_in_and_ends_the_others(owner, app):
    app.config["WTF_CSRF_ENABLED"] = False
    assert "this one" in text(owner[0].get("/cuenta/?lang=en"))
    answer = owner[0].post("/cuenta/sesiones/cerrar")
    assert answer.status_code == 303
    assert owner[0].get("/cuenta/").status_code == 200
