"""Formats that are told by records and codes instead of a header: their layouts as documents, read once."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml


@cache
def record_layout(key: str) -> dict:
    """Return the layout document of a format of records: nem12 or green_button."""
    text = resources.files("advisor.ingest.records").joinpath(f"{key}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
