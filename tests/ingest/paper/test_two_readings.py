"""1.234 on a bill is one and a bit or a thousand: the bill's other figures say which, else it is left to be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ingest.paper.decimals import settle, settle_months, two_readings
from advisor.ingest.paper.pdf import read_bill_pdf
from advisor.ingest.paper.result import read_bill
from tests.ingest.files import LIMA
from tests.ingest.paper.making import RIGHT, pdf

D = Decimal


def bill(kwh: str, *, amount: str = "", before: str = "", now: str = "", month: str = "") -> bytes:
    rows = [
        (40, 40, "EMPRESA ELÉCTRICA DEL VALLE"),
        (40, 60, "N° de suministro"),
        (200, 60, "1234567"),
        (40, 80, "Fecha lectura anterior"),
        (200, 80, "04/07/2026"),
        (40, 100, "Fecha lectura actual"),
        (200, 100, "04/08/2026"),
        (40, 120, "Consumo (kWh)"),
        (200, 120, kwh),
    ]
    for y, label, value in ((140, "Lect. anterior", before), (160, "Lect. actual", now)):
        rows += [(40, y, label), (200, y, value)] if value else []
    for y, label, value in ((200, "SUBTOTAL", amount), (220, "TOTAL DEL MES", month)):
        rows += [(40, y, label), (300, y, value, RIGHT)] if value else []
    return pdf([*rows, (40, 260, "Gracias por pagar a tiempo su recibo de energía")])


@pytest.mark.parametrize(
    ("told", "kwh"),
    [
        ({"kwh": "1.234", "amount": "854.20"}, D(1234)),
        ({"kwh": "1,234", "amount": "854.20"}, D(1234)),
        ({"kwh": "1.234", "amount": "854,20"}, D(1234)),
        ({"kwh": "1.234", "month": "3.20"}, D("1.234")),
        ({"kwh": "1.234", "before": "10210", "now": "11444"}, D(1234)),
        ({"kwh": "1.234", "before": "10210", "now": "10211"}, D("1.234")),
        ({"kwh": "132", "before": "1.210", "now": "1.342"}, D(132)),
        ({"kwh": "132,50", "amount": "98,50"}, D("132.50")),
        ({"kwh": "1.132,50", "amount": "898,50"}, D("1132.50")),
    ],
)
def test_the_other_figures_of_the_bill_say_which(told, kwh):
    found = read_bill_pdf(bill(**told))
    assert (found.kwh, found.unsure) == (kwh, ())


def test_readings_and_usage_settle_one_another():
    found = read_bill_pdf(bill("132", before="1.210", now="1.342"))
    assert (found.previous_reading, found.current_reading) == (D(1210), D(1342))


def test_amounts_with_a_comma_before_the_cents_are_not_a_hundred_times_as_much():
    found = read_bill_pdf(bill("132", amount="98,50", month="1.116,23"))
    assert (found.subtotal, found.total_month) == (D("98.50"), D("1116.23"))


def test_what_nothing_settles_is_left_to_be_typed_and_said():
    content = bill("1.234")
    found = read_bill_pdf(content)
    assert (found.kwh, found.unsure) == (None, ("1.234",))
    result = read_bill(content, "pdf", zone=LIMA)
    assert [one.params for one in result.findings if one.code == "bill_figure_two_ways"] == [{"text": "1.234"}]
    assert type(found).from_document(found.as_document()).as_document() == found.as_document()


def test_bars_are_read_on_the_scale_of_the_others():
    assert settle_months([D("1.234"), D(980), D(1102)]) == [D(1234), D(980), D(1102)]
    assert settle_months([D("1.234"), D("1.9"), D("2.25")]) == [D("1.234"), D("1.9"), D("2.25")]
    assert settle_months([D("1.234"), D(40)]) == [None, D(40)]
    assert settle_months([D("1.234"), D("1.102")]) == [None, None]
    assert settle_months([D(0), D(132)]) == [D(0), D(132)]


def test_bars_of_a_bill_with_a_point_for_thousands():
    page = [
        (40, 40, "EMPRESA ELÉCTRICA DEL VALLE"),
        (40, 60, "N° de suministro 1234567"),
        (40, 80, "Fecha lectura actual"),
        (200, 80, "04/08/2026"),
        (40, 100, "Energía consumida en los meses anteriores"),
        *[(40, 120 + 14 * n, month) for n, month in enumerate(("May 2026", "Jun 2026", "Jul 2026", "Ago 2026"))],
        *[(200, 120 + 14 * n, kwh, RIGHT) for n, kwh in enumerate(("980", "1.234", "1.102", "875"))],
        (40, 240, "TOTAL DEL MES"),
        (300, 240, "S/ 812.30", RIGHT),
    ]
    months = {bar.month: bar.kwh for bar in read_bill_pdf(pdf(page)).history}
    assert months == {date(2026, 5, 1): 980, date(2026, 6, 1): 1234, date(2026, 7, 1): 1102, date(2026, 8, 1): 875}


figures = st.integers(1000, 999_999)


@given(figures, st.integers(0, 99_999), st.booleans())
def test_readings_settle_the_usage_whichever_it_is(thousandths, before, in_thousands):
    """The usage is printed with three digits after its sign; the difference of the readings is the truth."""
    text = f"{thousandths // 1000}.{thousandths % 1000:03d}"
    both = two_readings(text)
    truth = both[1] if in_thousands else both[0]
    known = {"previous_reading": D(before), "current_reading": D(before) + truth}
    assert settle(known, {"kwh": both}) == {"kwh": truth}


@given(figures)
def test_without_another_figure_nothing_is_settled(thousandths):
    both = two_readings(f"{thousandths // 1000},{thousandths % 1000:03d}")
    assert settle({}, {"kwh": both}) == {}
    assert settle({"unit_price": D("0.61")}, {"kwh": both}) == {}
