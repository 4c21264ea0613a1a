"""Streams: the value columns, narrowed by label or sign, that add up to a channel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.ingest.extract import Extract


@dataclass(frozen=True)
class Part:
    """One stream to add into a channel: a value column (position in the extract), narrowed to one label or all.

    sign: 0 takes values as they are; 1 only the positive and -1 only the negative side of a signed column.
    """

    position: int
    label: int | None
    name: str
    sign: int = 0


@dataclass(frozen=True)
class Channel:
    """The parts of one channel and what they measure."""

    channel: str
    parts: tuple[Part, ...]
    quantity: str


def rows_of(data: Extract, part: Part, rows: np.ndarray) -> np.ndarray:
    """Narrow row indices to those of a part's label."""
    return rows if part.label is None else rows[data.label[rows] == part.label]


def column_values(data: Extract, part: Part, rows: np.ndarray) -> np.ndarray:
    """Return the known values of a part among some rows."""
    values = data.values[rows_of(data, part, rows), part.position]
    return values[~np.isnan(values)]


def order_by_time(moments: np.ndarray, usable: np.ndarray) -> np.ndarray:
    """Return the indices of usable rows in time order."""
    rows = np.flatnonzero(usable)
    return rows[np.argsort(moments[rows], kind="stable")]
