"""What a program may do with a person's data, in words."""

from __future__ import annotations

from flask_babel import gettext as _


def permission(scope: str) -> str:
    """Return the words of a permission of a token."""
    return {
        "usage:read": _("Read my usage"),
        "usage:write": _("Send usage by interval and meter files"),
        "bills:write": _("Send bills"),
        "readings:write": _("Send meter readings"),
    }[scope]
