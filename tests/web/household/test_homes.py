"""Adding and correcting a home, and its twelve bars."""

from __future__ import annotations

from itertools import pairwise

import pytest

from advisor.db import Bill, Household, Job, SupplyPoint, db

HOME = {
    "name": "Casa de la playa",
    "digits": "9034",
    "department": "Lima",
    "distributor": "pluz",
    "people": "3",
    "dwelling": "house",
    "owned": "no",
    "water_heating": "gas",
    "cooking": "lpg",
    "appliances": ["refrigerator", "iron"],
    "lamps_led": "6",
}

pytestmark = pytest.mark.usefixtures("without_form_tokens")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_person_without_homes_is_told_how_to_begin(owner):
    assert owner[0].get("/hogares/inicio").location.endswith("/hogares/")
    assert "/hogares/nuevo" in text(owner[0].get("/hogares/"))


def test_a_new_home_is_stored_and_leads_to_its_bars(owner, app):
    answer = owner[0].post("/hogares/nuevo", data=HOME)
    assert answer.status_code == 303
    assert answer.location.endswith("/recibos/")
    with app.app_context():
        household = db.session.scalars(db.select(Household)).one()
        assert household.facts["people"] == 3
        assert household.facts["owned"] is False
        assert {"kind": "lamp_led", "count": 6} in household.facts["appliances"]
        assert household.supply_points[0].distributor == "pluz"
        assert household.supply_points[0].name == "9034"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "Name: write how you call"),
        ({"digits": "48215567"}, "only its last four digits"),
        ({"department": "Atlántida"}, "Department: choose yours"),
        ({"distributor": "nobody"}, "we do not know"),
        ({"distributor": "other"}, "Price of each kWh"),
    ],
)
def test_a_refused_answer_gets_one_sentence_and_the_rest_stays(owner, change, told):
    answer = owner[0].post("/hogares/nuevo?lang=en", data=HOME | change)
    assert answer.status_code == 422
    assert told in text(answer)
    assert 'value="6"' in text(answer)


def test_correcting_a_home_keeps_what_the_form_does_not_ask(owner, home, app):
    with app.app_context():
        household = db.session.scalars(db.select(Household)).one()
        household.facts = household.facts | {"roof": {"area_m2": 30}}
        number = household.id
        db.session.commit()
    assert 'value="4821"' in text(owner[0].get(f"/hogar/{number}/"))
    answer = owner[0].post(f"/hogar/{number}/", data=HOME)
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get(Household, number).facts["roof"] == {"area_m2": 30}
        assert db.session.scalars(db.select(SupplyPoint)).one().distributor == "pluz"
        assert db.session.scalars(db.select(Job)).one().kind.value == "assess"


def test_somebody_elses_home_cannot_be_corrected(stranger, home):
    assert stranger.get("/hogar/1/").status_code == 404
    assert stranger.post("/hogar/1/", data=HOME).status_code == 404


def bars(**changes):
    return {"last_reading": "2026-05-04", **{f"bar_{n}": str(100 + n) for n in range(1, 13)}, **changes}


@pytest.fixture
def may(monkeypatch, now):
    """The pages' clock stands at the tests' moment."""
    monkeypatch.setattr("advisor.web.household.households.routes.now", lambda: now)


@pytest.mark.usefixtures("may")
class TestBars:
    def test_twelve_bars_are_stored_as_periods_and_assessed(self, owner, home, app):
        answer = owner[0].post(f"/suministro/{home}/recibos/", data=bars(bar_3=""))
        assert answer.status_code == 303
        with app.app_context():
            stored = db.session.scalars(db.select(Bill).order_by(Bill.start)).all()
            assert len(stored) == 12
            assert [bill.kwh for bill in stored].count(None) == 1
            assert all(before.end == after.start for before, after in pairwise(stored))
            assert db.session.scalars(db.select(Job)).one().kind.value == "assess"

    @pytest.mark.parametrize("wrong", ["12o", "-5", "999999"])
    def test_a_bar_that_is_no_usage_is_refused_with_its_month(self, owner, home, app, wrong):
        answer = owner[0].post(f"/suministro/{home}/recibos/?lang=en", data=bars(bar_2=wrong))
        assert answer.status_code == 422
        assert f"“{wrong}”" in text(answer)
        assert 'value="107"' in text(answer)
        with app.app_context():
            assert not db.session.scalars(db.select(Bill)).all()

    def test_saving_twice_stores_once(self, owner, home, app):
        for _again in range(2):
            owner[0].post(f"/suministro/{home}/recibos/", data=bars())
        with app.app_context():
            assert len(db.session.scalars(db.select(Bill)).all()) == 12

    def test_stored_bars_come_back_in_the_form(self, owner, home):
        owner[0].post(f"/suministro/{home}/recibos/", data=bars())
        assert 'value="103"' in text(owner[0].get(f"/suministro/{home}/recibos/"))

    def test_a_month_from_a_meter_is_shown_rounded_and_stays_exact_unless_it_is_changed(self, owner, home, app):
        owner[0].post(f"/suministro/{home}/recibos/", data=bars())
        with app.app_context():
            for bill in db.session.scalars(db.select(Bill)):
                bill.kwh += 0.123456
            db.session.commit()
        page = text(owner[0].get(f"/suministro/{home}/recibos/"))
        assert 'value="103.1"' in page
        shown = {f"bar_{n}": f"{100 + n}.1" for n in range(1, 13)}
        owner[0].post(f"/suministro/{home}/recibos/", data=bars(**{**shown, "bar_2": "150"}))
        with app.app_context():
            kept = [bill.kwh for bill in db.session.scalars(db.select(Bill).order_by(Bill.start.desc()))]
        assert kept[:3] == pytest.approx([101.123456, 150, 103.123456], abs=1e-9)
