"""Which requests are a program's: what needs no session, no form token and no page about an error."""

from __future__ import annotations

from flask import Request

PREFIX = "/api/v1"
BLUEPRINT = "api"
# The page that people read.
READING_PAGE = f"{PREFIX}/"


def for_programs(request: Request) -> bool:
    """Say whether the address is one of the API, the page about it excepted."""
    return request.path.startswith(READING_PAGE) and request.path != READING_PAGE
