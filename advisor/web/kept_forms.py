"""Nothing typed is lost: a form that cannot be taken is shown again filled, at once or after signing in.

A view that takes a form names the page that shows it (`form_of`); that page reads `typed_before`. A form whose token is
stale is answered by its page, filled; one sent by nobody signed in is kept, and its page shows it after signing in.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from advisor.clock import now_of
from advisor.db import db
from advisor.services import kept_forms
from advisor.web import errors, origin

TOKEN_KEY = "kept_form"
NEVER_KEPT = ("csrf_token", "password", "action", "submit")


def init_app(app: Flask) -> None:
    """Answer stale forms by their page, and forget a kept form once it has been taken."""
    app.register_error_handler(CSRFError, _stale)
    app.after_request(_after)


def form_of(page: str) -> Callable:
    """Say which endpoint shows the form that the decorated view takes; both have the same parts in their addresses."""

    def mark(view: Callable) -> Callable:
        view.form_page = page
        return view

    return mark


def typed_before() -> MultiDict | None:
    """Return what this page's form held when it could not be taken, and say so on the page; None when nothing was kept.

    Call it once, in the view that shows the form.
    """
    if "form_not_taken" in g:
        flash(_("A lot of time had passed, and we did nothing yet. Check what you wrote and send it again."), "warn")
        return g.form_not_taken
    user_id = current_user.id if current_user.is_authenticated else None
    fields = kept_forms.load(
        db.session, now=now_of(current_app), token=session.get(TOKEN_KEY), path=request.path, user_id=user_id
    )
    if fields is None:
        return None
    flash(_("We kept what you had written. Check it and send it."), "warn")
    return MultiDict((name, value) for name, values in fields.items() for value in values)


def was_not_taken() -> bool:
    """Say whether this page is shown in answer to its own form, whose token no longer counted."""
    return "form_not_taken" in g


def keep_for_after_sign_in() -> str | None:
    """Keep the form of this request until its person has signed in; return the address to come back to."""
    page = _page_of_form()
    if page is None:
        return None
    g.form_not_taken = _told()
    flash(_kept_words(page), "warn")
    return page


def keep_while_asked() -> str | None:
    """Keep the form of this request while its person gives the password once more; return the address of its page."""
    page = _page_of_form()
    if page is not None:
        _kept(page)
    return page


def forget_all() -> None:
    """Erase what this browser has kept: its person signs out."""
    token = session.pop(TOKEN_KEY, None)
    if token:
        kept_forms.forget(db.session, token=token)


def _stale(error: CSRFError):
    """Show a form again whose token no longer counts; only where the browser says that it came from our own page."""
    page = _page_of_form()
    if page is None or not origin.surely_ours(request):
        return errors.refused(error)
    view = current_app.view_functions[_form_page()]
    if getattr(view, "for_members", False) and not current_user.is_authenticated:
        return redirect(url_for("security.login", next=keep_for_after_sign_in()))
    g.form_not_taken = _told()
    try:
        answer = current_app.make_response(view(**request.view_args))
    except Exception as problem:  # what is raised while an error is handled would not be handled again
        return current_app.handle_user_exception(problem)
    if answer.status_code == 200:
        answer.status_code = 422
    return answer


def _kept_words(page: str) -> str:
    if any(file.filename for file in request.files.values()):
        return _("Your session had ended, and a file cannot be kept meanwhile. Sign in and choose it once more.")
    if _kept(page):
        return _("Your session had ended. Sign in: what you wrote is kept and waits for you.")
    return _("Your session had ended and we could not keep what you wrote. Sign in and write it once more.")


def _kept(page: str) -> bool:
    fields = {name: _told().getlist(name) for name in _told()}
    if TOKEN_KEY not in session:
        session[TOKEN_KEY] = kept_forms.new_token()
    return kept_forms.keep(
        db.session,
        now=now_of(current_app),
        token=session[TOKEN_KEY],
        path=page,
        fields=fields,
        uniquifier=session.get("_user_id"),
    )


def _told() -> MultiDict:
    """Return the fields of this request that may be kept: no passwords, tokens or buttons."""
    return MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if not any(word in name for word in NEVER_KEPT)
    )


def _form_page() -> str | None:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "form_page", None)


def _page_of_form() -> str | None:
    """Return the address of the page whose form this request sends, or None where its view names none."""
    page = _form_page()
    return url_for(page, **request.view_args) if page and request.method == "POST" else None


def _after(response: Response) -> Response:
    """Forget a kept form that has now been taken, and tell the browser's draft of it (drafts.js)."""
    page = _page_of_form()
    if page is None or response.status_code != 303 or "form_not_taken" in g:
        return response
    flash(page, "form-taken")
    if TOKEN_KEY in session:
        try:
            kept_forms.forget(db.session, token=session[TOKEN_KEY], path=page)
        except OperationalError:
            # It expires on its own; the answer is worth more.
            db.session.rollback()
            current_app.logger.exception("a kept form could not be forgotten")
    return response
