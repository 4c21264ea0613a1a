"""Every question and decision of the reader of files has its words; the reader's own code says which there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask_babel import force_locale

from advisor.web.household.uploads.decisions import decided
from advisor.web.household.uploads.questions import asked

INGEST = Path(__file__).resolve().parents[3] / "advisor" / "ingest"
DECISIONS = {
    "encoding": ("utf-8",),
    "separator": ("semicolon", "comma", "tab", "bar", ":"),
    "decimal": ("point", "comma"),
    "date_order": ("day_first", "month_first", "year_first"),
    "timezone": ("America/Lima", "offset"),
    "step": ("30",),
    "stamp": ("start", "end", "reading"),
    "quantity": ("interval", "register", "power"),
    "unit": ("kWh",),
    "channel": ("import", "export", "generation"),
    "usage_column": ("consumption", "import"),
    "sign": ("negative_is_export",),
    "bill_dates": ("from_until", "calendar_month", "end"),
}
QUESTIONS = {
    "date_order": (("day_first", "month_first"), {"sample": "12/03/2024"}),
    "stamp": (("start", "end"), {"stamp": "00:15", "minutes": 15}),
    "unit": (("kWh", "Wh"), {}),
    "usage_column": (("consumption", "import"), {"consumption": "Consumo", "import": "Compra"}),
    "value_column": (("Consumo", "Total"), {"column": "Consumo"}),
    "decimal": (("point", "comma"), {}),
    "channel": (("import", "generation"), {}),
    "negatives": (("export", "refuse"), {"count": 3}),
    "commodity": (("electricity", "gas"), {"name": "sensor.gas"}),
}


def keys_in_the_reader(kind: str) -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in INGEST.glob("*.py"))
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
