"""The pages a phone shows without connection: kept by the service worker, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template, url_for
from flask_babel import gettext as _

from advisor.web.navigation import site


@dataclass(frozen=True)
class OfflinePage:
    """texts: paragraphs; what a page does not have is empty.

    list_heading: above the pages that can be read; nothing_kept: where there are none; back, again: labels of links.
    """

    title: str
    texts: tuple[str, ...]
    list_heading: str = ""
    nothing_kept: str = ""
    back: str = ""
    again: str = ""


def render_offline(page: OfflinePage) -> str:
    """Return the page in a frame without links of a person, forms or tokens: it is kept beyond any session."""
    frame = replace(
        site(),
        home_url=url_for("installable.begin"),
        links=(),
        sign_out_url=None,
        demo_url=None,
        language_url=None,
        made_at="",
    )
    return render_template("installable/offline.html", page=page, site=frame)


def offline_page() -> OfflinePage:
    """Say that there is no connection, and what can be read all the same."""
    return OfflinePage(
        title=_("You have no connection"),
        texts=(_("We could not load this page. Check your mobile data or your Wi-Fi."),),
        list_heading=_("What you can read now"),
        nothing_kept=_("No page is kept on this device. The ones you open with a connection will be here."),
        again=_("Try again"),
    )


def unsent_page() -> OfflinePage:
    """Say that a form did not go out, and that what was typed is still there."""
    return OfflinePage(
        title=_("It was not sent"),
        texts=(
            _("There is no connection, so nothing was saved."),
            _("What you typed is still on the page before this one. Go back, and send it when you have a connection."),
        ),
        back=_("Go back to what I typed"),
    )


def still_signed_in_page() -> OfflinePage:
    """Say that signing out did not reach us, and what was erased here all the same."""
    return OfflinePage(
        title=_("You are still signed in"),
        texts=(
            _("There is no connection, so we could not close your session. The pages kept on this device are erased."),
            _("When you have a connection, press “Sign out” again."),
        ),
        back=_("Go back"),
    )
