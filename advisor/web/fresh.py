"""What a borrowed phone must not do: a page asks for the password again unless it was given a moment ago."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from flask import current_app, redirect, request, session, url_for

from advisor.web import kept_forms

# Written by Flask-Security at sign-in and when the password is confirmed, in seconds of the machine's clock.
CONFIRMED_AT = "fs_paa"


def password_confirmed(view: Callable) -> Callable:
    """Send a person whose password was not given lately to the page that asks for it, and back; a form is kept."""

    @wraps(view)
    def checked(*args, **kwargs):
        if _lately():
            return view(*args, **kwargs)
        back = request.path if request.method == "GET" else kept_forms.keep_while_asked()
        return redirect(url_for("security.verify", next=back))

    return checked


def _lately() -> bool:
    confirmed_at = session.get(CONFIRMED_AT)
    within = current_app.config["SECURITY_FRESHNESS"].total_seconds()
    return isinstance(confirmed_at, float) and -within < time.time() - confirmed_at < within
