"""What surrounds every page: the links of the header, the footer's actions and the language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from advisor.web.locale import LANGUAGE_NAMES, language


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
    other_language: Language
    home_url: str
    links: tuple[Link, ...]
    sign_out_url: str | None
    privacy_url: str | None
    demo_url: str | None
    language_url: str | None
    here: str


def init_app(app: Flask) -> None:
    """Give every template a `site`."""
    app.context_processor(lambda: {"site": site()})


def site() -> Site:
    """Describe the frame of the page of this request."""
    signed_in = bool(getattr(current_user, "is_authenticated", False))
    code = language()
    other = "en" if code == "es" else "es"
    return Site(
        language=code,
        other_language=Language(other, LANGUAGE_NAMES[other]),
        home_url=_url("household.households.index") if signed_in and _exists("household.households.index") else _url("guest.start"),
        links=_household_links() if signed_in else _guest_links(),
        sign_out_url=_url("security.logout") if signed_in else None,
        privacy_url=_url("guest.privacy"),
        demo_url=_url("guest.demonstration") if not signed_in and current_app.config.get("DEMO") else None,
        language_url=_url("guest.choose_language"),
        here=request.full_path.rstrip("?") if request.method == "GET" else request.path,
    )


def _guest_links() -> tuple[Link, ...]:
    return _links(("security.login", _("Sign in")))


def _household_links() -> tuple[Link, ...]:
    return _links(
        ("bill.show", _("My bill")),
        ("usage.show", _("My usage")),
        ("forecast.show", _("Forecast")),
        ("advice.show", _("Advice")),
        ("households.show", _("My home")),
    )


def _links(*entries: tuple[str, str]) -> tuple[Link, ...]:
    return tuple(Link(label, _url(endpoint), request.endpoint == endpoint) for endpoint, label in entries if _exists(endpoint))


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _url(endpoint: str) -> str | None:
    return url_for(endpoint) if _exists(endpoint) else None
