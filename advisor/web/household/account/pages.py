"""What Mi cuenta shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from advisor.services.accounts import OpenSession
from advisor.web.filters import moment


@dataclass(frozen=True)
class AccountPage:
    """sessions: rows of (device, last used, here or not); others: whether there are sessions elsewhere."""

    title: str
    email: str
    demo: bool
    sessions: tuple[tuple[str, str, str], ...]
    others: bool
    password_url: str
    end_url: str
    programs_url: str


def account_page(sessions: Sequence[OpenSession]) -> AccountPage:
    """Make the page of the person signed in."""
    if current_user.is_demo:  # the others are of people who do not know each other
        sessions = [item for item in sessions if item.current]
    return AccountPage(
        title=_("My account"),
        email=current_user.email,
        demo=current_user.is_demo,
        sessions=tuple(_row(item) for item in sessions),
        others=any(not item.current for item in sessions),
        password_url=url_for("security.change_password"),
        end_url=url_for("account.end_other_sessions"),
        programs_url=url_for("tokens.show"),
    )


def _row(item: OpenSession) -> tuple[str, str, str]:
    return _device(item.device), moment(item.last_seen_at), _("this one") if item.current else ""


def _device(agent: str | None) -> str:
    """Name a browser in words a person knows; what it sends about itself is long and says little."""
    if not agent:
        return _("A browser")
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac", "Mac"))
    browser = next((name for mark, name in browsers if mark in agent), _("A browser"))
    system = next((name for mark, name in (*systems, ("Linux", "Linux")) if mark in agent), None)
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser
