"""Pictures of pages, reduced so far that their letters go and their shapes stay, and compared in that form.

A reduced picture is an eighth of the size with 32 shades a colour: some 3 KB, so that one of every page can lie in git,
and coarse enough that the edge of a letter drawn a little differently does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

BASELINE = Path(__file__).parent / "baseline"
REDUCED_BY = 8
SHADE = 8  # distance of two neighbouring shades, of 256
# A cell counts as changed from two shades on: one apart may be rounding.
CHANGED_CELL = 2 * SHADE
# Fewer cells than a short word covers may be the edge of a line that fell on the other side of a cell.
LEAST_CELLS = 3
# A ground that turned a little darker everywhere changes no cell by two shades, but the mean of all of them.
LARGEST_MEAN = 1.5
MARK = (181, 71, 42)


@dataclass(frozen=True)
class Comparison:
    """How a picture differs from an earlier one: cells is a mask of the changed ones (of the common size)."""

    cells: np.ndarray
    mean: float
    taller_by: int

    @property
    def changed(self) -> bool:
        return bool(self.taller_by or self.cells.sum() >= LEAST_CELLS or self.mean > LARGEST_MEAN)

    def __str__(self) -> str:
        if not self.changed:
            return "unchanged"
        parts = [f"{self.cells.mean():.1%} of it changed"]
        rows = np.flatnonzero(self.cells.any(axis=1))
        if len(rows):
            parts.append(f"first {rows[0] * REDUCED_BY} px from the top")
        if self.taller_by:
            parts.append(f"{abs(self.taller_by)} px {'higher' if self.taller_by > 0 else 'lower'}")
        return ", ".join(parts)


def reduced(picture: Path) -> np.ndarray:
    """Return a picture reduced: an array of height, width and three colours, uint8."""
    with Image.open(picture) as image:
        small = np.asarray(image.convert("RGB").reduce(REDUCED_BY))
    return small // SHADE * SHADE + SHADE // 2


def compare(before: np.ndarray, now: np.ndarray) -> Comparison:
    """Compare two reduced pictures of one page at one width."""
    taller = now.shape[0] - before.shape[0]
    height, width = (min(before.shape[axis], now.shape[axis]) for axis in (0, 1))
    apart = np.abs(before[:height, :width].astype(int) - now[:height, :width].astype(int)).max(axis=2)
    # One row more or less is a page whose height fell on the other side of a cell.
    return Comparison(apart >= CHANGED_CELL, float(apart.mean()), taller * REDUCED_BY if abs(taller) > 1 else 0)


def marked(now: np.ndarray, comparison: Comparison) -> np.ndarray:
    """Return the reduced picture paled, with the changed cells in one strong colour."""
    pale = (now.astype(int) + 2 * 255) // 3
    height, width = comparison.cells.shape
    pale[:height, :width][comparison.cells] = MARK
    return pale.astype(np.uint8)


def save(small: np.ndarray, path: Path) -> None:
    """Write a reduced picture without loss."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(small).save(path, "WEBP", lossless=True, quality=100, method=6)


def load(path: Path) -> np.ndarray:
    """Read a reduced picture."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def baseline_of(picture: Path) -> Path:
    """Return where the reduced picture of an earlier day lies, whether there is one or not."""
    return BASELINE / f"{picture.stem}.webp"
