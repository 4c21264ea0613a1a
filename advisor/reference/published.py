"""Price lists published after the product was made: put into the shipped documents, or refused where days overlap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from advisor.energy.findings import Finding, Severity
from advisor.reference.levies import load_taxes
from advisor.reference.tariffs import PriceList, TariffDocument

# Distributor, system, option, residential: the lists of one key follow each other.
ListKey = tuple[str, str, str, bool]
DAYS_OF_A_YEAR = 366


@dataclass(frozen=True)
class PublishedList:
    """One price list with whose it is; source_page: the page of the source document, or None."""

    distributor: str
    system: str
    option: str
    residential: bool
    prices: PriceList
    source_page: str | None = None

    @property
    def key(self) -> ListKey:
        """Return what the lists that follow each other have in common."""
        return self.distributor, self.system, self.option, self.residential

    @property
    def name(self) -> str:
        """Return the list's name as bills give it: distributor, system, option, first day."""
        option = self.option if self.residential else f"{self.option}-non-residential"
        return f"{self.distributor}/{self.system}/{option}/{self.prices.valid_from.isoformat()}"

    @property
    def sha256(self) -> str:
        """Return the digest of all that the list says; two lists that say the same have the same."""
        told = [*map(str, self.key), self.source_page or "", self.prices.model_dump_json()]
        return hashlib.sha256("\0".join(told).encode()).hexdigest()


def edition_of(digests: Iterable[str]) -> str:
    """Return the digest of a set of published lists, whatever their order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def lists_of(documents: Iterable[TariffDocument]) -> tuple[PublishedList, ...]:
    """Return the lists of documents one by one, in their order."""
    return tuple(
        PublishedList(document.distributor, document.system, document.option, document.residential, prices)
        for document in documents
        for prices in document.lists
    )


def in_force(shipped: Iterable[TariffDocument], published: Iterable[PublishedList]) -> tuple[PublishedList, ...]:
    """Return shipped and published lists; a published one replaces the shipped one of its key and first day."""
    found = {(item.key, item.prices.valid_from): item for item in (*lists_of(shipped), *published)}
    first_seen = {key: place for place, key in reversed(list(enumerate(key for key, _ in found)))}
    return tuple(found[at] for at in sorted(found, key=lambda at: (first_seen[at[0]], at[1])))


def merged(shipped: Iterable[TariffDocument], published: Iterable[PublishedList]) -> tuple[TariffDocument, ...]:
    """Return the documents with the published lists in them. Raises a validation error where lists overlap."""
    by_key: dict[ListKey, list[PriceList]] = {}
    for item in in_force(shipped, published):
        by_key.setdefault(item.key, []).append(item.prices)
    return tuple(
        TariffDocument(distributor=distributor, system=system, option=option, residential=residential, lists=prices)
        for (distributor, system, option, residential), prices in by_key.items()
    )


def same(one: PublishedList, other: PublishedList) -> bool:
    """Say whether two lists say the same; a decimal written with more zeros is the same figure."""
    return (one.key, one.prices, one.source_page or None) == (other.key, other.prices, other.source_page or None)


def findings_among(new: PublishedList, held: Iterable[PublishedList]) -> tuple[Finding, ...]:
    """Say what stands against publishing a list beside those of its key: days in two lists; and what to look at."""
    others = [item for item in held if item.key == new.key and item.prices.valid_from != new.prices.valid_from]
    older = [item for item in others if item.prices.valid_from < new.prices.valid_from]
    newer = [item for item in others if item.prices.valid_from > new.prices.valid_from]
    findings = []
    taxed_from = min(tax.valid_from for tax in load_taxes())
    if new.prices.valid_from < taxed_from:
        params = {"version": new.name, "start": taxed_from.isoformat()}
        findings.append(Finding("tariff_before_known_igv", Severity.ERROR, params))
    for item in older:
        if item.prices.valid_until is not None and item.prices.valid_until > new.prices.valid_from:
            findings.append(_overlap(new, item, until=item.prices.valid_until))
    following = min(newer, key=lambda item: item.prices.valid_from, default=None)
    if following is not None:
        begins = following.prices.valid_from
        if new.prices.valid_until is not None and new.prices.valid_until > begins:
            findings.append(_overlap(new, following, until=new.prices.valid_until))
        findings += _holds_long(new, begins)
    return tuple(findings)


def _overlap(new: PublishedList, other: PublishedList, *, until: date) -> Finding:
    params = {"version": new.name, "other": other.name, "until": until.isoformat()}
    return Finding("tariff_days_overlap", Severity.ERROR, params)


def _holds_long(new: PublishedList, begins: date) -> list[Finding]:
    days = ((new.prices.valid_until or begins) - new.prices.valid_from).days
    if days <= DAYS_OF_A_YEAR:
        return []
    params = {"version": new.name, "days": days, "until": begins.isoformat()}
    return [Finding("tariff_holds_long", Severity.WARNING, params)]
