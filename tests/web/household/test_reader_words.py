"""Every question and decision of the reader of files has its words; the reader's own code says which there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_babel import force_locale

from advisor.web.household.uploads.decisions import because, decided
from advisor.web.household.uploads.questions import asked

INGEST = Path(__file__).resolve().parents[3] / "advisor" / "ingest"
DECISIONS = {
    "encoding": ("utf-8",),
    "separator": ("semicolon", "comma", "tab", "bar", ":"),
    "container": ("gzip", "html", "xml_workbook"),
    "sheet": ("Hoja1",),
    "decimal": ("point", "comma"),
    "date_order": ("day_first", "month_first", "year_first"),
    "timezone": ("America/Lima", "UTC", "offset"),
    "step": ("30",),
    "stamp": ("start", "end", "reading"),
    "quantity": ("interval", "register", "power"),
    "unit": ("kWh",),
    "channel": ("import", "export", "generation"),
    "usage_column": ("consumption", "import"),
    "sign": ("negative_is_export",),
    "arrangement": ("moments_across",),
    "sensor": ("sensor.casa",),
    "supply": ("-", "6100000001"),
    "bill_dates": ("from_until", "calendar_month", "end"),
}
QUESTIONS = {
    "date_order": (("day_first", "month_first"), {"sample": "12/03/2024"}),
    "stamp": (("start", "end"), {"stamp": "00:15", "minutes": 15}),
    "unit": (("kWh", "Wh"), {}),
    "quantity": (("interval", "register"), {"column": "Valor"}),
    "usage_column": (("consumption", "import"), {"consumption": "Consumo", "import": "Compra"}),
    "value_column": (("Consumo", "Total"), {"column": "Consumo"}),
    "decimal": (("point", "comma"), {}),
    "channel": (("import", "generation"), {}),
    "negatives": (("export", "refuse"), {"count": 3}),
    "sheet": (("*", "Enero"), {}),
    "sensor": (("sensor.casa", "sensor.cocina"), {"name": "sensor.casa"}),
    "supply": (("6100000001", "-"), {"count": 2}),
    "timezone": (("home", "UTC"), {"zone": "America/Lima"}),
    "commodity": (("electricity", "gas"), {"name": "sensor.gas"}),
}


def keys_in_the_reader(kind: str) -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in INGEST.rglob("*.py"))
    return set(re.findall(rf'\b{kind}\(\s*"(\w+)"', source))


def test_the_lists_of_this_test_are_those_of_the_reader():
    assert keys_in_the_reader("Decision") == set(DECISIONS)
    assert keys_in_the_reader("Question") == set(QUESTIONS)


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in DECISIONS.items() for value in values])
def test_a_decision_is_a_sentence(app, key, value):
    with app.test_request_context(), force_locale("es_PE"):
        said = decided({"key": key, "value": value, "params": {"columns": "kWh"}})
    assert said.endswith(".")
    assert said[0].isupper()
    assert f"{key}:" not in said


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_and_its_choices_are_in_words(app, key):
    choices, params = QUESTIONS[key]
    with app.test_request_context(), force_locale("es_PE"):
        question = asked({"key": key, "choices": choices, "chosen": choices[0], "params": params, "consequences": {}})
    assert question.words.startswith("¿") or "¿" in question.words
    assert [choice.chosen for choice in question.choices] == [True, False]
    assert len({choice.words for choice in question.choices}) == 2


def named_evidence() -> Iterator[str]:
    """Yield every evidence the reader names in a Decision, where it is written out."""
    for path in INGEST.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Decision" and len(node.args) > 2:
                for part in ast.walk(node.args[2]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_evidence_the_reader_names_is_in_words(app):
    told = set(named_evidence()) | {"offset", "header", "given", "layout", "default"}
    assert len(told) > 20
    with app.test_request_context(), force_locale("es_PE"):
        for evidence in told:
            params = {"column": "kWh", "kwh_per_day": 7.25}
            said = because({"key": "unit", "value": "x", "evidence": evidence, "params": params})
            assert said.endswith(".")
            assert "%(" not in said
