"""The groups of words of vocabulary.yaml."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml


def entries(group: str) -> tuple[str, ...]:
    """Return the entries of a group as written. Raises KeyError for a group that does not exist."""
    return _groups()[group]


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    text = resources.files("advisor.ingest").joinpath("vocabulary.yaml").read_text(encoding="utf-8")
    return {group: tuple(map(str, words)) for group, words in yaml.safe_load(text).items()}
