"""Figures that can be read two ways, for typed bills: by the same rules as printed ones."""

from __future__ import annotations

from advisor.ingest.paper.decimals import EITHER, nearest, settle, two_readings

__all__ = ["EITHER", "nearest", "settle", "two_readings"]
