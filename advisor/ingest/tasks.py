"""What the reading process can be asked to do, by name."""

from __future__ import annotations

from advisor.ingest.homes import read_home
from advisor.ingest.paper.pictures import draw
from advisor.ingest.portfolio import read_portfolio

TASKS = {"file": read_home, "pictures": draw, "portfolio": read_portfolio}
