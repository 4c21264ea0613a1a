"""The whole world in its order: people and homes first, then what happened to them."""

from __future__ import annotations

from tests.browser.world.bills import add_full_bills
from tests.browser.world.building import Builder
from tests.browser.world.data import add_data
from tests.browser.world.guests import add_guests
from tests.browser.world.homes import add_homes
from tests.browser.world.paper import add_paper_bills
from tests.browser.world.portfolios import add_portfolios
from tests.browser.world.programs import add_programs
from tests.browser.world.readings import add_readings
from tests.browser.world.uploads import add_uploads

PARTS = (
    add_homes,
    add_uploads,
    add_data,
    add_readings,
    add_paper_bills,
    add_full_bills,
    add_programs,
    add_portfolios,
    add_guests,
)


def add_everything(builder: Builder) -> None:
    """Make every person, home, file and state."""
    for add in PARTS:
        add(builder)
