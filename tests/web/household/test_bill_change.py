"""¿Por qué cambió?: the newest bill against the one before and the one of a year earlier, or what is missing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from advisor.db import Assessment, SupplyPoint, db
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.services import bills
from advisor.services.bill_documents import ToldBill, save_told_bill

D = Decimal
# Days of the list of Luz del Sur of May 2026.
JULY, AUGUST = (date(2026, 6, 4), date(2026, 7, 4)), (date(2026, 7, 4), date(2026, 8, 4))


@pytest.fixture
def bars(app, owner, home, now):
    """Store bars: (days, kWh) each, or a BillPeriod as it is."""

    def store(*given) -> None:
        with app.app_context():
            told = [each if isinstance(each, BillPeriod) else BillPeriod(*each[0], each[1]) for each in given]
            bills.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=told)

    return store


@pytest.fixture
def full_bill(app, owner, home, now):
    """Store a full bill as a person typed it."""

    def store(days, kwh, *, unit_price, total, lighting="9.00", **told) -> None:
        lines = (
            PrintedLine("fixed", "", D("2.20")),
            PrintedLine("energy_all", "", D(told.pop("energy", "0.00"))),
            PrintedLine("public_lighting", "", D(lighting)),
        )
        document = BillDocument(
            source="typed",
            start=days[0],
            end=days[1],
            kwh=D(kwh),
            unit_price=D(unit_price),
            total_to_pay=D(total),
            lines=(*lines, *told.pop("lines", ())),
            **told,
        )
        with app.app_context():
            told_bill = ToldBill(document, (), True)
            save_told_bill(db.session, actor=owner[1], now=now, supply_point_id=home, told=told_bill)

    return store


@pytest.fixture
def page(owner, home):
    def page(language: str = "es") -> str:
        answer = owner[0].get(f"/suministro/{home}/recibo/cambio/?lang={language}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True).replace("\xa0", " ")

    return page


def column(html: str) -> list[Decimal]:
    """The soles of the first table, the signs as numbers."""
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    found = re.findall(r'<td class="num">\s*([+−]?[\d.]+)\s*</td>', body)
    return [D(amount.replace("−", "-")) for amount in found]


def test_a_home_that_passed_140_reads_so_and_the_parts_add_up(bars, page):
    bars((JULY, 136), (AUGUST, 146))
    html = page()
    assert re.search(
        r"<h1>Pagaste cerca de S/ \d+ más que en julio de 2026: sobre todo porque pasaste de 140 kWh</h1>", html
    )
    first, *parts, last = column(html)
    assert first + sum(parts) == last
    assert "no se sabe" in html
    assert "Pasar de 140 kWh" in html
    assert "mostly because you passed 140 kWh" in page("en")


@pytest.fixture
def assessed(app, home, now):
    """Keep an assessment that says what a home uses in a year for hot water."""

    def keep(low: int, expected: int, high: int) -> None:
        amount = {"end_use": "water_heating", "kwh_year": {"low": low, "expected": expected, "high": high}}
        told = {"document": {"profile": {"end_uses": [amount]}}, "versions": {}, "status": "ok"}
        with app.app_context():
            db.session.add(Assessment(supply_point_id=home, made_at=now, as_of=now.date(), **told))
            db.session.commit()

    return keep


def test_hot_water_of_a_colder_month_is_told_as_weather(bars, page, assessed):
    """A home of Lima, where the mean of July and August is below that of June."""
    bars((JULY, 110), (AUGUST, 116))
    assert "no se sabe" in page()
    assessed(500, 900, 1300)
    html = page()
    assert "El clima usual del mes (estimado)" in html
    assert "no se sabe" not in html
    _first, _days, weather, *_ = parts = column(html)
    assert weather > 0
    assert sum(parts[:-1]) == parts[-1]
    assert "usual temperatures of each month in Lima" in page("en")


def test_hot_water_that_nobody_told_of_tells_no_weather(bars, page, assessed):
    bars((JULY, 110), (AUGUST, 116))
    assessed(0, 200, 700)
    assert "no se sabe" in page()


def test_fewer_kwh_the_other_way_round(bars, page):
    bars((JULY, 144), (AUGUST, 139))
    assert "sobre todo porque no pasaste de 140 kWh" in page()


def test_what_was_paid_is_told_as_paid_and_the_rest_as_other(bars, page):
    bars(BillPeriod(*JULY, 100, D("70.00")), BillPeriod(*AUGUST, 100, D("95.00")))
    html = page()
    assert "<h1>Pagaste S/ 25 más que en julio de 2026: sobre todo por intereses, redondeo y otros</h1>" in html
    assert "cerca de" not in html[html.index("<h1>") : html.index("</h1>")]


def test_the_same_month_last_year_is_compared_by_the_prices_its_bill_prints(bars, full_bill, page):
    bars((JULY, 120), (AUGUST, 120))
    full_bill((date(2025, 7, 4), date(2025, 8, 4)), "120", unit_price="0.5500", total="88.50")
    html = page()
    assert "que en agosto de 2025: sobre todo porque subieron los precios" in html
    assert "El recibo de agosto de 2025 va con los precios que trae impresos." in html


def test_the_month_last_year_without_its_prices_cannot_be_told(bars, page):
    """No list that we know holds in 2025: that of today in its place would tell that prices did not move."""
    bars(((date(2025, 7, 4), date(2025, 8, 4)), 120), (JULY, 120), (AUGUST, 120))
    html = page()
    assert "Contra agosto de 2025: aún no se puede saber" in html
    assert "No sabemos los precios de uno de los dos recibos." in html


@pytest.mark.parametrize("given", [[(AUGUST, 130)], [(JULY, None), (AUGUST, 130)]])
def test_a_bill_that_is_missing_is_asked_for(bars, page, given):
    bars(*given)
    html = page()
    assert "<h1>Aún no podemos comparar tu recibo</h1>" in html
    assert ("su barra está vacía" in html) == (len(given) == 2)
    assert re.search(r'<a class="button" href="/suministro/\d+/subir/">Subir un recibo', html)


def test_without_a_bill_the_page_says_what_it_needs(page):
    html = page()
    assert "<h1>Aún no podemos comparar tu recibo</h1>" in html
    assert "Con dos recibos que digan sus kWh" in html


def test_an_averaged_bill_is_told(bars, page):
    bars(BillPeriod(*JULY, 120, None, True), (AUGUST, 130))
    assert "El recibo de julio de 2026 es un promedio" in page()


def test_a_tariff_by_hours_is_not_split_without_the_hours(app, home, bars, page):
    bars((JULY, 120), (AUGUST, 130))
    with app.app_context():
        db.session.get_one(SupplyPoint, home).tariff_option = "BT5F"
        db.session.commit()
    html = page()
    assert "Tu tarifa tiene otro precio de 18 a 23 h" in html
    assert 'class="button" href="/suministro/' not in html


def test_street_lighting_of_one_bill_is_not_told_as_a_change_against_an_estimate(bars, full_bill, page):
    """The newest bill prints S/ 20.00, far from our estimate: the one before is taken to have paid it too."""
    bars((JULY, 120))
    full_bill(AUGUST, "120", unit_price="0.5990", total="100.00", lighting="20.00")
    html = page()
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    prices = re.search(r"Precios: el kWh.*?<td class=\"num\">\s*([+−]?[\d.]+)", body, re.DOTALL).group(1)
    assert abs(D(prices.replace("−", "-"))) < 1
