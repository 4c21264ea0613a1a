"""`import` and `device` as scripts use them: 0 with one JSON document, 2 with a sentence, and nothing half stored."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from advisor.db import Household, Membership, SupplyPoint, Upload, db
from advisor.jobs.worker import run_queued
from advisor.services import accounts, consultancies, households
from advisor.services.actors import Actor
from tests.conftest import NOW
from tests.ingest.paper import making
from tests.services.meter_files import a_day, half_hours


@pytest.fixture
def run(app):
    def running(*words: object):
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return running


@pytest.fixture
def point_id(app) -> int:
    with app.app_context():
        told = {"email": "ana@ejemplo.pe", "password_hash": None, "role": "homeowner"}
        ana = Actor(accounts.create_user(db.session, now=NOW, **told).id)
        return households.create_household(db.session, actor=ana, now=NOW, name="Casa", department="Lima").id


@pytest.fixture
def meter_file(tmp_path):
    path = tmp_path / "medidor.csv"
    path.write_bytes(half_hours("2026-04-01 00:00", a_day(0.1)))
    return path


def count(app, table) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(table)).one()


def test_import_stores_a_file_once_and_says_what(app, run, point_id, meter_file):
    first = run("import", meter_file, "--supply-point", point_id, "--json")
    assert first.exit_code == 0, first.stderr
    document = json.loads(first.stdout)
    assert document["uploads"] == [1]
    assert document["intervals_added"] == 144
    assert document["kwh"] == pytest.approx(14.4)
    again = run("import", meter_file, "--supply-point", point_id, "--json")
    assert json.loads(again.stdout)["uploads"] == [1]
    assert count(app, Upload) == 1


def test_import_for_a_client_of_a_consultancy_is_brought_by_its_consultant(app, run, point_id, meter_file):
    with app.app_context():
        told = {"email": "c@ejemplo.pe", "password_hash": None, "role": "consultant", "consultancy": "Luz Clara"}
        consultant_id = accounts.create_user(db.session, now=NOW, **told).id
        home = db.session.scalars(select(Household)).one()
        home.consultancy_id = consultancies.find_or_make(db.session, now=NOW, name="Luz Clara")
        db.session.delete(db.session.scalars(select(Membership)).one())
        db.session.commit()
    assert run("import", meter_file, "--supply-point", point_id).exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(Upload.uploaded_by_id)).one() == consultant_id


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        (b"", (), "vacío"),
        (b"hola\nque tal\n", (), ""),
        (half_hours("2026-04-01 00:00", a_day(0.1)), ("--answer", "date_order"), "PREGUNTA=OPCIÓN"),
        (
            making.pdf([(40, 40, "LUZ DEL SUR"), (40, 60, "Energía a facturar (kWh)"), (200, 60, "132.00")]),
            (),
            "recibo",
        ),
    ],
    ids=["empty", "no meter file", "half an answer", "bill"],
)
def test_import_ends_with_2_and_a_sentence(app, run, point_id, tmp_path, content, more, told):
    path = tmp_path / "archivo"
    path.write_bytes(content)
    refused = run("import", path, "--supply-point", point_id, "--json", *more)
    assert (refused.exit_code, refused.stdout) == (2, ""), refused.exception
    assert told in refused.stderr
    assert refused.stderr.strip()
    run_queued(app)
    with app.app_context():
        assert db.session.get_one(SupplyPoint, point_id).bills == []


@pytest.mark.parametrize("words", [("no.csv", "--supply-point", 1), ("{file}", "--supply-point", 999), ("{file}",)])
def test_import_without_a_file_or_a_supply_point_ends_with_2(app, run, point_id, meter_file, words):
    refused = run("import", *[meter_file if word == "{file}" else word for word in words])
    assert refused.exit_code == 2
    assert refused.stderr.strip()
    assert count(app, Upload) == 0


def test_a_device_is_added_listed_and_removed(run, point_id):
    add = ("device", "add", "--supply-point", point_id, "--layout", "tasmota", "--topic", "tele/medidor/SENSOR")
    number = json.loads(run(*add, "--json").stdout)["device_id"]
    listed = json.loads(run("device", "list", "--json").stdout)["devices"]
    assert [(one["device_id"], one["name"], one["channel"]) for one in listed] == [(number, "medidor", "import")]
    assert run(*add).exit_code == 2
    removed = run("device", "remove", number, "--json")
    assert (removed.exit_code, json.loads(removed.stdout)) == (0, {"device_id": number})
    assert json.loads(run("device", "list", "--json").stdout) == {"devices": []}
    assert run("device", "remove", number).exit_code == 2


@pytest.mark.parametrize("command", ["mqtt", "device", "import", "portfolio"])
def test_each_command_says_what_it_is_for(run, command):
    told = run(command, "--help")
    assert told.exit_code == 0
    assert "--help" in told.output
