"""What the templates themselves say: macros with their comments, and the calls of the examples as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

from jinja2 import Environment

_DOCUMENTED = re.compile(r"\{#- ((?:(?!-#\}).)*?) -#\}\n\{% macro (\w+)\(", re.DOTALL)
_EXAMPLE = re.compile(r'\{% call example\("(\w+)", "(\w+)"\) %\}\n(.*?)\{% endcall %\}\{# example #\}', re.DOTALL)
FOLDER, EXAMPLES = "components/", "style/families/"


@dataclass(frozen=True)
class Macro:
    """A public macro: its call as the comment above it begins, and the rest of that comment."""

    name: str
    call: str
    comment: str


def families(environment: Environment) -> tuple[str, ...]:
    """Return the names of the component files."""
    return tuple(
        name.removeprefix(FOLDER).removesuffix(".html")
        for name in environment.list_templates(extensions=["html"])
        if name.startswith(FOLDER)
    )


def macros(environment: Environment, family: str) -> tuple[Macro, ...]:
    """Return the documented macros of a component file, in its order."""
    found = []
    for comment, name in _DOCUMENTED.findall(_source(environment, f"{FOLDER}{family}.html")):
        call, _colon, rest = comment.partition(": ")
        if not name.startswith("_"):
            found.append(Macro(name, call, re.sub(r"\s+", " ", rest)))
    return tuple(found)


def calls(environment: Environment, family: str) -> dict[str, str]:
    """Return the template text of each example of a family by the name of its state."""
    text = _source(environment, f"{EXAMPLES}{family}.html")
    return {state: dedent(written).strip() for _family, state, written in _EXAMPLE.findall(text)}


def _source(environment: Environment, name: str) -> str:
    return environment.loader.get_source(environment, name)[0]
