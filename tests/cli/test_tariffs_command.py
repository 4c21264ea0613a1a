"""`tariffs export|check|publish|withdraw` follows its contract."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from advisor.db import TariffList, db
from advisor.services import accounts
from tests.reference.test_tariff_csv import HEADER, ROWS, changed, written

WHO = ("--actor", "Jefa@ejemplo.pe", "--reason", "Pliego de setiembre")


@pytest.fixture
def run(app, tmp_path, now):
    with app.app_context():
        for email, role in (("jefa@ejemplo.pe", "administrator"), ("ana@ejemplo.pe", "homeowner")):
            accounts.create_user(db.session, now=now, email=email, password_hash=None, role=role)
        db.session.remove()

    def running(action: str, text: str | None, *arguments: str):
        file = tmp_path / "pliegos.csv"
        if text is not None:
            file.write_text(text, encoding="utf-8")
        return app.test_cli_runner().invoke(args=["tariffs", action, str(file), *arguments])

    return running


def stored(app) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count(TariffList.id))).one()


def test_an_export_checked_and_published_changes_nothing(app, run, tmp_path):
    assert run("export", None).exit_code == 0
    text = (tmp_path / "pliegos.csv").read_text("utf-8")
    assert app.test_cli_runner().invoke(args=["tariffs", "export"]).stdout == text
    checked = json.loads(run("check", text, "--json").stdout)
    assert all(found["unchanged"] and found["findings"] == [] for found in checked["lists"])
    assert all(effect["new"] == effect["in_force"] for found in checked["lists"] for effect in found["effects"])
    done = run("publish", text, *WHO, "--json")
    assert (done.exit_code, json.loads(done.stdout)["published"]) == (0, [])
    assert stored(app) == 0


def test_check_shows_the_effect_and_stores_nothing(app, run):
    result = run("check", written(), "--json")
    assert result.exit_code == 0, result.stderr
    (found,) = json.loads(result.stdout)["lists"]
    assert found["name"] == "luz-del-sur/lima-sur/BT5B/2026-09-04"
    # The same prices as those of August: 117.47 soles at 141 kWh, worked line by line in tests/energy.
    assert found["effects"][4] == {"kwh": 141, "new": "117.47", "in_force": "117.47"}
    assert stored(app) == 0
    assert "141" in run("check", written()).stdout


def test_publish_stores_once_and_the_bill_command_uses_it(app, run):
    text = written(changed(8, ">140,energy_all_kwh,S/ per kWh incl. IGV,0.8000"))
    first, again = (json.loads(run("publish", text, *WHO, "--json").stdout) for _ in range(2))
    assert first["published"] == ["luz-del-sur/lima-sur/BT5B/2026-09-04"] == again["unchanged"]
    assert (again["published"], stored(app)) == ([], 1)
    about = ["--distributor", "luz-del-sur", "--kwh", "200", "--start", "2026-09-04", "--end", "2026-10-04", "--json"]
    document = json.loads(app.test_cli_runner().invoke(args=["bill", *about]).stdout)
    assert document["tariff_versions"][0].startswith("luz-del-sur/lima-sur/BT5B/2026-09-04-")
    # 0.8000 with IGV is 0.6780 before it.
    assert next(line for line in document["lines"] if line["code"] == "energy_all")["unit_price"] == "0.6780"
    name = "luz-del-sur/lima-sur/BT5B/2026-09-04"
    gone = app.test_cli_runner().invoke(args=["tariffs", "withdraw", name, *WHO])
    assert gone.exit_code == 0, gone.stderr
    document = json.loads(app.test_cli_runner().invoke(args=["bill", *about]).stdout)
    assert document["tariff_versions"] == ["luz-del-sur/lima-sur/BT5B/2026-08-04"]


@pytest.mark.parametrize("action", [("check",), ("publish", *WHO)])
def test_a_file_without_a_complete_list_ends_with_2_and_a_sentence_for_each_problem(app, run, action):
    name, *more = action
    result = run(name, written(changed(3, "0-30,energy,S/ per kWh,x")), *more, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
    assert stored(app) == 0


def test_a_file_with_a_bad_list_is_published_only_where_that_is_asked_for(app, run):
    text = written() + written(ROWS[:5], who="Pluz,Lima Norte,BT5B residential").removeprefix(HEADER)
    refused = run("publish", text, *WHO)
    assert (refused.exit_code, refused.stdout, stored(app)) == (2, "", 0)
    done = run("publish", text, *WHO, "--complete-only", "--json")
    assert len(json.loads(done.stdout)["published"]) == stored(app) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--actor", "ana@ejemplo.pe", "--reason", "x"),
        ("--actor", "nadie@ejemplo.pe", "--reason", "x"),
        ("--actor", "jefa@ejemplo.pe", "--reason", " "),
        ("--actor", "jefa@ejemplo.pe"),
        ("--reason", "x"),
    ],
)
def test_publishing_needs_an_administrator_and_a_reason(app, run, arguments):
    result = run("publish", written(), *arguments)
    assert (result.exit_code, result.stdout, stored(app)) == (2, "", 0)
    assert result.stderr


def test_a_file_that_is_not_there_ends_with_2(run):
    assert run("check", None).exit_code == 2
