"""A full bill from a PDF, a photograph or typed: shown as found, corrected, stored once with its lines and months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from advisor.db import Bill, Job, SupplyPoint, Upload, db
from advisor.db.uploads import UploadKind, UploadStatus
from tests.ingest.paper import making

pytestmark = pytest.mark.usefixtures("without_form_tokens")

PAGE = "/carga/1/recibo/"
TYPED = {
    "start": "2026-03-04",
    "end": "2026-04-04",
    "kwh": "132",
    "unit_price": "0.5990",
    "line_fixed": "2.20",
    "line_public_lighting": "9.07",
    "total_to_pay": "103.70",
}


def text(answer) -> str:
    return answer.get_data(as_text=True)


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (600, 900), (250, 250, 240)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def bills(app):
    """The stored bills, oldest first: end, kWh, whether it is a full one."""

    def stored() -> list[tuple[date, float | None, bool]]:
        with app.app_context():
            rows = db.session.scalars(db.select(Bill).order_by(Bill.start))
            return [(row.end, row.kwh, bool(row.detail)) for row in rows]

    return stored


def test_a_pdf_bill_is_shown_as_found_confirmed_and_stored_with_its_months(app, owner, home, send, work, bills):
    client, _actor = owner
    send(making.luz_del_sur(), "recibo julio.pdf")
    work(1, "check")
    assert client.get("/carga/1/").location.endswith(PAGE)
    page = text(client.get(f"{PAGE}?lang=en"))
    assert "This is what we found in your bill" in page
    assert 'name="kwh" type="text" value="455.5"' in page or 'value="455.5"' in page
    assert page.count("Found in your bill") > 15
    assert f'src="{PAGE}pagina/1"' in page
    # The number of the bill ends otherwise than the digits that the person gave for this home (4821).
    assert "not the supply number of your earlier bills" in page
    answer = client.post(PAGE, data=form_of(page) | {"same_home": "y"})
    assert answer.status_code == 303
    assert bills() == [
        (date(2025, 8, 12), 410.2, False),
        (date(2025, 9, 12), 402.0, False),
        (date(2026, 6, 12), 431.0, False),
        (date(2026, 7, 13), 455.5, True),
    ]
    with app.app_context():
        bill = db.session.scalars(db.select(Bill).where(Bill.end == date(2026, 7, 13))).one()
        point, upload = db.session.get_one(SupplyPoint, home), db.session.get_one(Upload, 1)
        assert bill.total == Decimal("361.10")
        assert (bill.detail["supply_number"], bill.detail["subtotal"], len(bill.detail["lines"])) == (
            "7654321",
            "301.62",
            8,
        )
        assert point.last_bill == {"unit_price": "0.6130", "fixed": "2.26", "public_lighting": "17.64"}
        assert (upload.status, upload.kind) == (UploadStatus.IMPORTED, UploadKind.BILL_PDF)
        assert "assess" in {job.kind.value for job in db.session.scalars(db.select(Job))}


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.told, self.select = {}, None

        def handle_starttag(self, tag, attributes):
            given = dict(attributes)
            if tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
                self.told[given["name"]] = given.get("value", "")
            if tag == "select":
                self.select = given["name"]
            if tag == "option" and "selected" in given:
                self.told[self.select] = given["value"]

    fields = Fields()
    fields.feed(page)
    return fields.told


def test_confirming_twice_stores_once(owner, send, work, bills):
    client, _actor = owner
    send(making.pluz())
    work(1, "check")
    told = form_of(text(client.get(PAGE))) | {"same_home": "y"}
    assert [client.post(PAGE, data=told).status_code for _ in range(2)] == [303, 303]
    assert len(bills()) == 12


def test_a_field_that_was_not_found_is_named_and_asked_for(owner, send, work):
    client, _actor = owner
    page = [
        (40, 40, "LUZ DEL SUR"),
        (40, 60, "Energía a facturar (kWh)"),
        (200, 60, "132.00"),
        (40, 80, "Cargo Fijo"),
        (400, 80, "2.20", making.RIGHT),
        (40, 100, "Fecha lectura anterior: 04/07/2026"),
    ]
    send(making.pdf(page))
    work(1, "check")
    shown = text(client.get(f"{PAGE}?lang=en"))
    assert (
        "We did not find these in your bill: Last reading, Price of each kWh, Street lighting, Total to pay." in shown
    )
    refused = client.post(f"{PAGE}?lang=en", data=form_of(shown))
    assert refused.status_code == 422
    assert "Reading of this bill: write the date" in text(refused)
    assert 'value="132"' in text(refused)


def test_a_photograph_is_typed_beside_its_picture(app, owner, home, send, work, bills):
    client, _actor = owner
    send(photo(), "IMG_2001.jpg")
    work(1, "check")
    page = text(client.get(f"{PAGE}?lang=en"))
    assert "Type what your bill says" in page
    assert "Found in your bill" not in page
    picture = client.get(f"{PAGE}pagina/1", buffered=True)
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert picture.headers["Cache-Control"] == "no-store"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert client.get(f"{PAGE}pagina/2").status_code == 404
    assert client.post(PAGE, data=TYPED | {"history_1": "128", "history_3": "140"}).status_code == 303
    assert bills() == [
        (date(2026, 1, 4), 140.0, False),
        (date(2026, 3, 4), 128.0, False),
        (date(2026, 4, 4), 132.0, True),
    ]
    with app.app_context():
        assert db.session.get_one(Upload, 1).kind is UploadKind.BILL_PHOTO


def test_the_file_comes_back_to_who_gave_it_under_its_own_name(owner, stranger, send):
    client, _actor = owner
    content = photo()
    send(content, "recibo de año.jpg")
    answer = client.get("/carga/1/original", buffered=True)
    assert answer.get_data() == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''recibo%20de%20a%C3%B1o.jpg" in answer.headers["Content-Disposition"]
    assert answer.mimetype == "application/octet-stream"
    assert stranger.get("/carga/1/original").status_code == 404
    assert stranger.get(f"{PAGE}pagina/1").status_code == 404


def test_a_whole_bill_is_typed_without_any_file(app, owner, home, bills):
    client, _actor = owner
    address = f"/suministro/{home}/recibo/escribir/"
    page = text(client.get(f"{address}?lang=en"))
    assert "Type your whole bill" in page
    assert "<img" not in page.split("<main")[1]
    answer = client.post(address, data=TYPED | {"supply_number": "100 4821"})
    assert answer.location.endswith(f"/suministro/{home}/recibo/")
    assert bills() == [(date(2026, 4, 4), 132.0, True)]
    # Of an older bill neither prices nor anything else of the supply point is taken.
    older = TYPED | {"start": "2026-02-04", "end": "2026-03-04", "unit_price": "0.5500"}
    assert client.post(address, data=older).status_code == 303
    with app.app_context():
        assert db.session.get_one(SupplyPoint, home).last_bill["unit_price"] == "0.5990"


def test_a_figure_that_does_not_agree_is_asked_about_once(owner, home, bills):
    client, _actor = owner
    address = f"/suministro/{home}/recibo/escribir/?lang=en"
    slip = TYPED | {"previous_reading": "1000", "current_reading": "1123"}
    asked = client.post(address, data=slip)
    assert asked.status_code == 422
    assert "The two readings are 123" in text(asked)
    assert bills() == []
    again = form_of(text(asked))
    assert again["seen"] == "bill_readings_disagree"
    assert client.post(address, data=again).status_code == 303
    assert bills() == [(date(2026, 4, 4), 132.0, True)]


def test_another_supply_number_needs_a_word_of_the_person(owner, home, bills):
    client, _actor = owner
    address = f"/suministro/{home}/recibo/escribir/?lang=en"
    client.post(address, data=TYPED | {"supply_number": "1234821"})
    next_month = TYPED | {"start": "2026-04-04", "end": "2026-05-04", "supply_number": "7777777"}
    refused = client.post(address, data=next_month)
    assert refused.status_code == 422
    assert "not the one of your earlier bills" in text(refused)
    assert client.post(address, data=next_month | {"same_home": "y"}).status_code == 303
    assert len(bills()) == 2


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"end": "2099-01-04"}, "has not come yet"),
        ({"start": "2026-04-10"}, "is not in the 100 days before"),
        ({"start": ""}, "Previous reading: write its date"),
        ({"end": "treinta"}, "is not a date"),
        ({"kwh": ""}, "write the kWh"),
        ({"kwh": "12a"}, "is not a number"),
        ({"supply_number": "12-AB"}, "is not a supply number"),
        ({"history_2": "mucho"}, "is not a number"),
        ({"line_fixed": "-1"}, "is less than zero"),
        ({"due": "0001-01-01"}, "is too long ago"),
    ],
)
def test_a_slip_is_named_and_nothing_is_stored(owner, home, bills, slip, told):
    answer = owner[0].post(f"/suministro/{home}/recibo/escribir/?lang=en", data=TYPED | slip)
    assert answer.status_code == 422
    assert told in text(answer)
    assert bills() == []


def test_a_rounding_may_be_below_zero(app, owner, home):
    owner[0].post(f"/suministro/{home}/recibo/escribir/", data=TYPED | {"line_rounding": "-0.05"})
    with app.app_context():
        lines = db.session.scalars(db.select(Bill)).one().detail["lines"]
    assert ("rounding", "-0.05") in {(line["code"], line["amount"]) for line in lines}


def test_a_full_bill_beats_the_bar_of_its_month_and_leaves_the_typed_ones_between(app, owner, home, bills, now):
    from advisor.energy.usage import BillPeriod
    from advisor.services import bills as service

    with app.app_context():
        given = [
            BillPeriod(date(2026, 1, 4), date(2026, 2, 4), 111.0),
            BillPeriod(date(2026, 2, 4), date(2026, 3, 4), 112.0),
            BillPeriod(date(2026, 3, 4), date(2026, 4, 4), 113.0),
        ]
        service.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=given)
    owner[0].post(f"/suministro/{home}/recibo/escribir/", data=TYPED | {"history_2": "99"})
    assert bills() == [
        (date(2026, 2, 4), 99.0, False),
        (date(2026, 3, 4), 112.0, False),
        (date(2026, 4, 4), 132.0, True),
    ]


def test_a_photograph_cut_off_in_the_middle_is_refused_in_words(owner, send, work):
    out = BytesIO()
    Image.effect_noise((900, 900), 90).convert("RGB").save(out, "PNG")
    send(out.getvalue()[:4000])
    work(1, "check")
    assert "This photograph is damaged" in text(owner[0].get("/carga/1/?lang=en"))


def test_a_bill_cannot_be_stored_as_if_it_were_a_meter_file(owner, send, work, bills):
    send(making.pluz())
    work(1, "check")
    owner[0].post("/carga/1/guardar")
    assert owner[0].get("/carga/1/").location.endswith(PAGE)
    assert bills() == []
