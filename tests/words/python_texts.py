"""Sentences glued together, or left out of translation, in Python sources: read from the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

TRANSLATES = {"_", "gettext", "ngettext", "lazy_gettext", "_l", "N_"}
# What a person reads as it is given: error sentences, flashed remarks, labels of fields.
SHOWN = {"flash", "ValidationError", "StopValidation"}
FIELDS = re.compile(r"[A-Z]\w*Field$")
# Separate phrases in a row, lines, and lists of names: these do not make one sentence.
SEPARATORS = {" · ", "\n", "\n\n", ", ", " | ", ""}
_UNNAMED = re.compile(r"%[sdf]|\{\}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Slip:
    """One place in a source: line, the rule's code, the source of it."""

    line: int
    code: str
    source: str


def slips(source: str) -> list[Slip]:
    """Return what is glued or untranslated in a module."""
    tree = ast.parse(source)
    found = [*_glue(tree, {})]
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found += _glue(function, _translated_names(function))
    found += _calls(tree)
    return sorted({(slip.line, slip.code): slip for slip in found}.values(), key=lambda slip: (slip.line, slip.code))


def _translated_names(function: ast.AST) -> dict[str, bool]:
    """Return the names that hold a translated text in a function."""
    return {
        target.id: True
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and _translation(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _glue(tree: ast.AST, names: dict[str, bool]) -> Iterator[Slip]:
    def text(node: ast.AST) -> bool:
        return _translation(node) or (isinstance(node, ast.Name) and node.id in names)

    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = (node.left, node.right)
            if any(map(text, sides)) and not any(_blank(side) for side in sides):
                yield _slip(node, "added")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            given = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            if isinstance(node.left, ast.Constant) and any(map(text, given)):
                yield _slip(node, "put into a format")
        elif isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
            words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if any(text(part.value) for part in parts) and (len(parts) > 1 or words.strip()):
                yield _slip(node, "put into an f-string")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _joins(node, text)


def _joins(node: ast.Call, text) -> Iterator[Slip]:
    literal = node.func.value
    if not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
        return
    if node.func.attr == "format" and any(map(text, [*node.args, *(word.value for word in node.keywords)])):
        yield _slip(node, "put into a format")
    if node.func.attr == "join" and literal.value not in SEPARATORS and node.args:
        inside = node.args[0]
        elements = inside.elts if isinstance(inside, (ast.List, ast.Tuple)) else [getattr(inside, "elt", inside)]
        if any(map(text, elements)):
            yield _slip(node, "joined")


def _calls(tree: ast.AST) -> Iterator[Slip]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        literals = [item for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        if name in TRANSLATES:
            wanted = node.args[:2] if name == "ngettext" else node.args[:1]
            if not all(isinstance(item, ast.Constant) for item in wanted):
                yield _slip(node, "not a fixed text")
            if any(_UNNAMED.search(item.value.replace("%%", "")) for item in literals):
                yield _slip(node, "value without a name")
        elif (name in SHOWN or FIELDS.search(name)) and _prose(node):
            yield _slip(node, "not translated")


def _prose(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and bool(_LETTERS.search(first.value))


def _translation(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in TRANSLATES


def _blank(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.strip()


def _name(function: ast.AST) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _slip(node: ast.AST, code: str) -> Slip:
    return Slip(node.lineno, code, ast.unparse(node)[:120])
