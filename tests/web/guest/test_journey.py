"""A guest's way from the paper bill to the result, and back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from advisor.db import db
from advisor.db.assessments import GuestResult


def result_of(client, send, typed: dict) -> str:
    answer = send(typed)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/resultado/"
    return client.get("/resultado/").text


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_twelve_bars_give_the_next_bill_with_its_range_its_lines_and_advice(client, send, paper_bill):
    page = result_of(client, send, paper_bill)
    words = plain(page)
    assert "Tu próximo recibo" in words
    assert re.search(r'class="answer"><span class="money">.*?S/&nbsp;</span>\d{2,3}</span></p>', page)
    assert re.search(r"Lo más probable: entre S/ \d+ y S/ \d+", words)
    assert "Pasaste de 140 kWh en cinco de tus doce recibos" in words
    assert page.count('class="advice__item"') >= 3
    assert "Alumbrado público" in words
    assert "Luz del Sur" in words


def test_the_lines_shown_add_up_to_the_total(client, send, paper_bill):
    page = result_of(client, send, paper_bill)
    table = re.search(r'<table class="bill-lines">.*?</table>', page, re.DOTALL).group(0)
    *parts, total = (round(float(value) * 100) for value in re.findall(r"<td>(?:S/\s)?([\d.]+)</td>", table))
    assert sum(parts) == total


def test_a_result_is_found_again_only_by_the_browser_that_made_it(app, client, send, paper_bill):
    result_of(client, send, paper_bill)
    assert client.get("/resultado/").status_code == 200
    assert app.test_client().get("/resultado/").headers["Location"] == "/"


def test_changing_the_answers_starts_from_what_was_typed(client, send, paper_bill):
    result_of(client, send, paper_bill | {"bar_2": "131,5"})
    form = client.get("/?cambiar=1").text
    assert 'value="131,5"' in form
    assert re.search(r'value="4" ?[^>]*checked|checked[^>]*value="4"', form)
    assert 'value="2026-08-04"' in form
    assert re.search(r'<option value="luz-del-sur" selected', form)


def test_a_missing_bar_is_kept_as_a_month_without_data(app, client, send, paper_bill):
    page = result_of(client, send, paper_bill | {"bar_4": ""})
    assert "sin dato" in page
    with app.app_context():
        bills = db.session.scalars(select(GuestResult)).one().given["usage"]["bills"]
    assert len(bills) == 12
    assert bills[8]["kwh"] is None
    assert bills[-1] == {"start": "2026-07-04", "end": "2026-08-04", "kwh": 128.0}


def test_older_bars_left_out_are_not_missing_months(app, client, send, paper_bill):
    typed = {key: value for key, value in paper_bill.items() if key not in {f"bar_{n}" for n in range(5, 13)}}
    result_of(client, send, typed)
    with app.app_context():
        given = db.session.scalars(select(GuestResult)).one().given
    assert [bill["kwh"] for bill in given["usage"]["bills"]] == [122.0, 119.0, 123.0, 128.0]


def test_what_the_home_told_reaches_the_assessment(app, client, send, paper_bill):
    result_of(client, send, paper_bill | {"total": "98.50", "unit_price": "0.6130"})
    with app.app_context():
        given = db.session.scalars(select(GuestResult)).one().given
    household = given["household"]
    assert household["people"] == 4
    assert household["last_bill"] == {"unit_price": "0.6130"}
    assert {"kind": "refrigerator", "count": 1, "age_years": 10} in household["appliances"]
    assert {"kind": "lamp_cfl", "count": 6} in household["appliances"]
    assert given["usage"]["bills"][-1]["total"] == "98.50"


def test_a_department_exempt_from_igv_pays_none_unless_its_bill_says_so(app, client, send, paper_bill):
    typed = paper_bill | {"department": "Loreto", "distributor": "electro-oriente", "unit_price": "0.55"}
    assert "IGV (18" not in plain(result_of(client, send, typed))
    assert "IGV (18" in plain(result_of(client, send, typed | {"igv": "yes"}))


def test_the_months_follow_the_date_without_scripts(client, send):
    page = send({"action": "months", "last_reading": "2026-03-31", "bar_2": "77"}).text
    labels = re.findall(r'<label class="field__label" for="bar_\d+">([^<]+)</label>', page)
    assert [label.replace("\u00a0", " ") for label in labels[:3]] == ["mar 2026", "feb 2026", "ene 2026"]
    assert 'value="77"' in page
    assert "error-summary" not in page


@pytest.mark.parametrize(("language", "heading"), [("en", "Your next bill"), ("es", "Tu próximo recibo")])
def test_the_result_can_be_read_in_both_languages(client, send, paper_bill, language, heading):
    send(paper_bill)
    assert heading in client.get(f"/resultado/?lang={language}").text
    assert f'lang="{language}' in client.get("/resultado/").text


def test_no_page_carries_style_or_script_inside_its_html(client, send, paper_bill):
    pages = [client.get("/").text, result_of(client, send, paper_bill), client.get("/privacidad/").text]
    for page in pages:
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_an_old_bill_is_answered_for_the_one_that_followed_it(client, send, paper_bill):
    page = plain(result_of(client, send, paper_bill | {"last_reading": "2026-05-04"}))
    assert "El recibo que sigue al tuyo" in page
    assert "Usa un recibo más nuevo para ver el próximo." in page


def test_every_price_that_is_an_estimate_is_called_one(client, send, paper_bill):
    page = plain(result_of(client, send, paper_bill))
    assert re.search(r"Alumbrado público [^·]*estimación nuestra", page)
    own = plain(result_of(client, send, paper_bill | {"public_lighting": "9.70", "unit_price": "0.6130"}))
    assert re.search(r"Alumbrado público de tu propio recibo 9\.70", own)
