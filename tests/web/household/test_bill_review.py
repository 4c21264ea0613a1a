"""Revisar mi recibo: a full bill checked line by line, what does not agree, and the text of a claim."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest

from advisor.db import Bill, Channel, SupplyPoint, Upload, UploadKind, UploadStatus, db
from advisor.db.transactions import write_transaction
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.services import bills
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.services.intervals import store_layer

D = Decimal
# Bill B of the facts (tests/energy/test_bill_review.py), as its person would confirm it.
BILL_B = BillDocument(
    source="pdf",
    supply_number="7654321",
    distributor="luz-del-sur",
    start=date(2026, 6, 12),
    end=date(2026, 7, 13),
    kwh=D("455.5"),
    previous_reading=D("22247.70"),
    current_reading=D("22703.20"),
    meter_factor=D("1"),
    unit_price=D("0.6130"),
    subtotal=D("301.62"),
    igv=D("54.29"),
    total_to_pay=D("361.10"),
    lines=tuple(
        PrintedLine(code, "", D(amount))
        for code, amount in (
            ("connection", "1.68"),
            ("fixed", "2.26"),
            ("energy_all", "279.22"),
            ("public_lighting", "17.64"),
            ("interest", "0.82"),
            ("rural_electrification", "5.01"),
            ("late_interest", "0.13"),
            ("rounding", "0.05"),
        )
    ),
)


@pytest.fixture
def told(app, owner, home, now):
    """Store a full bill with earlier bars."""

    def store(document: BillDocument, *earlier: BillPeriod) -> None:
        with app.app_context():
            if earlier:
                bills.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=earlier)
            bill = ToldBill(document, (), True)
            save_told_bill(db.session, actor=owner[1], now=now, supply_point_id=home, told=bill)

    return store


@pytest.fixture
def page(owner, home):
    def page(language: str = "es") -> str:
        answer = owner[0].get(f"/suministro/{home}/recibo/revision/?lang={language}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True).replace("\xa0", " ")

    return page


def claim(html: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    return found.group(1) if found else ""


def steady(*kwh, averaged=()) -> list[BillPeriod]:
    """Bars right before bill B, the oldest first."""
    first = BILL_B.start - timedelta(days=30 * len(kwh))
    days = [first + timedelta(days=30 * place) for place in range(len(kwh) + 1)]
    return [BillPeriod(days[i], days[i + 1], used, None, i in averaged) for i, used in enumerate(kwh)]


def test_a_real_bill_agrees_and_nothing_is_claimed(told, page):
    told(BILL_B, *steady(431, 440, 402))
    html = page()
    assert "<h1>Revisamos 11 cosas y todas cuadran</h1>" in html
    assert claim(html) == ""
    assert "Lo que no cuadra" not in html
    assert "10 o 30 días hábiles" in html
    assert "0800 41800" in html
    assert "de una sola fuente" in html


def test_a_wrong_total_is_told_in_soles_and_claimed_with_the_homes_own_figures(told, page):
    told(replace(BILL_B, total_to_pay=D("371.10")), *steady(431, 440, 402))
    html = page()
    assert "<h1>Revisamos 11 cosas: 10 cuadran y una no</h1>" in html
    assert "El total dice S/ 371.10 y sus partes suman S/ 361.10." in html
    text = claim(html)
    for part in ("Luz del Sur", "7654321", "12 de junio de 2026", "455.5 kWh", "S/ 371.10", "hasta S/ 10.00"):
        assert part in text
    assert text.count("1. ") == 1
    assert "2. " not in text


def test_the_text_of_a_claim_is_in_spanish_on_an_english_page_too(told, page):
    told(replace(BILL_B, total_to_pay=D("371.10")), *steady(431, 440, 402))
    html = page("en")
    assert "<h1>We checked 11 things: 10 agree and 1 does not</h1>" in html
    assert "Reclamo por este recibo" in claim(html)
    assert '<textarea class="input" id="claim" rows="14" readonly lang="es"' in html


def test_kwh_beyond_the_readings_are_claimed(told, page):
    told(replace(BILL_B, current_reading=D("22603.20")))
    html = page()
    assert "Tu recibo dice 455.5 kWh y las lecturas dan 355.5 kWh." in html
    assert "Las lecturas del medidor dan 355.5 kWh y el recibo dice 455.5 kWh." in claim(html)


def test_a_month_that_catches_up_asks_for_its_kwh_to_be_spread(told, page):
    """120 averaged and 150 read: spread they are 133 and 137, both within 140."""
    document = replace(BILL_B, kwh=D("150"), previous_reading=None, current_reading=None)
    told(document, *steady(130, 130, 130, 120, averaged={3}))
    html = page()
    assert "El mes anterior fue un promedio" in html
    assert "Pido que se repartan entre esos meses." in claim(html)


def test_a_jump_is_measured_against_the_bills_before(told, page):
    told(BILL_B, *steady(140, 150, 145))
    assert "Usaste 455.5 kWh; al ritmo de tus recibos anteriores serían 149.8 kWh." in page()


@pytest.mark.parametrize(("measured", "agrees"), [(455.0, True), (300.0, False)])
def test_the_homes_own_meter_decides_where_it_covers_the_bill(app, home, now, told, page, measured, agrees):
    told(BILL_B, *steady(140, 150, 145))
    with app.app_context(), write_transaction(db.session):
        point = db.session.get_one(SupplyPoint, home)
        upload = Upload(
            supply_point_id=home,
            kind=UploadKind.FILE,
            status=UploadStatus.IMPORTED,
            filename="medidor.csv",
            sha256="0" * 64,
            size_bytes=1,
            received_at=now,
        )
        db.session.add(upload)
        db.session.flush()
        hours = 24 * 31
        start = datetime(2026, 6, 12, 5, tzinfo=timezone.utc)  # midnight in Lima
        series = UsageSeries.measured(start=start, step_minutes=60, kwh=np.full(hours, measured / hours))
        store_layer(db.session, supply_point=point, upload_id=upload.id, channel=Channel.IMPORT, series=series)
    html = page()
    assert ("Tu propio medidor contó lo mismo" in html) == agrees
    assert ("tu propio medidor contó 300 kWh" in html) != agrees


def test_with_bars_alone_a_whole_bill_is_asked_for(app, owner, home, now, page):
    with app.app_context():
        bills.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=steady(120, 130))
    html = page()
    assert "<h1>Para revisarlo necesitamos tu recibo entero</h1>" in html
    assert f'href="/suministro/{home}/subir/"' in html
    assert f'href="/suministro/{home}/recibo/escribir/"' in html
    assert "Cómo reclamar" not in html


@pytest.mark.parametrize(
    "detail", [{"unit_price": "mucho"}, {"lines": [{"code": "fixed"}]}, {"lines": 3}, {"start": 5}]
)
def test_what_a_program_sent_in_another_shape_breaks_nothing(app, home, page, detail):
    with app.app_context(), write_transaction(db.session):
        told = {"start": date(2026, 6, 12), "end": date(2026, 7, 13), "kwh": 120.0}
        db.session.add(Bill(supply_point_id=home, detail=detail, **told))
    assert "<h1>Para revisarlo necesitamos tu recibo entero</h1>" in page()


def test_my_bill_leads_to_both_pages(owner, assessed_home):
    html = owner[0].get(f"/suministro/{assessed_home}/recibo/").get_data(as_text=True)
    for part in ("cambio", "revision"):
        assert f'href="/suministro/{assessed_home}/recibo/{part}/"' in html
