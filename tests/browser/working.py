"""How a visitor sets the product to work and waits until it is done, with scripts or without."""

from __future__ import annotations

from playwright.sync_api import Locator

LONGEST_JOB_MS = 60_000


def set_to_work(visitor, control: Locator) -> None:
    """Press a control whose work takes a while and wait for the news.

    With scripts the page follows the work by itself; without them a person presses the link until it is done.
    """
    if visitor.scripts:
        control.click()
        return
    press(visitor, control)
    link = visitor.page.get_by_role("link", name="Ver si ya está listo")
    for _second in range(LONGEST_JOB_MS // 1000):
        if not link.count():
            return
        visitor.page.wait_for_timeout(1000)
        press(visitor, link)


def press(visitor, control: Locator) -> None:
    """Press a control and wait for the page it leads to: a click alone may return while the old page is still there."""
    with visitor.page.expect_navigation():
        control.click()
