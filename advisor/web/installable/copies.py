"""What the service worker may keep of an answer, whose it is, and when everything on the device must go.

The worker obeys two headers of a page: `Advisor-Account` marks whose it is (another mark empties what is kept), and
`Advisor-Copy` allows to keep it. Clear-Site-Data erases storage, caches and the worker itself where browsers know it.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, current_app, request, session
from flask_login import current_user

from advisor.db import db
from advisor.services import accounts
from advisor.web.gate import PASSWORD_ENDPOINTS
from advisor.web.sessions import TOKEN_KEY, person_unknown

ACCOUNT = "Advisor-Account"
COPY = "Advisor-Copy"
NOBODY = "guest"
# No "cache": nothing personal is in the browser's own cache (no-store), and Chromium takes seconds to empty it.
CLEAR = '"storage"'
CLEARING_ENDPOINTS = frozenset({"security.logout", "installable.clear"})


def mark_answer(response: Response) -> Response:
    """Say on a page whose it is and whether it may be kept, and clear the device where a session was ended."""
    if request.endpoint in CLEARING_ENDPOINTS and response.status_code < 400:
        response.headers["Clear-Site-Data"] = CLEAR
    if response.mimetype != "text/html" or (request.endpoint or "").rpartition(".")[2] == "static":
        return response
    if person_unknown():
        return response
    response.headers[ACCOUNT] = _mark()
    if _may_be_kept(response):
        response.headers[COPY] = "allowed"
    if _ended_elsewhere():
        response.headers["Clear-Site-Data"] = CLEAR
    return response


def _mark() -> str:
    """Return a name of the account that tells nobody which: keyed, and the same at every sign-in."""
    if not current_user.is_authenticated:
        return NOBODY
    key = current_app.secret_key.encode()
    return hmac.new(key, f"device:{current_user.id}".encode(), hashlib.sha256).hexdigest()[:16]


def _may_be_kept(response: Response) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and request.endpoint not in PASSWORD_ENDPOINTS
        and "Content-Disposition" not in response.headers
    )


def _ended_elsewhere() -> bool:
    """Say once whether this browser's session was ended on purpose, by a new password or from another device.

    A session that only rested too long keeps what was typed in its tabs: its person is expected back.
    """
    token = session.get(TOKEN_KEY)
    if token is None or current_user.is_authenticated:
        return False
    session.pop(TOKEN_KEY)
    return accounts.was_ended(db.session, token=token)
