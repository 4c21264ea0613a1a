"""A long list, one page at a time: what is shown in words, and the addresses before and after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from advisor.web.filters import number

PER_PAGE = 25
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Paging:
    """What the `pager` component shows; an address is None where the list ends."""

    shown: str
    previous_url: str | None
    next_url: str | None


def page_number(asked: str | None, *, total: int, per_page: int = PER_PAGE) -> int:
    """Return the 1-based page asked for, or the nearest there is."""
    last = max(1, -(-total // per_page))
    written = asked or ""
    return min(max(1, int(written)), last) if _DIGITS.fullmatch(written) else 1


def paging(page: int, *, total: int, address: Callable[[int], str], per_page: int = PER_PAGE) -> Paging:
    """Describe the way around a 1-based page; `address` gives that of another one."""
    first, last = (page - 1) * per_page + 1, min(page * per_page, total)
    words = {"first": number(first), "last": number(last), "total": number(total)}
    return Paging(
        shown=_("%(first)s to %(last)s of %(total)s", **words) if total else _("None"),
        previous_url=address(page - 1) if page > 1 else None,
        next_url=address(page + 1) if last < total else None,
    )
