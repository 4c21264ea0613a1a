"""Small numbers as words, for findings in a heading: "cinco de tus doce recibos"."""

from __future__ import annotations

from flask_babel import gettext as _


def in_words(count: int) -> str:
    """Return the word for a count up to twelve, digits above."""
    words = (
        _(
            "none"
        ), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"), _("ten"),
        _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if 0 <= count < len(words) else str(count)
