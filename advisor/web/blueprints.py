"""Every feature's blueprint, in one list."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

FEATURES = (
    "guest",
    "household.households",
    "household.uploads",
    "household.data",
    "household.bill_document",
    "household.readings",
    "household.bill",
    "household.usage",
    "household.forecast",
    "household.advice",
    "household.account",
    "consultant",
    "household.programs",
    "health",
    "style",
    "installable",
)


def register(app: Flask) -> None:
    """Register the blueprint `blueprint` of each feature's `routes` module."""
    for feature in FEATURES:
        app.register_blueprint(import_module(f"advisor.web.{feature}.routes").blueprint)
