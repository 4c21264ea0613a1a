"""Pages for what cannot be answered: what happened and what to do next, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from advisor.db import db
from advisor.web.api import problems
from advisor.web.api.paths import for_programs

# How a file of any length comes in, for whoever runs the site.
IMPORT_COMMAND = "flask --app wsgi import"


@dataclass(frozen=True)
class ErrorPage:
    """What an error page shows: title is the heading; text says the cause; next_step what to do; action a link."""

    title: str
    text: str
    next_step: str
    action_label: str
    action_url: str


def init_app(app: Flask) -> None:
    """Register one handler for refused requests and one for faults of ours."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, _fault)


def refused(error: HTTPException):
    """Answer a request that cannot be taken with its page."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if for_programs(request):
        return problems.answer(error)
    headers = [("Retry-After", str(error.retry_after))] if getattr(error, "retry_after", None) else []
    return render_template("errors/error.html", page=_page(error)), error.code, headers


def _fault(error: Exception):
    current_app.logger.exception("unexpected error at %s", request.path)
    if current_app.testing or current_app.debug:
        raise error
    if for_programs(request):
        return problems.fault(error)
    try:
        # A transaction that broke lets nothing be read before it is ended.
        db.session.rollback()
        return render_template("errors/error.html", page=_page(None)), 500
    except Exception:
        current_app.logger.exception("the page about an error at %s could not name its person", request.path)
        return _page_for_nobody(), 500


def _page_for_nobody() -> str:
    """Return the page about a fault of the database itself: nothing is asked of it, nobody looks signed out."""
    from advisor.web.navigation import site
    from advisor.web.sessions import ask_for_nobody

    ask_for_nobody()
    frame = replace(site(), links=(), sign_out_url=None, demo_url=None)
    return render_template("errors/error.html", page=_page(None), site=frame)


def _page(error: HTTPException | None) -> ErrorPage:
    code = error.code if error else 500
    title, text, next_step = _words(code, isinstance(error, CSRFError))
    return ErrorPage(title, text, next_step, _("Go to the start page"), url_for("guest.start"))


def _words(code: int, stale_form: bool) -> tuple[str, str, str]:
    if stale_form:
        return (
            _("This page had been open too long"),
            _("For your safety, a form stops working after some hours. Nothing was saved."),
            _("Go back, load the page again and send the form once more."),
        )
    words = {
        400: (
            _("We could not read what was sent"),
            _("A part of the address or of the form is not as we expected."),
            _("Go back and try again. If you copied the address, check that it is complete."),
        ),
        403: (
            _("You cannot see this page"),
            _("Your account has no access to it."),
            _("If you have another account, sign in with that one."),
        ),
        404: (
            _("We did not find this page"),
            _("The address may have a mistake, or the page is no longer there."),
            _("Check the address, or begin again from the start page."),
        ),
        413: (
            _("The file is too large"),
            _("We receive up to %(limit)s MB at once. Nothing was saved.", limit=_limit_megabytes()),
            _(
                "Export a shorter period, one year at most, and upload it again. "
                "Whoever runs this site can load longer files with the command %(command)s.",
                command=IMPORT_COMMAND,
            ),
        ),
        429: (
            _("Too many tries in a short time"),
            _("We stopped for a moment to protect the accounts."),
            _("Wait one minute and try again."),
        ),
    }
    if code in words:
        return words[code]
    if code < 500:
        return words[400]
    return (
        _("Something failed on our side"),
        _("It is not your fault, and what you had saved is still there."),
        _("Try again in a few minutes."),
    )


def _limit_megabytes() -> int:
    return current_app.extensions["advisor_settings"].max_upload_mb
