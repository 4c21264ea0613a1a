"""The tokens of `tokens.css`, for what is made outside the stylesheets: picture files, the manifest, their own page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_RULE = re.compile(r"(@media [^{]+\{\s*)?:root\s*\{([^}]*)\}")
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """One custom property; light and dark values are the same where the scheme does not change it."""

    name: str
    light: str
    dark: str


@cache
def tokens(stylesheet: Path) -> dict[str, Token]:
    """Read the tokens of a stylesheet by name, as they are on a phone; widths with values of their own are left out."""
    schemes: dict[str, dict[str, str]] = {"": {}, "other width": {}, "dark": {}}
    for media, block in _RULE.findall(_COMMENT.sub("", stylesheet.read_text(encoding="utf-8"))):
        scheme = "dark" if "dark" in media else "other width" if media else ""
        schemes[scheme].update((name, value.strip()) for name, value in _TOKEN.findall(block))
    return {name: Token(name, value, schemes["dark"].get(name, value)) for name, value in schemes[""].items()}
