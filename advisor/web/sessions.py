"""Sessions that can be ended: each sign-in has a row in the database, looked at on every request.

The cookie holds Flask-Login's user id and a 256-bit token; without a live row for the token the person is anonymous.
Requests only ever read or touch an existing live row, so a finishing request cannot bring an ended session back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from flask import Flask, current_app, g, has_request_context, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext as _
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security.signals import password_changed
from sqlalchemy.exc import OperationalError

from advisor.clock import now_of
from advisor.db import User, db
from advisor.db.transactions import write_transaction
from advisor.services import accounts, guests
from advisor.services.actors import Actor
from advisor.web import kept_forms
from advisor.web.api.paths import for_programs

TOKEN_KEY = "sid"
GUEST_KEY = "guest_token"
LONGEST_COOKIE = timedelta(days=30)
# What a signed-in session takes over from the anonymous one; everything else, such as its form token, is dropped.
KEPT_AT_SIGN_IN = frozenset({GUEST_KEY, kept_forms.TOKEN_KEY, "language", "_user_id", "_fresh", "_id"})
# The same for everybody: answered without asking the database who it is.
FOR_EVERYBODY = frozenset({"static", "bundle.static", "bundle.favicon", "health.alive", "health.ready"})
# Asked for in passing, beside pages: such an answer may come late, after a sign-in or sign-out has changed the cookie.
IN_PASSING = FOR_EVERYBODY | {"installable.worker", "installable.describe"}
ADOPTING_ENDPOINTS = frozenset({"security.login", "security.register"})


class SessionCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, renewed by pages only."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Say whether the answer writes the cookie."""
        if for_programs(request):
            return False
        return session.modified or (request.endpoint not in IN_PASSING and super().should_set_cookie(app, session))


def init_app(app: Flask) -> None:
    """Check every signed-in request against its row, and keep the rows in step with sign-in, sign-out and password."""
    app.config["PERMANENT_SESSION_LIFETIME"] = LONGEST_COOKIE
    app.session_interface = SessionCookies()
    manager = app.login_manager
    # The row is the only proof: no remember cookie, no token in a header or address brings anybody in.
    manager.user_loader(_checked(manager._user_callback))
    manager._request_callback = None
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    password_changed.connect(_end_others, app)
    app.after_request(_after)


def now() -> datetime:
    """Return the current moment: the clock of the web edge."""
    return now_of(current_app)


def current_actor() -> Actor:
    """Return who makes this request."""
    token = session.get(GUEST_KEY)
    if not current_user.is_authenticated:
        return Actor(guest_token=token)
    return Actor(current_user.id, frozenset(role.name for role in current_user.roles), token)


def know_the_person() -> None:
    """Ask after all who it is, at an address for everybody that answers with a page: a file that is not there."""
    if request.endpoint in FOR_EVERYBODY and "page_of_a_person" not in g:
        g.page_of_a_person = True
        g.pop("_login_user", None)


def ask_for_nobody() -> None:
    """Answer without asking the database who it is; that nobody is known then says nothing about the session."""
    g.person_unknown = True
    g.pop("_login_user", None)


def person_unknown() -> bool:
    """Say whether the database could not be asked who makes this request."""
    return "person_unknown" in g


def current_token() -> str | None:
    """Return the token of this request's session, for the list of sessions and for ending the others."""
    return session.get(TOKEN_KEY)


def remember_guest_token(token: str) -> None:
    """Let this browser find its guest result again."""
    session[GUEST_KEY] = token


def signed_in_required(view: Callable) -> Callable:
    """Send people who are not signed in to the sign-in page, and back afterwards; what they typed is kept meanwhile."""

    @wraps(view)
    def checked(*args, **kwargs):
        if current_user.is_authenticated:
            return view(*args, **kwargs)
        back = request.full_path.rstrip("?") if request.method == "GET" else kept_forms.keep_for_after_sign_in()
        return redirect(url_for("security.login", next=back))

    checked.for_members = True
    return checked


def _checked(load: Callable[[str], User | None]) -> Callable[[str], User | None]:
    """Wrap Flask-Security's loader: the person is known only with a live session row."""

    def load_with_live_session(user_id: str) -> User | None:
        if "person_unknown" in g or for_programs(request):
            return None
        if request.endpoint in FOR_EVERYBODY and "page_of_a_person" not in g:
            return None
        user = load(user_id)
        if user is None:
            return None
        row = accounts.live_session(db.session, user=user, token=session.get(TOKEN_KEY), now=now())
        if row is None:
            return None
        if row.last_seen_at + accounts.TOUCH_EVERY < now():
            g.session_to_touch = row.id
        return user

    return load_with_live_session


def _begin(app: Flask, *, user: User) -> None:
    """Give the sign-in a fresh token and form token; the browser's earlier session ends."""
    old_token = session.get(TOKEN_KEY)
    for key in set(session) - KEPT_AT_SIGN_IN:
        session.pop(key)
    g.pop("csrf_token", None)
    if db.session.new or db.session.dirty:
        # Registration and change of password sign in within their own transaction, which Flask-Security commits.
        db.session.flush()
        session[TOKEN_KEY] = _add_row(user, old_token)
    else:
        user_id = user.id
        with write_transaction(db.session):
            session[TOKEN_KEY] = _add_row(db.session.get_one(User, user_id), old_token)
    session.permanent = True


def _add_row(user: User, old_token: str | None) -> str:
    if old_token:
        accounts.end_token(db.session, token=old_token, now=now(), reason="replaced")
    row, token = accounts.new_session(user, now=now(), device=request.user_agent.string)
    db.session.add(row)
    return token


def _end(app: Flask, **_kwargs: object) -> None:
    """End the row of a session that signs out, and forget what it had typed."""
    kept_forms.forget_all()
    token = session.pop(TOKEN_KEY, None)
    if token:
        accounts.revoke_token(db.session, token=token, now=now(), reason="signed_out")


def _end_others(app: Flask, *, user: User, **_kwargs: object) -> None:
    """End the person's other sessions after a change of password, in the transaction of the change."""
    token = session.get(TOKEN_KEY) if has_request_context() else None
    accounts.end_other_sessions(db.session, user_id=user.id, now=now(), current_token=token, reason="password_changed")


def _after(response):
    """Note the use of the session, and keep a guest's result for whoever has just signed in."""
    touched = g.pop("session_to_touch", None)
    try:
        if touched is not None:
            accounts.touch_session(db.session, session_id=touched, now=now())
        if request.endpoint in ADOPTING_ENDPOINTS and request.method == "POST" and GUEST_KEY in session:
            _adopt()
    except OperationalError:
        # The page is worth more than the note; the next request tries again.
        db.session.rollback()
        current_app.logger.exception("the session could not be noted")
    return response


def _adopt() -> None:
    if current_user.is_authenticated:
        actor = current_actor()
        guests.adopt_result(db.session, actor=actor, now=now(), token=actor.guest_token, name=_("My home"))
        session.pop(GUEST_KEY, None)
