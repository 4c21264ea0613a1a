"""The service worker as it is served: its text under the list of what it keeps from the start and a version of both."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import url_for

from advisor.web.assets import asset_url, stylesheet_url

WORKER = Path(__file__).with_name("worker.js")
SCRIPTS = ("js/site.js", "js/offline.js")
# Stylesheets and scripts name these without a version; the version of the worker follows their content.
UNVERSIONED = ("img/band.svg", "img/band-dark.svg", "img/edge.svg", "js/kept.js")
MOST_PAGES = 40
# The main page of a home, or a guest's result: what the app opens on without connection.
HOMES = r"^/suministro/\d+/recibo/$|^/resultado/$"


def worker_text(pages: dict[str, str], *, language: str) -> str:
    """Return the worker for a language. pages: the pages without connection by name, as they are shown."""
    code = WORKER.read_text("utf-8")
    shell = {
        "files": [
            stylesheet_url(),
            asset_url("img/mark.svg"),
            *map(asset_url, SCRIPTS),
            *(url_for("static", filename=name) for name in UNVERSIONED),
        ],
        "pages": {name: url_for(f"installable.{name}", lang=language) for name in pages},
        "clearing": [url_for("security.logout"), url_for("installable.clear")],
        "signOut": url_for("security.logout"),
        "start": url_for("installable.begin"),
        "homes": HOMES,
        "keep": MOST_PAGES,
    }
    shell["version"] = _digest(code, json.dumps(shell), *map(asset_url, UNVERSIONED), *pages.values())
    return f"const SHELL = {json.dumps(shell)};\n{code}"


@lru_cache(maxsize=8)
def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
