"""Headers of every answer: nothing from elsewhere, nothing inline, nothing personal kept in a cache."""

from __future__ import annotations

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
FEATURES_REFUSED = ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES_REFUSED),
    "X-Frame-Options": "DENY",
}
# The same for everybody and asked for at every page: kept, but never used without asking whether it changed.
ASKED_AGAIN = frozenset({"installable.worker", "installable.describe"})
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def init_app(app: Flask) -> None:
    """Add the headers; pages may set stricter ones of their own."""
    production = app.extensions["advisor_settings"].production

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if production:
            response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
        if request.endpoint in ASKED_AGAIN:
            response.headers["Cache-Control"] = "no-cache"
        elif not _public(response):
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response


def _public(response: Response) -> bool:
    """Say whether the answer is the same for everybody: files of the static folders."""
    return (request.endpoint or "").rpartition(".")[2] == "static" and response.status_code < 400
