"""Reading portfolio files: many clients in one sheet or archive, every row valid, warned or refused. Stores nothing."""

from advisor.ingest.portfolio.places import Places, match_places
from advisor.ingest.portfolio.reader import read_portfolio
from advisor.ingest.portfolio.results import Client, ClientSeries, Counts, PortfolioRead, Remark, SheetRow
from advisor.ingest.portfolio.slices import slice_of

__all__ = [
    "Client",
    "ClientSeries",
    "Counts",
    "Places",
    "PortfolioRead",
    "Remark",
    "SheetRow",
    "match_places",
    "read_portfolio",
    "slice_of",
]
