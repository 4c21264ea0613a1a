"""The command `read` keeps its contract: one JSON document, the canonical CSV, exit 2 with a sentence for bad input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from advisor.cli.read import read

SAMPLE = Path(__file__).parent / "samples" / "enedis_load_curve.csv"


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(read, arguments)


def test_json_is_the_contract(app: Flask) -> None:
    result = run(app, str(SAMPLE), "--timezone", "Europe/Paris", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert set(document) >= {"format", "encoding", "timezone", "kind", "supplies", "findings", "rows"}
    (supply,) = document["supplies"]
    assert supply["total_kwh"] == pytest.approx(0.8)
    assert {name: value for name, value in supply.items() if name != "total_kwh"} == {
        "supply_point": "11111111111111",
        "channel": "import",
        "unit": "kWh",
        "unit_in_file": "W",
        "step_minutes": 30,
        "start": "2023-02-01T00:00:00+01:00",
        "end": "2023-02-01T02:00:00+01:00",
        "intervals": 4,
        "measured": 3,
        "estimated": 0,
        "missing": 1,
        "values": 3,
    }
    assert document["rows"]["read"] == 4
    assert all({"code", "severity", "params"} <= set(finding) for finding in document["findings"])


def test_out_writes_the_canonical_series(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "serie.csv"
    assert run(app, str(SAMPLE), "--timezone", "Europe/Paris", "--out", str(out)).exit_code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["supply_point", "channel", "interval_start", "interval_end", "kwh", "quality"]
    assert [(row["kwh"], row["quality"]) for row in rows] == [
        ("0.1", "measured"),
        ("0.2", "measured"),
        ("", "missing"),
        ("0.5", "measured"),
    ]
    assert rows[2]["interval_end"] == rows[3]["interval_start"] == "2023-02-01T01:30:00+01:00"


def test_without_json_it_says_it_in_words(app: Flask) -> None:
    result = run(app, str(SAMPLE), "--timezone", "Europe/Paris")
    assert result.exit_code == 0
    assert "11111111111111" in result.stdout
    assert "0.800 kWh" in result.stdout


@pytest.mark.parametrize("arguments", [("no-such-file.csv",), (str(SAMPLE), "--timezone", "Marte/Olimpo")])
def test_wrong_input_is_one_sentence_and_exit_2(app: Flask, arguments: tuple[str, ...]) -> None:
    result = run(app, *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_hopeless_file_is_one_sentence_and_exit_2(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "recibo.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    result = run(app, str(path), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
