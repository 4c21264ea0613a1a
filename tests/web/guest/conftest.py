"""A guest on a fixed day: the paper bill in hand, the form as a browser without scripts sends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from advisor.web.guest import routes

NOW = datetime(2026, 8, 10, 15, 0, tzinfo=timezone.utc)
# The latest first, as the form asks; five of the twelve are over 140 kWh.
BARS = (128, 123, 119, 122, 126, 142, 147, 154, 150, 141, 129, 127)


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch):
    monkeypatch.setattr(routes, "now", lambda: NOW)


@pytest.fixture
def paper_bill() -> dict:
    """What a home of Lima types."""
    return {
        "department": "Lima",
        "distributor": "luz-del-sur",
        "people": "4",
        "water_heating": "electric_shower",
        "appliances": ["refrigerator_old", "television", "iron"],
        "lamps_cfl": "6",
        "last_reading": "2026-08-04",
        **{f"bar_{number}": str(kwh) for number, kwh in enumerate(BARS, start=1)},
    }


@pytest.fixture
def send(client) -> Callable:
    """Load the form and send it with the token it carries."""

    def send(typed: dict, **kwargs):
        token = form_token(client.get("/").text)
        return client.post("/", data={"csrf_token": token, **typed}, **kwargs)

    return send


def form_token(html: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', html).group(1)


def summary(html: str) -> list[str]:
    """Return the sentences of the error summary."""
    part = re.search(r'id="error-summary".*?</ul>', html, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]*)</a>", part.group(0)) if part else []
