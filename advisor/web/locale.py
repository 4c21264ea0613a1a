"""Which language a page is in: Spanish as in Peru unless the person chose English; kept in the session."""

from __future__ import annotations

from flask import Flask, has_request_context, request, session
from flask_babel import Babel

from advisor.web import sign_in_words
from advisor.web.api.paths import for_programs

SPANISH = "es_PE"
LANGUAGES = {"es": SPANISH, "en": "en"}
LANGUAGE_NAMES = {"es": "Español", "en": "English"}
ZONE = "America/Lima"
_SESSION_KEY = "language"


def init_app(app: Flask) -> None:
    """Attach Babel: locale by request, times on the clock of Lima; and let the sign-in library use our words."""
    app.config.update(sign_in_words.configuration())
    Babel(app, default_locale=SPANISH, default_timezone=ZONE, locale_selector=chosen_locale)


def language() -> str:
    """Return the two-letter language of this request.

    `?lang=` shows one page in a language and is kept; the browser's own preference is not asked, because phones
    sold in Peru are often left in English by people who read Spanish. A program says it in a header.
    """
    if not has_request_context():
        return "es"
    if for_programs(request):
        return request.accept_languages.best_match(LANGUAGES, "es")
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        # The installed app's files are asked for in passing: their cookie could overwrite that of a sign-in.
        if request.blueprint != "installable":
            choose(asked)
        return asked
    kept = session.get(_SESSION_KEY)
    return kept if kept in LANGUAGES else "es"


def chosen_locale() -> str:
    """Return the locale of this request, for Babel."""
    return LANGUAGES[language()]


def choose(code: str) -> None:
    """Keep a language for the following pages; an unknown one is ignored."""
    if code in LANGUAGES and session.get(_SESSION_KEY) != code:
        session[_SESSION_KEY] = code
