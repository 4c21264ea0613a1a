"""Where a request comes from, as browsers say it."""

from __future__ import annotations

from flask import Request

OWN_SITE = frozenset({"same-origin", "none"})


def maybe_ours(request: Request) -> bool:
    """Say whether nothing speaks against a page of ours; old browsers and programs say nothing."""
    return request.headers.get("Sec-Fetch-Site", "none") in OWN_SITE


def surely_ours(request: Request) -> bool:
    """Say whether the browser vouches that a page of ours, or the person at the address bar, made the request."""
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told in OWN_SITE
    # Without HTTPS browsers leave Sec-Fetch-Site out, and old ones do not know it; Origin they all send with a form.
    given = request.headers.get("Origin")
    return given is not None and given.partition("://")[2] == request.host
