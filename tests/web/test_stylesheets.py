"""Stylesheets take colours and sizes from the tokens, and templates and stylesheets speak of the same classes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "advisor" / "web"
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
OTHERS = [path for path in SHEETS if path.name != "tokens.css"]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
NAMED = re.compile(r":\s*[^;{}]*\b(?:white|black|red|green|blue|gr[ae]y|rgba?|hsla?)\b", re.IGNORECASE)
SIZE = re.compile(r"font(?:-size)?:\s*([^;}]+)")
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|pt|r?em|%)")
SELECTOR_CLASS = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
# Classes written with a value in them: the part before the value.
COMPOSED = (
    "badge--", "banner--", "button--", "choices--", "dense__", "chart--", "chart-heat--", "chart-hatch-", "bill-fill--",
    "style-size--", "chart-hatch-ground--", "chart-text--", "chart-readings--",
)  # fmt: skip


def rules(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def selectors(path: Path) -> set[str]:
    found = set()
    for head in re.findall(r"([^{}]+)\{", rules(path)):
        if not head.strip().startswith("@"):
            found |= set(SELECTOR_CLASS.findall(head))
    return found


def written() -> str:
    """Return every template, module and script of the pages as one text."""
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py"), *WEB.rglob("*.js")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sources)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_colours_come_from_the_tokens(path):
    assert HEX.findall(rules(path)) + NAMED.findall(rules(path)) == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_sizes_of_letters_come_from_the_tokens(path):
    assert [size for size in SIZE.findall(rules(path)) if LENGTH.search(size)] == []


def test_every_token_is_used():
    text = "\n".join(rules(path) for path in SHEETS) + written()
    defined = set(re.findall(r"--([\w-]+):", rules(WEB / "static" / "css" / "tokens.css")))
    assert {name for name in defined if f"var(--{name})" not in text} == set()


def test_every_token_that_is_asked_for_exists():
    defined = set(re.findall(r"--([\w-]+):", rules(WEB / "static" / "css" / "tokens.css")))
    asked = {name for path in SHEETS for name in re.findall(r"var\(--([\w-]+)\)", rules(path))}
    assert asked <= defined


def test_every_class_of_the_stylesheets_is_used_somewhere():
    text = written()
    words = set(re.findall(r"[a-zA-Z][\w-]*", text))
    styled = {name for path in SHEETS for name in selectors(path)}
    unused = {name for name in styled - words if not name.startswith(COMPOSED)}
    assert unused == set()


def test_every_class_of_the_templates_has_a_rule():
    styled = {name for path in SHEETS for name in selectors(path)}
    for_scripts = "\n".join(path.read_text(encoding="utf-8") for path in WEB.rglob("*.js"))
    bare = set()
    for path in WEB.rglob("*.html"):
        for names in re.findall(r'\bclass="([^"{]*)"', path.read_text(encoding="utf-8")):
            bare |= {name for name in set(names.split()) - styled if f".{name}" not in for_scripts}
    assert bare == set()
