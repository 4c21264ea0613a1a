"""The commands of `flask --app wsgi`: thin drivers over the same use cases as the pages."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

COMMANDS = {
    "read": "read",
    "bring_in": "bring_in",
    "bill": "bill",
    "assess": "assess",
    "train": "train",
    "user": "user",
    "reference": "reference",
    "tariffs": "tariffs",
    "demo": "demo",
    "portfolio": "portfolio",
    "prepare": "prepare",
    "sample": "sample",
    "worker": "worker",
    "mqtt": "mqtt",
    "device": "device",
}


def register(app: Flask) -> None:
    """Add each command to the application's command line.

    The modules import the heavy packages inside the command, so that starting the web process stays cheap.
    """
    for name, module in COMMANDS.items():
        app.cli.add_command(getattr(import_module(f"advisor.cli.{module}"), name))
