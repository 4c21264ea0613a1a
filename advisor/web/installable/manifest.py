"""The manifest: how the product stands among a phone's apps."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, url_for
from flask_babel import gettext as _

from advisor.web.assets import asset_url
from advisor.web.tokens import tokens

# Where each shortcut leads: the word of its address, and the page of the person's first home.
PLACES = {
    "recibo": "bill.show",
    "consumo": "usage.show",
    "pronostico": "forecast.show",
    "consejos": "advice.show",
}
ICONS = (
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-192.png", "192x192", "maskable"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)


def manifest(*, html_lang: str) -> dict[str, object]:
    """Return the manifest in the language of this request."""
    light, _dark = ground_colours()
    labels = (_("My bill"), _("My usage"), _("Forecast"), _("Advice"))
    return {
        "id": "/",
        "name": _("Energy Advisor"),
        "short_name": _("Energy"),
        "description": _("Know your next electricity bill, why, and what would lower it."),
        "lang": html_lang,
        "dir": "ltr",
        "start_url": url_for("installable.begin"),
        "scope": "/",
        "display": "standalone",
        "theme_color": light,
        "background_color": light,
        "categories": ["utilities", "finance"],
        "icons": [
            {"src": asset_url(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [
            {"name": label, "url": url_for("installable.begin", ver=place)}
            for place, label in zip(PLACES, labels, strict=True)
        ],
    }


def ground_colours() -> tuple[str, str]:
    """Return the colour of the paper in light and in dark, as the design tokens have it."""
    paper = tokens(Path(current_app.static_folder, "css", "tokens.css"))["paper"]
    return paper.light, paper.dark
