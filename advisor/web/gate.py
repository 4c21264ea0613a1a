"""What stops a request before its view: forged forms, unsafe ways back, too many tries, absurd passwords."""

from __future__ import annotations

import re

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, user_logged_in
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.exceptions import NotFound as NotFoundPage

from advisor.db import User, db
from advisor.db.engine import WRITE_OPTION
from advisor.db.queries.scope import NotFound
from advisor.services import attempts
from advisor.settings import Settings
from advisor.web.origin import maybe_ours
from advisor.web.passwords import LONGEST
from advisor.web.sessions import now

PASSWORD_ENDPOINTS = {
    "security.login": "login",
    "security.verify": "login",
    "security.change_password": "login",
    "security.register": "register",
}
# Flask-Security writes in the transaction it has read in; on SQLite such a transaction must begin as a writer.
WRITING_ENDPOINTS = frozenset({"security.register", "security.change_password"})
PASSWORD_FIELDS = ("password", "new_password", "new_password_confirm", "password_confirm")
# What the person behind the demonstration may send: everybody signs in as them, so the home stays as it is.
DEMO_ENDPOINTS = frozenset(
    {"security.logout", "security_demo.enter", "guest.choose_language", "guest.assess", "installable.clear"}
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Put the checks before every view."""
    CSRFProtect(app)
    app.before_request(_refuse_foreign_forms)
    app.before_request(_refuse_unsafe_way_back)
    app.before_request(_keep_the_demonstration)
    app.before_request(_guard_passwords)
    app.register_error_handler(NotFound, _not_found)
    user_logged_in.connect(_forget_attempts, app)


def safe_next(target: str | None) -> bool:
    """Say whether an address leads to a page of this site: one slash, no host, no control characters."""
    if not target:
        return True
    if re.search(r"[\x00-\x20\x7f\\]", target) or not re.match(r"/(?!/)", target):
        return False
    try:
        adapter = current_app.url_map.bind("localhost")
        adapter.match(target.partition("?")[0].partition("#")[0], method="GET")
    except HTTPException:
        return False
    return True


def _refuse_foreign_forms() -> None:
    """Browsers say where a request comes from; a form of another site is refused even before its token is looked at."""
    if request.method not in SAFE_METHODS and not maybe_ours(request):
        abort(400)


def _refuse_unsafe_way_back() -> None:
    if (request.endpoint or "").startswith("security."):
        given = request.args.get("next")
        if not safe_next(given):
            abort(400)


def _keep_the_demonstration():
    """Change nothing for the demonstration's person: what one visitor added, every other visitor would see."""
    if request.method in SAFE_METHODS or request.endpoint in DEMO_ENDPOINTS:
        return None
    if not (current_user.is_authenticated and current_user.is_demo):
        return None
    told = _("The example home is everybody's and stays as it is. Sign out and create your account to add yours.")
    flash(told, "info")
    return redirect(url_for(current_app.config["SECURITY_POST_LOGIN_VIEW"]), 303)


def _guard_passwords() -> None:
    """Count the try before anything is hashed, and open the transaction Flask-Security will write in."""
    kind = PASSWORD_ENDPOINTS.get(request.endpoint or "")
    if kind is None or request.method in SAFE_METHODS:
        return
    # Reading the form first: a slow body must not hold the database.
    form = request.form
    if not safe_next(form.get("next")):
        abort(400)
    if any(len(form.get(field, "")) > 4 * LONGEST for field in PASSWORD_FIELDS):
        abort(400)
    _count_attempt(kind, form.get("email", "") or _own_address())
    if request.endpoint in WRITING_ENDPOINTS:
        db.session.rollback()
        db.session.connection(execution_options={WRITE_OPTION: True})


def _count_attempt(kind: str, email: str) -> None:
    settings: Settings = current_app.extensions["advisor_settings"]
    limits = {
        "login": attempts.Limits(settings.logins_per_account, settings.logins_per_address),
        "register": attempts.Limits(settings.logins_per_account, settings.registrations_per_address),
    }[kind]
    account = attempts.account_key(email, secret=settings.secret_key)
    address = request.remote_addr or "unknown"
    if not attempts.attempt(db.session, now=now(), kind=kind, account=account, address=address, limits=limits):
        raise TooManyRequests(retry_after=int(attempts.WINDOW.total_seconds()))


def _own_address() -> str:
    return current_user.email if current_user.is_authenticated else ""


def _forget_attempts(app: Flask, *, user: User) -> None:
    """A successful sign-in clears the account's count; a registration leaves its own to stand."""
    if request.endpoint == "security.login":
        account = attempts.account_key(user.email, secret=app.extensions["advisor_settings"].secret_key)
        attempts.forget(db.session, kind="login", account=account)


def _not_found(error: NotFound):
    """Not yours and not existing give the same page."""
    return current_app.handle_user_exception(NotFoundPage())
