"""What surrounds every page: the links of the header, the footer's actions and the language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.routing import BuildError

from advisor.web.filters import moment
from advisor.web.locale import LANGUAGE_NAMES, LANGUAGES, language
from advisor.web.sessions import know_the_person, now


@dataclass(frozen=True)
class Link:
    """A link of the header; `current` marks the page being read."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Language:
    code: str
    name: str


@dataclass(frozen=True)
class Site:
    """What `base.html` needs beside the page: an address is None where there is nothing to offer."""

    language: str
    html_lang: str
    other_language: Language
    home_url: str
    links: tuple[Link, ...]
    sign_out_url: str | None
    privacy_url: str | None
    calculator_url: str | None
    demo_url: str | None
    language_url: str | None
    here: str
    made_at: str


def site() -> Site:
    """Describe the frame of the page of this request."""
    know_the_person()
    signed_in = bool(getattr(current_user, "is_authenticated", False))
    code = language()
    other = "en" if code == "es" else "es"
    return Site(
        language=code,
        html_lang=LANGUAGES[code].replace("_", "-"),
        other_language=Language(other, LANGUAGE_NAMES[other]),
        home_url=(_url("households.home") if signed_in else None) or url_for("guest.start"),
        links=_household_links() if signed_in else _guest_links(),
        sign_out_url=_url("security.logout") if signed_in else None,
        privacy_url=_url("guest.privacy"),
        # The pages without a connection are the same for everybody.
        calculator_url=None if signed_in or request.blueprint == "installable" else _url("guest.calculator"),
        demo_url=_url("security_demo.enter") if not signed_in and current_app.config.get("ADVISOR_DEMO") else None,
        language_url=_url("guest.choose_language"),
        here=request.full_path.rstrip("?") if request.method == "GET" else request.path,
        made_at=moment(now()),
    )


def _guest_links() -> tuple[Link, ...]:
    return _links(("security.login", _("Sign in")))


def _household_links() -> tuple[Link, ...]:
    return _links(
        *((("portfolio.show", _("My portfolio")),) if current_user.consultancy_id else ()),
        ("bill.show", _("My bill")),
        ("usage.show", _("My usage")),
        ("forecast.show", _("Forecast")),
        ("advice.show", _("Advice")),
        ("households.show", _("My home")),
        ("account.show", _("My account")),
        *(_administrator_links() if current_user.has_role("administrator") else ()),
    )


def _administrator_links() -> tuple[tuple[str, str], ...]:
    return (("style.show", _("Style")),)


def _links(*entries: tuple[str, str]) -> tuple[Link, ...]:
    found = ((endpoint, label, _url(endpoint)) for endpoint, label in entries)
    return tuple(Link(label, url, request.endpoint == endpoint) for endpoint, label, url in found if url)


def _url(endpoint: str) -> str | None:
    """Return the address of an endpoint, or None where this person or this installation has none."""
    try:
        return url_for(endpoint)
    except BuildError:
        return None
