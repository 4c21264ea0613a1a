"""The reference data that hold now: the shipped documents with the price lists published since."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.tariffs import TariffEdition, TariffList, TariffState
from advisor.reference.loader import Reference, load_reference, reference_with
from advisor.reference.published import PublishedList, edition_of, in_force
from advisor.reference.tariffs import PriceList, load_tariff_documents

NONE_PUBLISHED = edition_of(())
# Made once for each edition and kept; an edition is named by its content, so another process or database is noticed.
_KEPT: dict[str, Reference] = {}
_KEEP = 2


def reference_in_force(session: Session) -> Reference:
    """Return the reference data that every bill uses; one statement where the edition is known here."""
    last = select(func.max(TariffEdition.number)).scalar_subquery()
    newest = select(TariffEdition.sha256).where(TariffEdition.number == last)
    edition = session.scalars(newest).one_or_none() or NONE_PUBLISHED
    if edition == NONE_PUBLISHED:
        return load_reference()
    if (kept := _KEPT.get(edition)) is not None:
        return kept
    rows = published_rows(session)
    # Named by the rows themselves: between the two statements somebody may have published.
    edition = edition_of(row.sha256 for row in rows)
    made = reference_with([list_of_row(row) for row in rows], edition=edition) if rows else load_reference()
    while len(_KEPT) >= _KEEP:
        _KEPT.pop(next(iter(_KEPT)), None)
    _KEPT[edition] = made
    return made


def published_rows(session: Session) -> list[TariffList]:
    """Return the rows of the published lists in the order they were made."""
    query = select(TariffList).where(TariffList.state == TariffState.PUBLISHED).order_by(TariffList.id)
    return list(session.scalars(query))


def lists_in_force(session: Session) -> tuple[PublishedList, ...]:
    """Return every price list that bills may use: the shipped ones, and those published, which replace them."""
    return in_force(load_tariff_documents(), [list_of_row(row) for row in published_rows(session)])


def list_of_row(row: TariffList) -> PublishedList:
    """Return what a row says as a value."""
    prices = PriceList.model_validate(row.document)
    return PublishedList(row.distributor, row.system, row.option, row.residential, prices, row.source_page)
