"""`flask --app wsgi bill`: the contract on standard output, sentences on standard error."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from advisor.cli.bill import bill
from advisor.web import locale

MONTH = ("--start", "2026-05-04", "--end", "2026-06-04")
LUZ_DEL_SUR = ("--distributor", "luz-del-sur", "--option", "BT5B", *MONTH)


@pytest.fixture
def run():
    """Run the command, which needs no database, and return exit code, output and lines of standard error."""
    app = Flask("advisor.web")
    locale.init_app(app)
    app.cli.add_command(bill)

    def run(*arguments):
        result = app.test_cli_runner().invoke(args=["bill", *arguments])
        return result.exit_code, result.stdout, result.stderr.splitlines()

    return run


@pytest.mark.parametrize(
    ("distributor", "kwh", "total"),
    [
        ("luz-del-sur", 30, "20.37"),
        ("luz-del-sur", 31, "22.88"),
        ("luz-del-sur", 140, "103.49"),
        ("luz-del-sur", 141, "113.02"),
        ("pluz", 30, "20.72"),
        ("pluz", 31, "22.87"),
        ("pluz", 140, "104.98"),
        ("pluz", 141, "114.75"),
    ],
)
def test_it_prints_the_bill_worked_by_hand_as_one_document(run, distributor, kwh, total):
    code, out, _ = run("--distributor", distributor, "--kwh", str(kwh), *MONTH, "--json")
    document = json.loads(out)
    assert (code, document["total"], document["kwh"]) == (0, total, kwh)
    keys = ["distributor", "system", "option", "kwh", "bracket", "lines", "subtotal", "igv", "total"]
    keys += ["marginal_price_per_kwh", "next_bracket_at_kwh", "next_bracket_jump", "tariff_versions", "findings"]
    assert list(document) == keys


def test_without_json_it_prints_a_table_in_spanish(run):
    code, out, _ = run(*LUZ_DEL_SUR, "--kwh", "132")
    assert code == 0
    assert "Cargo fijo" in out
    assert "97.75" in out


def test_remarks_go_to_standard_error(run):
    _, out, err = run(*LUZ_DEL_SUR, "--kwh", "132", "--json")
    assert len(err) == len(json.loads(out)["findings"]) == 1


def test_no_igv_leaves_the_tax_out(run):
    _, out, _ = run(*LUZ_DEL_SUR, "--kwh", "140", "--no-igv", "--json")
    assert (json.loads(out)["igv"], json.loads(out)["total"]) == ("0.00", "87.94")


def test_two_periods_take_the_peak_energy(run):
    arguments = (
        "--distributor",
        "luz-del-sur",
        "--option",
        "BT5F",
        "--kwh",
        "150",
        "--peak-kwh",
        "40",
        *MONTH,
        "--json",
    )
    assert json.loads(run(*arguments)[1])["total"] == "127.01"


def test_the_own_bill_comes_first(run, tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"unit_price": "0.6937", "fixed": 3, "public_lighting": "4.00", "kwh": 81}))
    _, out, _ = run("--distributor", "electronoroeste", "--kwh", "81", *MONTH, "--from-bill", str(path), "--json")
    document = json.loads(out)
    assert document["total"] == "68.09"
    assert document["tariff_versions"] == ["own bill"]


def test_a_distributor_nobody_knows_is_billed_from_the_price_of_its_own_bill(run, tmp_path):
    path = tmp_path / "own.json"
    path.write_text('{"unit_price": "0.70"}')
    code, out, err = run("--distributor", "nueva", "--kwh", "100", *MONTH, "--from-bill", str(path), "--json")
    document = json.loads(out)
    assert (code, document["distributor"], document["bracket"]) == (0, "nueva", "31-140")
    assert len(err) == len(document["findings"])


def test_every_problem_is_one_sentence_and_nothing_is_printed(run):
    code, out, err = run("--distributor", "enel", "--kwh", "mucho", "--start", "ayer", "--end", "2026-06-04", "--json")
    assert (code, out) == (2, "")
    assert len(err) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("--distributor", "seal", "--kwh", "100", *MONTH),
        ("--kwh", "100", *MONTH),
        ("--distributor", "pluz", "--kwh", "-5", *MONTH),
        ("--distributor", "pluz", "--kwh", "nan", *MONTH),
        ("--distributor", "pluz", *MONTH),
        ("--distributor", "pluz", "--kwh", "100", "--start", "2026-06-04", "--end", "2026-05-04"),
        ("--distributor", "pluz", "--option", "BT5F", "--kwh", "100", *MONTH),
        ("--distributor", "pluz", "--option", "BT5F", "--kwh", "100", "--peak-kwh", "101", *MONTH),
        ("--distributor", "pluz", "--option", "MT2", "--kwh", "100", *MONTH),
        ("--distributor", "pluz", "--kwh", "100", *MONTH, "--from-bill", "nowhere.json"),
    ],
)
def test_wrong_input_ends_with_two_and_one_sentence(run, arguments):
    code, out, err = run(*arguments, "--json")
    assert (code, out, len(err)) == (2, "", 1)


@pytest.mark.parametrize(
    "text", ["not json", "[]", '{"price": 1}', '{"fixed": -2}', '{"kwh": true}', '{"unit_price": 0}']
)
def test_an_own_bill_that_cannot_be_read_is_refused(run, tmp_path, text):
    path = tmp_path / "own.json"
    path.write_text(text)
    code, out, err = run(*LUZ_DEL_SUR, "--kwh", "100", "--from-bill", str(path), "--json")
    assert (code, out, len(err)) == (2, "", 1)


def test_three_prices_by_the_hour_are_lines_of_their_own(run):
    parts = ("--option", "BT5I", "--kwh", "150", "--peak-kwh", "50", "--base-kwh", "40")
    code, out, _ = run("--distributor", "luz-del-sur", *MONTH, *parts, "--json")
    document = json.loads(out)
    amounts = {line["code"]: line["amount"] for line in document["lines"]}
    assert (code, document["total"]) == (0, "117.49")
    assert [amounts[f"energy_{hours}"] for hours in ("peak", "middle", "base")] == ["35.17", "31.80", "21.19"]


@pytest.mark.parametrize(
    ("flags", "total", "bracket"),
    [(("--no-fose",), "80.53", "all"), (("--non-residential", "--kwh", "20"), "21.02", "all"), ((), "72.41", "31-140")],
)
def test_shops_and_homes_outside_fose_pay_one_price(run, flags, total, bracket):
    code, out, _ = run(*LUZ_DEL_SUR, "--kwh", "100", *flags, "--json")
    assert (code, json.loads(out)["total"], json.loads(out)["bracket"]) == (0, total, bracket)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--option", "BT5A"), "exceso de potencia"),
        (("--option", "BT5I", "--peak-kwh", "5"), "horas base"),
        (("--option", "BT5I", "--peak-kwh", "60", "--base-kwh", "41"), "juntos"),
    ],
)
def test_what_an_option_needs_is_said_in_one_sentence(run, more, told):
    code, out, err = run("--distributor", "luz-del-sur", *MONTH, "--kwh", "100", *more)
    assert (code, out, len(err)) == (2, "", 1)
    assert told in err[0]
