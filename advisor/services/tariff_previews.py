"""What publishing price lists would do: what stands against it, and worked totals beside those of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from advisor.energy.findings import Finding, Severity, blocking
from advisor.reference.published import PublishedList, findings_among, same
from advisor.reference.tariff_effect import Effect, effect_of
from advisor.services.tariff_reading import list_of_row, lists_in_force, published_rows


@dataclass(frozen=True)
class Preview:
    """What publishing a list would do: remarks, worked totals, and whether bills use the same list already."""

    listed: PublishedList
    unchanged: bool
    findings: tuple[Finding, ...]
    effects: tuple[Effect, ...]


def check(session: Session, *, lists: Sequence[PublishedList]) -> tuple[Preview, ...]:
    """Say what publishing these lists together would do; nothing is stored."""
    held = lists_in_force(session)
    published = [list_of_row(row) for row in published_rows(session)]
    return tuple(_preview(item, held=held, published=published, beside=lists) for item in lists)


def _preview(
    item: PublishedList,
    *,
    held: Sequence[PublishedList],
    published: Sequence[PublishedList],
    beside: Sequence[PublishedList],
) -> Preview:
    unchanged = any(same(item, other) for other in held)
    day = (item.key, item.prices.valid_from)
    together = {(other.key, other.prices.valid_from): other for other in (*held, *beside)}
    findings = () if unchanged else findings_among(item, together.values())
    if not unchanged and any((other.key, other.prices.valid_from) == day for other in published):
        findings += (Finding("tariff_day_taken", Severity.ERROR, {"version": item.name}),)
    elif not unchanged and any((other.key, other.prices.valid_from) == day for other in held):
        findings += (Finding("tariff_replaces_shipped", Severity.INFO, {"version": item.name}),)
    effects = () if blocking(findings) else effect_of(item, held)
    return Preview(item, unchanged, findings, effects)
