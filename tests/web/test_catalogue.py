"""Every text has its Spanish with the same placeholders, and the catalogue holds exactly what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
SPANISH = ROOT / "advisor" / "web" / "translations" / "es" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None, "N_": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def spanish():
    with SPANISH.open("rb") as file:
        return read_po(file, locale="es")


@pytest.fixture(scope="module")
def texts_in_the_code():
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, method_map=methods, options_map=options, keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _remarks, _context in found}


def entries(catalogue) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_text_of_the_product_is_in_the_catalogue(spanish, texts_in_the_code):
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in entries(spanish)}
    assert texts_in_the_code - known == set(), "run `make messages` and write the Spanish"
    assert known - texts_in_the_code == set(), "run `make messages`: these texts are gone from the code"


def test_every_text_is_said_in_spanish(spanish):
    def missing(message):
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        return message.fuzzy or not all(said)

    assert [message.id for message in entries(spanish) if missing(message)] == []


def test_a_translation_keeps_every_placeholder(spanish):
    for message in entries(spanish):
        wanted = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        names = set(PLACEHOLDER.findall(wanted[-1]))
        for text in said:
            # A singular may leave its number out ("Una fila"); nothing may ask for what is not given.
            assert set(PLACEHOLDER.findall(text)) <= names, message.id
        assert set(PLACEHOLDER.findall(said[-1])) == names, message.id
