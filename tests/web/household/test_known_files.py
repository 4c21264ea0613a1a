"""A question answered for one file is not asked for the next of its kind, and can still be answered differently."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from advisor.db import ReadingProfile, Upload, UsageDay, db
from advisor.services import households

MADRID = ZoneInfo("Europe/Madrid")
pytestmark = pytest.mark.usefixtures("without_form_tokens")


def ambiguous(month: int, kwh: str = "1,5") -> bytes:
    """Twelve days whose dates can be read both ways, as day/month from the 1st to the 12th of one month."""
    rows = [f"{day:02d}/{month:02d}/2026;{kwh}" for day in range(1, 13)]
    return ("Fecha;Consumo (kWh)\n" + "\n".join(rows) + "\n").encode()


@pytest.fixture
def stored(owner, send, work):
    """Send a file, let it be checked, answer and let it be stored; returns the text of its check page."""

    def go(upload_id: int, content: bytes, **answers: str) -> str:
        assert send(content, f"{upload_id}.csv").status_code == 303
        work(upload_id, "check")
        page = owner[0].get(f"/carga/{upload_id}/?lang=en").get_data(as_text=True)
        form = {f"answer-{key}": value for key, value in answers.items()}
        assert owner[0].post(f"/carga/{upload_id}/guardar", data=form).status_code == 303
        work(upload_id, "import")
        return page

    return go


def days(app) -> list[str]:
    with app.app_context():
        return [str(day) for day in db.session.scalars(db.select(UsageDay.day).order_by(UsageDay.day))]


def test_the_second_file_of_a_kind_asks_nothing_and_is_read_as_the_first(home, stored, app):
    assert "Is 01/03/2026" in stored(1, ambiguous(3), date_order="day_first")
    second = stored(2, ambiguous(4))
    assert "What you told us for an earlier file" in second
    assert "You told us so." in second
    assert days(app)[12:] == [f"2026-04-{day:02d}" for day in range(1, 13)]


def test_another_answer_for_a_later_file_is_taken_and_remembered(home, stored, app):
    stored(1, ambiguous(3), date_order="day_first")
    stored(2, ambiguous(4), date_order="month_first")
    with app.app_context():
        assert db.session.scalars(db.select(ReadingProfile.answers)).one() == {"date_order": "month_first"}
        assert db.session.get_one(Upload, 2).answers == {"date_order": "month_first"}


def test_a_file_of_another_kind_is_asked_about(home, stored):
    stored(1, ambiguous(3), date_order="day_first")
    other = ambiguous(4).replace(b"Consumo (kWh)", b"Importe neto;Consumo (kWh)").replace(b";1,5", b";9,99;1,5")
    assert "What you told us for an earlier file" not in stored(2, other)


def hours_of_madrid(first: datetime) -> bytes:
    """Four days as a clock of Madrid shows them; on the night of 25 October 2026 two o'clock comes twice."""
    moments = [(first.astimezone(timezone.utc) + timedelta(hours=hour)).astimezone(MADRID) for hour in range(96)]
    rows = [f"{moment:%Y-%m-%d %H:%M};0,{1 + index % 9}" for index, moment in enumerate(moments)]
    return ("Fecha y hora;Consumo (kWh)\n" + "\n".join(rows) + "\n").encode()


def test_the_clock_told_for_one_file_holds_for_the_next_that_does_not_show_it(home, stored, app):
    assert "On which clock are they?" in stored(
        1, hours_of_madrid(datetime(2026, 10, 23, tzinfo=MADRID)), timezone="Europe/Madrid"
    )
    page = stored(2, hours_of_madrid(datetime(2026, 11, 9, tzinfo=MADRID)))
    assert "What you told us for an earlier file" in page
    assert "Hours are read on the clock of Madrid." in page
    with app.app_context():
        (supply,) = db.session.get_one(Upload, 2).summary["supplies"]
    assert datetime.fromisoformat(supply["start"]) == datetime(2026, 11, 9, tzinfo=MADRID)


def test_what_one_household_answered_is_not_used_for_another(app, home, owner, stored, work, now):
    stored(1, ambiguous(3), date_order="month_first")
    with app.app_context():
        other = households.create_household(db.session, actor=owner[1], now=now, name="Otra", department="Lima").id
    data = {"file": (io.BytesIO(ambiguous(4)), "2.csv")}
    owner[0].post(f"/suministro/{other}/subir/", data=data, content_type="multipart/form-data")
    work(2, "check")
    page = owner[0].get("/carga/2/?lang=en").get_data(as_text=True)
    assert "Is 01/04/2026" in page
    assert "What you told us for an earlier file" not in page
