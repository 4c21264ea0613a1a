"""How many requests a token may make in a minute: counted by flask-limiter, told in headers, never failing open."""

from __future__ import annotations

import time

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter

from advisor.settings import Settings
from advisor.web.api import access
from advisor.web.api.paths import BLUEPRINT

EXTENSION = "advisor_api_limiter"


def init_app(app: Flask) -> None:
    """Give the app its counters: in memory, or in the Redis of ADVISOR_RATE_LIMIT_URL.

    Where that does not answer, each process counts in its own memory until it does.
    """
    settings: Settings = app.extensions["advisor_settings"]
    # Who it is must be known before it is counted; one that is not let in counts for its network address.
    app.before_request(access.identify)
    limiter = Limiter(
        _who,
        application_limits=[f"{settings.api_requests_per_minute} per minute"],
        storage_uri=settings.rate_limit_url,
        application_limits_exempt_when=_not_counted,
        in_memory_fallback_enabled=True,
        headers_enabled=False,
    )
    limiter.init_app(app)
    app.extensions[EXTENSION] = limiter


def tell(response: Response) -> Response:
    """Write what is left into the headers of the answer."""
    limit = current_app.extensions[EXTENSION].current_limit
    if limit is not None:
        seconds = max(1, int(limit.reset_at - time.time()))
        response.headers["RateLimit-Limit"] = str(limit.limit.amount)
        response.headers["RateLimit-Remaining"] = str(max(0, limit.remaining))
        response.headers["RateLimit-Reset"] = str(seconds)
        if response.status_code == 429:
            response.headers["Retry-After"] = str(seconds)
    return response


def _not_counted() -> bool:
    return request.blueprint != BLUEPRINT


def _who() -> str:
    """Name who is counted: the token, or the network address of whoever has none."""
    program = g.get("program")
    return f"token:{program.token_id}" if program is not None else f"address:{request.remote_addr}"
