"""Which bills stand: a pure function of what each source says of them."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.db.households import BillSource
from advisor.db.layers import BillLayer


def standing_bills(layers: Iterable[BillLayer]) -> list[BillLayer]:
    """Return the bills that stand, oldest first: of two that overlap the better one, however they came in.

    A full bill beats a measured bar, that an estimated one, that one without energy; at the same rank what the person
    typed beats a file, and newer beats older (of files: the upload received later).
    """
    chosen: list[BillLayer] = []
    for layer in sorted(layers, key=_rank, reverse=True):
        if not any(layer.start < other.end and other.start < layer.end for other in chosen):
            chosen.append(layer)
    return sorted(chosen, key=lambda layer: layer.start)


def _rank(layer: BillLayer) -> tuple:
    if layer.detail is not None:
        told = 3
    elif layer.kwh is None:
        told = 0
    else:
        told = 1 if layer.estimated else 2
    return told, layer.source is BillSource.TYPED, layer.upload_id or 0, layer.at, layer.start, layer.id
