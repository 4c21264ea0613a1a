"""Every code the core can give has a sentence, in words and values a person can read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from advisor.energy.findings import Finding
from advisor.reference.measures import load_measures
from advisor.web import locale, messages
from advisor.web.words.findings import SENTENCES
from advisor.web.words.marks import Counted
from advisor.web.words.reasons import REASONS

PRODUCT = Path(messages.__file__).parents[1]
PACKAGES = ("energy", "ingest", "reference", "assessment", "forecasting", "services")
# Calls whose first or second argument, or `code=`, is a code of a finding or of a refused row.
MAKERS = {"Finding", "UnableToReadFile", "_problem", "_finding", "refuse", "ignore", "_Refused"}
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def codes_in_source():
    for package in PACKAGES:
        for path in (PRODUCT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and name_of(node.func) in MAKERS:
                    given = [*node.args[:2], *(word.value for word in node.keywords if word.arg == "code")]
                    constants = [item.value for item in given if isinstance(item, ast.Constant)]
                    yield from [value for value in constants if isinstance(value, str) and CODE.fullmatch(value)][:1]


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.fixture
def request_context():
    app = Flask("words")
    locale.init_app(app)
    app.secret_key = "words"
    with app.test_request_context("/?lang=en"):
        yield


def test_every_code_in_the_source_has_a_sentence():
    codes = set(codes_in_source())
    assert len(codes) > 40
    assert codes - set(SENTENCES) == set()


def forms(words) -> tuple[str, ...]:
    """The sentence, or its form for one and its form for many."""
    return (words.singular, words.plural) if isinstance(words, Counted) else (words,)


def test_every_reason_of_every_measure_has_a_sentence():
    used = {reason.code for measure in load_measures().values() for reason in measure.reasons}
    assert used - set(REASONS) == set()


def test_a_reason_names_only_values_its_measure_gives():
    given = {}
    for measure in load_measures().values():
        for reason in measure.reasons:
            given.setdefault(reason.code, set()).update(reason.facts)
    for code, facts in given.items():
        words = REASONS[code]
        named = {name for text in forms(words) for name in re.findall(r"%\((\w+)\)s", text)}
        assert named | ({words.by} if isinstance(words, Counted) else set()) <= facts, code


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_ends_and_stays_short(code):
    words = SENTENCES[code]
    for text in forms(words):
        assert text[-1] in ".?"
        assert max(len(part.split()) for part in re.split(r"(?<=[.?:])\s", text)) <= 32


@pytest.mark.usefixtures("request_context")
class TestSaying:
    def test_values_are_written_for_people(self):
        finding = Finding("data_is_old", params={"last_end": "2026-03-04", "days": 70})
        assert "March 4, 2026" in messages.sentence(finding)

    def test_energy_and_money_get_their_units(self):
        told = messages.reason({"code": "warm_months_use_more", "params": {"warm_months_extra_kwh": 22.4}})
        assert "22\u00a0kWh" in told

    def test_shares_are_per_cents(self):
        params = {"base_load_w": 95, "base_load_share": 0.31}
        assert "31\u00a0%" in messages.reason({"code": "base_load_all_night", "params": params})

    def test_one_and_many_differ(self):
        one = messages.sentence({"code": "bars_missing", "params": {"count": 1}})
        many = messages.sentence({"code": "bars_missing", "params": {"count": 3}})
        assert one.startswith("One bar")
        assert many.startswith("3 bars")

    def test_a_reason_counts_by_its_own_value(self):
        one = messages.reason({"code": "electric_shower_people", "params": {"people": 1}})
        four = messages.reason({"code": "electric_shower_people", "params": {"people": 4}})
        assert one.startswith("One person")
        assert four.startswith("4 of you")

    def test_a_reason_within_a_code_has_its_own_sentence(self):
        general = messages.sentence({"code": "forecast_simple", "params": {"reason": "something new"}})
        special = messages.sentence({"code": "forecast_simple", "params": {"reason": "many_gaps"}})
        assert general != special

    def test_a_value_that_was_not_given_does_not_break_the_page(self):
        assert "–" in messages.sentence({"code": "data_is_old", "params": {}})

    def test_an_unknown_code_is_said_plainly_and_noted(self, caplog):
        assert "brand_new" in messages.sentence({"code": "brand_new", "params": {}})
        assert "brand_new" in caplog.text

    @pytest.mark.parametrize("code", sorted(SENTENCES))
    def test_every_sentence_can_be_said(self, code):
        names = re.findall(r"%\((\w+)\)s", str(SENTENCES[code]))
        told = messages.sentence({"code": code, "params": dict.fromkeys(names, 3)})
        assert "%(" not in told
