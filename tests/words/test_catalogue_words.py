"""Every Spanish text of the product, and its English, under the rules of docs/words.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from advisor.reference.measures import load_measures
from tests.words import rules
from tests.words.text import figures

SPANISH = (
    Path(__file__).resolve().parents[2] / "advisor" / "web" / "translations" / "es" / "LC_MESSAGES" / "messages.po"
)
MEDIAN_LENGTH, READABLE = 15, 70.0
# (rule, English text): why it may stand.
ALLOWED = {
    ("written_figure", "1.234 is more than a thousand"): "it asks what the point in a file means",
    ("written_figure", "1.234 is one and a bit"): "it asks what the point in a file means",
    ("unexplained", "At the foot of a page that uses short forms such as kWh or IGV."): "it speaks of the list itself",
    ("written_figure", "%(name)s must be a day such as 2026-05-04; it says %(value)s."): "a command takes days so",
    ("written_figure", "--as-of must be a day such as 2026-01-04; it says %(value)s."): "a command takes days so",
    (
        "written_figure",
        "The list does not tell the day from which it holds. Write it as 2026-05-04.",
    ): "a list takes so",
    ("written_figure", "“%(cell)s” is not a day. Write it as 2026-05-04."): "a list of prices takes days so",
    (
        "long_paragraph",
        "“%(cell)s” does not tell whether IGV is included. Add “incl. IGV” or “excl. IGV”.",
    ): "the points of the short forms end no sentence",
}


def forms(message) -> tuple[tuple[str, str], ...]:
    """Return (English, Spanish) of a message, in one and in many."""
    wanted = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(zip(wanted, said, strict=True))


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    with SPANISH.open("rb") as file:
        catalogue = read_po(file, locale="es")
    return [form for message in catalogue if message.id for form in forms(message)]


@pytest.fixture(scope="module")
def measure_texts() -> list[tuple[str, str, str]]:
    """(measure, English, Spanish) of the advice, whose words live in documents."""
    return [
        (key, measure.texts["en"][part], text)
        for key, measure in load_measures().items()
        for part, text in measure.texts["es"].items()
    ]


def told(remarks, english: str) -> list[str]:
    return [
        f"{remark.code}: {remark.found} in “{english}”" for remark in remarks if (remark.code, english) not in ALLOWED
    ]


def test_the_spanish_follows_the_rules(texts):
    assert [line for english, said in texts for line in told(rules.spanish_remarks(said), english)] == []


def test_the_english_follows_the_rules(texts):
    assert [line for english, _said in texts for line in told(rules.english_remarks(english), english)] == []


def test_both_end_alike(texts):
    assert [(english, said) for english, said in texts if rules.ends_differ(english, said)] == []


def test_what_is_allowed_is_still_there_and_still_needed(texts):
    known = dict(texts)
    for code, english in ALLOWED:
        assert english in known
        assert rules.SPANISH[code](known[english])


def test_advice_follows_the_rules(measure_texts):
    assert len(measure_texts) > 50
    spanish = [(key, remark) for key, _english, said in measure_texts for remark in rules.spanish_remarks(said)]
    english = [(key, remark) for key, words, _said in measure_texts for remark in rules.english_remarks(words)]
    assert spanish + english == []


def test_whole_sentences_are_short_and_readable(texts, measure_texts):
    everything = [said for _english, said in texts] + [said for _key, _english, said in measure_texts]
    measured = figures([said for said in everything if said.endswith((".", "?"))])
    assert measured.sentences > 400
    assert measured.median_length <= MEDIAN_LENGTH
    assert measured.index >= READABLE
