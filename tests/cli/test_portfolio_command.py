"""`portfolio check|import` follows its contract."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from advisor.db import Household, PortfolioFile, db

GOOD = "Código;Nombre;ene-25;feb-25;mar-25\nC-1;Ana;100;110;120\nC-2;Luis;90;95;97\nC-3;Eva;12a;95;97\n"


@pytest.fixture
def run(app, tmp_path):
    def running(action: str, text: str, *arguments: str):
        file = tmp_path / "cartera.csv"
        file.write_text(text, encoding="utf-8")
        command = ["portfolio", action, str(file), "--consultancy", "Luz Clara", *arguments]
        return app.test_cli_runner().invoke(args=command)

    return running


def households(app) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count(Household.id))).one()


def test_check_counts_the_rows_and_stores_nothing(app, run):
    result = run("check", GOOD, "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert {name: document[name] for name in ("rows", "valid", "warned", "refused")} == {
        "rows": 3, "valid": 2, "warned": 0, "refused": 1
    }  # fmt: skip
    assert document["findings"] == [
        {"row": 4, "column": "ene-25", "code": "kwh_not_a_number", "severity": "error", "params": {"cell": "12a"}}
    ]
    assert households(app) == 0
    with app.app_context():
        assert db.session.scalars(select(func.count(PortfolioFile.id))).one() == 0


def test_import_stores_the_good_rows_and_a_second_time_nothing(app, run):
    for _ in range(2):
        result = run("import", GOOD, "--json")
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["result"]["made"] == 2
        assert households(app) == 2


@pytest.mark.parametrize("action", ["check", "import"])
def test_a_file_without_clients_ends_with_2_and_a_sentence(run, action):
    result = run(action, "hola\nque tal\n", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
