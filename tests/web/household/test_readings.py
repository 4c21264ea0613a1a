"""Typing what the meter says: stored, compared, asked about where it does not fit, corrected, removed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from advisor.db import DataChange, Device, Job, JobKind, MeterReading, Upload, UploadKind, db
from advisor.db.transactions import write_transaction
from advisor.jobs.worker import run_queued
from advisor.services.intervals import load_series
from advisor.services.readings import standing_upload

pytestmark = pytest.mark.usefixtures("without_form_tokens", "at_ten")


@pytest.fixture
def at_ten(monkeypatch, now):
    """The pages' clock stands at the tests' moment, 10:00 in Lima on 14 May 2026."""
    monkeypatch.setattr("advisor.web.household.readings.routes.now", lambda: now)


@pytest.fixture
def place(home) -> str:
    return f"/suministro/{home}/lecturas/"


@pytest.fixture
def send_reading(owner, place):
    """Type a reading; return the answer."""

    def send(day, kwh, *, hour="08:00", at="", **more):
        data = {"day": day, "hour": hour, "kwh": kwh, **more}
        return owner[0].post(f"{place}{at}?lang=en", data=data)

    return send


@pytest.fixture
def page(owner, place):
    """Return the text of the page in English."""
    return lambda at="": re.sub(r"\s+", " ", owner[0].get(f"{place}{at}?lang=en").get_data(as_text=True))


def stored(app):
    with app.app_context():
        query = select(MeterReading).where(MeterReading.removed_at.is_(None)).order_by(MeterReading.at)
        return [reading.value for reading in db.session.scalars(query)]


def id_of(app, kwh):
    with app.app_context():
        return db.session.scalars(select(MeterReading.id).where(MeterReading.value == kwh)).one()


def answers(app):
    with app.app_context():
        return db.session.scalars(select(Upload.answers).where(Upload.kind == UploadKind.TYPED)).one()


def test_before_the_first_one_the_page_says_what_two_will_tell(page):
    shown = page()
    assert "There are no readings yet" in shown
    assert 'value="2026-05-14"' in shown
    assert 'value="10:00"' in shown


def test_a_reading_is_stored_at_its_moment_on_the_homes_clock(app, send_reading, page):
    assert send_reading("2026-05-10", "12 345,6").status_code == 303
    with app.app_context():
        reading = db.session.scalars(select(MeterReading)).one()
        assert (reading.value, reading.at.isoformat()) == (12345.6, "2026-05-10T13:00:00+00:00")
        assert [job.kind for job in db.session.scalars(select(Job))] == [JobKind.DERIVE_READINGS]
        assert [(line.kind, line.detail["kwh"]) for line in db.session.scalars(select(DataChange))] == [
            ("readings", 12345.6)
        ]
    assert "You have one reading" in page()


def test_two_readings_say_the_pace_beside_140_kwh_and_become_usage(app, home, send_reading, page):
    send_reading("2026-05-02", "1000", hour="00:00")
    send_reading("2026-05-12", "1050", hour="00:00")
    shown = page()
    assert (
        "At this pace you pass 140 kWh a month by 10\u00a0kWh" in shown.replace("&nbsp;", "\u00a0")
        or "by 10 kWh" in shown
    )
    assert "5 kWh a day" in shown
    assert "150 kWh in thirty days" in shown
    run_queued(app)
    with app.app_context():
        series = load_series(db.session, supply_point_id=home)
        assert series.kwh.tolist() == pytest.approx([5] * 10)


def test_within_140_kwh_is_said_too_and_less_than_a_day_tells_no_month(send_reading, page):
    send_reading("2026-05-02", "1000")
    send_reading("2026-05-12", "1040")
    assert "you stay within 140 kWh a month" in page()
    send_reading("2026-05-12", "1041", hour="20:00")
    assert "Less than a day is too little" in page()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"day": ""}, "Day: write the one"),
        ({"day": "31/02/2026"}, "“31/02/2026” is not a date"),
        ({"day": "2026-05-15"}, "still to come"),
        ({"day": "1990-01-01"}, "last ten years"),
        ({"hour": "25:00"}, "Time: write the hour"),
        ({"day": "2026-05-14", "hour": "11:00"}, "that hour is still to come"),
        ({"kwh": ""}, "write the number"),
        ({"kwh": "doce"}, "“doce” is not one number"),
        ({"kwh": "-5"}, "is not one number"),
        ({"kwh": "12,345"}, "is it 12,345?"),
        ({"kwh": "1e5"}, "is not one number"),
    ],
)
def test_what_is_no_reading_is_refused_in_words_and_the_rest_stays(app, send_reading, told, sentence):
    answer = send_reading(**{"day": "2026-05-10", "kwh": "1000", "hour": "07:45"} | told)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in shown.replace("&#39;", "'")
    assert told.get("hour", "07:45") in shown
    assert stored(app) == []


class TestDoubts:
    @pytest.fixture(autouse=True)
    def before(self, without_form_tokens, at_ten, send_reading):
        assert send_reading("2026-05-01", "99980").status_code == 303

    def test_a_lower_reading_is_asked_about_and_nothing_is_stored(self, app, send_reading):
        answer = send_reading("2026-05-11", "9999")
        shown = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Is the reading 9,999? It is less than that of" in shown
        assert "Nothing is stored yet" in shown
        assert 'value="new_meter"' in shown
        assert stored(app) == [99980]

    def test_a_slip_is_typed_again(self, app, send_reading):
        assert send_reading("2026-05-11", "9999", explanation="slip").status_code == 422
        assert send_reading("2026-05-11", "99999", explanation="slip").status_code == 303
        assert stored(app) == [99980, 99999]

    def test_a_new_meter_is_recorded_and_what_came_before_it_stays_unknown(self, app, home, send_reading, page):
        assert send_reading("2026-05-11", "3", explanation="new_meter").status_code == 303
        assert answers(app)["replacements"] == ["2026-05-11T13:00:00+00:00"]
        shown = page()
        assert "new meter" in shown
        assert "Your meter began anew" in shown
        send_reading("2026-05-13", "13")
        assert "5 kWh a day" in page()
        run_queued(app)
        with app.app_context():
            assert load_series(db.session, supply_point_id=home).total_kwh == pytest.approx(5)

    def test_a_meter_that_rolled_over_goes_on(self, app, send_reading, page):
        asked = send_reading("2026-05-11", "20").get_data(as_text=True)
        assert "You used 40 kWh between" in asked.replace("\u00a0", " ")
        assert send_reading("2026-05-11", "20", explanation="rolled_over").status_code == 303
        assert answers(app)["digits"] == 5
        assert "4 kWh a day" in page().replace("\u00a0", " ")

    def test_an_answer_that_was_not_offered_is_none(self, app, send_reading):
        assert send_reading("2026-05-11", "9999", explanation="rolled_over").status_code == 422
        assert send_reading("2026-05-11", "9999", explanation="right").status_code == 422
        assert stored(app) == [99980]

    def test_more_than_a_home_uses_is_asked_about_and_may_be_right(self, app, send_reading):
        asked = send_reading("2026-05-02", "199980")
        assert asked.status_code == 422
        assert "You would have used 100,000" in asked.get_data(as_text=True)
        assert send_reading("2026-05-02", "199980", explanation="right").status_code == 303

    def test_one_for_an_earlier_day_must_fit_the_later_one(self, send_reading):
        asked = send_reading("2026-04-20", "99990").get_data(as_text=True)
        assert "more than the later one" in asked


def test_a_reading_is_corrected_in_its_place_and_both_rows_stay(app, send_reading, page):
    send_reading("2026-05-01", "1000")
    send_reading("2026-05-11", "1500")
    wrong = id_of(app, 1500)
    assert 'value="1500"' in page(f"{wrong}/")
    assert send_reading("2026-05-11", "1050", at=f"{wrong}/").status_code == 303
    assert stored(app) == [1000, 1050]
    assert send_reading("2026-05-12", "1055", at=f"{id_of(app, 1050)}/").status_code == 303
    assert stored(app) == [1000, 1055]
    assert send_reading("2026-05-12", "900", at=f"{id_of(app, 1055)}/").status_code == 422
    assert stored(app) == [1000, 1055]
    with app.app_context():
        assert len(db.session.scalars(select(MeterReading)).all()) == 4


def test_a_removed_reading_counts_no_more_and_takes_the_new_meter_it_began_with_along(app, owner, place, send_reading):
    send_reading("2026-05-01", "1000")
    send_reading("2026-05-11", "3", explanation="new_meter")
    assert owner[0].post(f"{place}{id_of(app, 3)}/quitar").status_code == 303
    assert stored(app) == [1000]
    assert answers(app)["replacements"] == []
    assert send_reading("2026-05-11", "1040").status_code == 303
    with app.app_context():
        kinds = [line.kind for line in db.session.scalars(select(DataChange).order_by(DataChange.id))]
    assert kinds == ["readings", "readings", "readings_removed", "readings"]


def test_the_same_reading_sent_twice_is_one(app, send_reading):
    for _again in range(2):
        assert send_reading("2026-05-01", "1000").status_code == 303
    assert stored(app) == [1000]


def test_anothers_readings_do_not_exist(app, stranger, place, send_reading):
    send_reading("2026-05-01", "1000")
    number = id_of(app, 1000)
    for path in (place, f"{place}{number}/"):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, data={"day": "2026-05-02", "hour": "08:00", "kwh": "1"}).status_code == 404
    assert stranger.post(f"{place}{number}/quitar").status_code == 404
    assert stored(app) == [1000]


def test_a_reading_a_device_sent_is_not_corrected_here(app, owner, home, place, now):
    with app.app_context(), write_transaction(db.session):
        row = MeterReading(supply_point_id=home, channel="import", kind="register", at=now, value=7, received_at=now)
        row.upload_id = _device(home, now).upload_id
        db.session.add(row)
    assert owner[0].get(f"{place}{id_of(app, 7)}/").status_code == 404
    assert owner[0].post(f"{place}{id_of(app, 7)}/quitar").status_code == 404


def test_connected_meters_are_listed_with_their_last_message(app, home, page, now):
    assert "Whoever runs this site can connect a meter" in page()
    with app.app_context(), write_transaction(db.session):
        _device(home, now).last_message_at = now - timedelta(minutes=30)
    shown = page()
    assert "Tasmota" in shown
    assert "9:30" in shown


def _device(home, now) -> Device:
    from advisor.db import SupplyPoint

    point = db.session.get_one(SupplyPoint, home)
    of = {"now": now, "supply_point": point, "kind": UploadKind.DEVICE, "key": "x"}
    upload = standing_upload(db.session, **of, name="medidor")
    told = {"supply_point_id": home, "upload_id": upload.id, "layout": "tasmota", "topic": "x", "created_at": now}
    device = Device(name="Medidor de la sala", **told)
    db.session.add(device)
    db.session.flush()
    return device
