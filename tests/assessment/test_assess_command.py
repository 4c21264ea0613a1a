"""`flask --app wsgi assess`: one line in, one line out, in order, and a sentence for each bad line."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask_babel import Babel

from advisor.cli.assess import assess


class _Settings:
    def __init__(self, models_dir):
        self.models_dir = models_dir


@pytest.fixture
def run(tmp_path):
    """Run the command on some lines; the application has no models and no database: the command needs neither."""
    app = Flask("test")
    Babel(app)
    app.extensions["advisor_settings"] = _Settings(tmp_path / "no-models")
    app.cli.add_command(assess)

    def run(*lines, options=("--as-of", "2026-08-04", "--json")):
        source = tmp_path / "homes.jsonl"
        source.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
        done = app.test_cli_runner().invoke(args=["assess", str(source), *options])
        return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    run.folder = tmp_path
    return run


def test_each_household_gets_one_line_in_the_same_order(run, home):
    code, found, errors = run(home(household_id="b"), "", home(household_id="a"))
    assert code == 0
    assert [item["household_id"] for item in found] == ["b", "a"]
    assert all(item["status"] == "assessed" for item in found)
    assert "line" not in errors


def test_a_bad_line_is_named_and_the_others_are_answered(run, home):
    wrong = home(household_id="wrong", people="many")
    code, found, errors = run(home(), wrong, "{not json", home(household_id="last"))
    assert code == 2
    assert [item["status"] for item in found] == ["assessed", "not_enough_data", "not_enough_data", "assessed"]
    assert found[1]["household_id"] == "wrong"
    assert found[1]["findings"][0]["params"]["path"] == "$.household.people"
    assert found[2]["findings"][0]["code"] == "not_json"
    assert "homes.jsonl" in errors
    assert "2" in errors
    assert "$.household.people" in errors


def test_too_little_data_is_an_answer_and_no_error(run, home, bars):
    code, found, _ = run(home(usage={"bills": bars((120,))}))
    assert code == 0
    assert found[0]["status"] == "not_enough_data"


def write_hours(path, days):
    rows = ["interval_start,kwh"]
    for day in range(days):
        month, number = divmod(day, 28)
        rows += [
            f"2026-0{month + 5}-{number + 1:02d}T{hour:02d}:00:00-05:00,{0.1 + hour / 50:.3f}" for hour in range(24)
        ]
    path.write_text("\n".join(rows) + "\n")


def test_an_interval_file_is_found_beside_the_input(run, home):
    write_hours(run.folder / "meter.csv", 28)
    code, found, errors = run(home(usage={"interval_file": "meter.csv"}))
    assert code == 0, errors
    assert found[0]["data"]["kind"] == "interval"
    assert found[0]["data"]["interval_days"] == 28
    assert len(found[0]["forecast"]["hours"]) == 168


def test_an_interval_file_that_is_not_there_is_named_and_the_bars_still_count(run, home, bars):
    code, found, errors = run(home(usage={"bills": bars(), "interval_file": "gone.csv"}))
    assert code == 2
    assert found[0]["status"] == "assessed"
    assert found[0]["findings"][0]["code"] == "interval_file_missing"
    assert "gone.csv" in errors


def test_an_interval_file_that_is_no_meter_file_is_named(run, home):
    (run.folder / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    code, found, errors = run(home(usage={"interval_file": "photo.csv"}))
    assert code == 2
    assert found[0]["findings"][0]["code"] in ("interval_file_unreadable", "interval_file_without_usage")
    assert "photo.csv" in errors


def test_a_date_that_is_no_date_stops_with_a_sentence(run, home):
    code, found, errors = run(home(), options=("--as-of", "yesterday"))
    assert code == 2
    assert found == []
    assert "yesterday" in errors


def test_an_empty_file_gives_no_lines(run):
    assert run()[:2] == (0, [])
