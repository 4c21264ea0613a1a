"""The gallery of drawings, made once in Spanish."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from advisor.web.charts.gallery import gallery


def drawn(language: str = "es_PE"):
    app = Flask("advisor.web")
    Babel(app, default_locale=language)
    with app.test_request_context():
        return {example.name: example for example in gallery()}


EXAMPLES = drawn()


def pytest_generate_tests(metafunc):
    if "example" in metafunc.fixturenames:
        metafunc.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())


@pytest.fixture(scope="session")
def examples():
    return EXAMPLES
