"""An example of every drawing in every state it can be in, with invented figures: for the living page and the tests."""

from __future__ import annotations

from advisor.web.charts.gallery.change import change_examples
from advisor.web.charts.gallery.example import Example, ExampleTable
from advisor.web.charts.gallery.money import money_examples
from advisor.web.charts.gallery.time import time_examples
from advisor.web.charts.gallery.usage import usage_examples

__all__ = ["Example", "ExampleTable", "gallery"]


def gallery() -> tuple[Example, ...]:
    """Return the examples in the language of the request; every name is unique."""
    return (*usage_examples(), *time_examples(), *money_examples(), *change_examples())
