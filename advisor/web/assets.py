"""Static files with addresses that change with their content, and the small stylesheets served as one file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for

# In this order: later files may rely on the names and rules of earlier ones.
_SHEETS = (
    "tokens",
    "base",
    "layout",
    "forms",
    "components",
    "charts",
    "household",
    "bill-document",
    "readings",
    "print",
)
STYLESHEETS = tuple(f"{name}.css" for name in _SHEETS)
_COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)
_YEAR_SECONDS = 365 * 24 * 3600

# An endpoint called "static", as Flask's own: what it answers is the same for everybody and may be cached.
blueprint = Blueprint("bundle", __name__)


def init_app(app: Flask) -> None:
    """Serve /static/css/site.css and offer `stylesheet_url()` and `asset_url(name)` to templates."""
    app.extensions["asset_hashes"] = {}
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(stylesheet_url=stylesheet_url, asset_url=asset_url)
    app.after_request(_cache_versioned)


@blueprint.get("/static/css/site.css", endpoint="static")
def stylesheet() -> Response:
    """Answer with every stylesheet in order: one request on a slow line, small files in the source."""
    return Response(_bundle(_static_folder()), mimetype="text/css")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Answer the address browsers ask for on their own."""
    return current_app.send_static_file("img/favicon.ico")


def stylesheet_url() -> str:
    """Return the stylesheet's address with the hash of its content."""
    return url_for("bundle.static", v=_hash("css/site.css"))


def asset_url(name: str) -> str:
    """Return the address of a file under static/ with the hash of its content."""
    return url_for("static", filename=name, v=_hash(name))


def _hash(name: str) -> str:
    known: dict[str, str] = current_app.extensions["asset_hashes"]
    if name not in known or current_app.debug:
        folder = _static_folder()
        content = _bundle(folder) if name == "css/site.css" else (folder / name).read_bytes()
        known[name] = hashlib.sha256(content).hexdigest()[:12]
    return known[name]


def _bundle(folder: Path) -> bytes:
    written = b"".join(path.read_bytes() for name in STYLESHEETS if (path := folder / "css" / name).exists())
    return _COMMENT.sub(b"", written)


def _static_folder() -> Path:
    return Path(current_app.static_folder)


def _cache_versioned(response: Response) -> Response:
    if request.endpoint in ("static", "bundle.static") and "v" in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.private = True
        response.cache_control.max_age = _YEAR_SECONDS
        response.cache_control.immutable = True
    return response
