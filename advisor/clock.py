"""The clock of the edge: pages and background work of one app ask the same one, and a test or an album may stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from flask import Flask

EXTENSION = "advisor_clock"
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current moment, aware, in UTC."""
    return datetime.now(timezone.utc)


def init_app(app: Flask, clock: Clock | None = None) -> None:
    """Give the app its clock; without one it is the machine's."""
    app.extensions[EXTENSION] = clock or utc_now


def now_of(app: Flask) -> datetime:
    """Return the moment on the app's clock."""
    return app.extensions[EXTENSION]()
