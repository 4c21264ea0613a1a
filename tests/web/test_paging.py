"""A long list is shown a page at a time, in words, and never beyond its ends."""

from __future__ import annotations

import pytest

from advisor.web.paging import page_number, paging


@pytest.mark.parametrize(
    ("asked", "page"),
    [(None, 1), ("", 1), ("4", 4), ("9", 9), ("10", 9), ("0", 1), ("-2", 1), ("x", 1), ("٣", 1), ("9" * 5000, 1)],
)
def test_the_page_asked_for_is_one_there_is(asked, page):
    assert page_number(asked, total=214) == page


@pytest.mark.parametrize(
    ("page", "total", "shown", "before", "after"),
    [
        (1, 214, "1 a 25 de 214", None, "?2"),
        (4, 214, "76 a 100 de 214", "?3", "?5"),
        (9, 214, "201 a 214 de 214", "?8", None),
        (1, 25, "1 a 25 de 25", None, None),
        (1, 1_250, "1 a 25 de 1,250", None, "?2"),
        (1, 0, "Ninguno", None, None),
    ],
)
def test_what_is_shown_is_said_and_the_ends_lead_nowhere(app, page, total, shown, before, after):
    with app.test_request_context():
        made = paging(page, total=total, address="?{}".format)
    assert (made.shown, made.previous_url, made.next_url) == (shown, before, after)
