"""Month blocks: arrays of one local month packed into an IntervalBlock row and back, exactly at a stated scale."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from advisor.db.intervals import IntervalBlock
from advisor.db.layers import IntervalLayer
from advisor.energy.usage import Quality

# kWh of one unit, coarsest first: whole watt-hours suit nearly every meter; the last keeps a thousandth of one.
SCALES_KWH = (1e-3, 1e-4, 1e-5, 1e-6)
WIDTHS = ("u2", "u4", "u8")


class UnstorableUsage(ValueError):
    """A value cannot be kept in a block: it is negative or not a number where one is stated."""


@dataclass(frozen=True, eq=False)
class MonthSlots:
    """One channel's slots of one local month.

    start: UTC time of the first slot; units: uint64 energy in multiples of `scale_kwh`, 0 where missing;
    quality: uint8 codes of Quality; sources: uint32 id of the upload each value came from, 0 where missing or
    simulated.
    """

    month: date
    start: datetime
    step_minutes: int
    scale_kwh: float
    units: np.ndarray
    quality: np.ndarray
    sources: np.ndarray

    @property
    def end(self) -> datetime:
        return self.start + len(self.units) * timedelta(minutes=self.step_minutes)

    @property
    def kwh(self) -> np.ndarray:
        """Energy of each slot as float64, NaN where missing."""
        # Dividing by a whole number gives the float nearest to the decimal; multiplying by 0.001 does not.
        values = self.units / round(1 / self.scale_kwh)
        return np.where(self.quality == Quality.MISSING, np.nan, values)

    def at_scale(self, scale_kwh: float) -> MonthSlots:
        """Return the same energy in finer units."""
        factor = round(self.scale_kwh / scale_kwh)
        return replace(self, scale_kwh=scale_kwh, units=self.units * np.uint64(factor))

    def at_step(self, step_minutes: int) -> MonthSlots:
        """Return the slots cut into shorter ones of equal energy, which become estimated: only their sum was metered.

        Remainders of the division go to the first parts, so the sum stays exact.
        """
        parts = self.step_minutes // step_minutes
        if parts == 1:
            return self
        share, rest = np.divmod(self.units[:, None], np.uint64(parts))
        units = share + (np.arange(parts, dtype=np.uint64)[None, :] < rest)
        quality = np.minimum(np.repeat(self.quality, parts), Quality.ESTIMATED).astype(np.uint8)
        sources = np.repeat(self.sources, parts)
        return replace(self, step_minutes=step_minutes, units=units.ravel(), quality=quality, sources=sources)


def smallest_scale(kwh: np.ndarray) -> float:
    """Return the coarsest scale at which every value is whole; the finest (0.001 Wh) where none is.

    Raises UnstorableUsage for a negative or infinite value.
    """
    values = kwh[~np.isnan(kwh)]
    if len(values) and (not np.isfinite(values).all() or values.min() < 0):
        raise UnstorableUsage("energy must be finite and not negative")
    for scale in SCALES_KWH[:-1]:
        units = values * round(1 / scale)
        if np.allclose(units, np.round(units), rtol=0, atol=1e-6):
            return scale
    return SCALES_KWH[-1]


def to_units(kwh: np.ndarray, scale_kwh: float) -> np.ndarray:
    """Return whole units of `scale_kwh`, 0 for NaN."""
    return np.round(np.nan_to_num(kwh, nan=0.0) * round(1 / scale_kwh)).astype(np.uint64)


def packed_layer(slots: MonthSlots) -> dict[str, object]:
    """Return the slots as the columns of a row of interval_layer, which is of one source."""
    largest = int(slots.units.max(initial=0))
    width = next(width for width in WIDTHS if largest <= np.iinfo(np.dtype(width)).max)
    return {
        "month": slots.month,
        "start": slots.start,
        "step_minutes": slots.step_minutes,
        "scale": slots.scale_kwh,
        "codec": f"zlib-{width}",
        "values": zlib.compress(slots.units.astype("<" + width).tobytes(), 6),
        "quality": zlib.compress(slots.quality.astype("u1").tobytes(), 6),
    }


def packed(slots: MonthSlots) -> dict[str, object]:
    """Return the slots as the columns of a row of interval_block."""
    return packed_layer(slots) | {"sources": zlib.compress(slots.sources.astype("<u4").tobytes(), 6)}


def pack(slots: MonthSlots, block: IntervalBlock) -> None:
    """Write the slots into the row's columns."""
    for column, value in packed(slots).items():
        setattr(block, column, value)


def unpack(block: IntervalBlock) -> MonthSlots:
    """Read the slots of a row."""
    return _slots(block, np.frombuffer(zlib.decompress(block.sources), "<u4"))


def unpack_layer(layer: IntervalLayer) -> MonthSlots:
    """Read the slots of a layer; every value came from its upload."""
    quality = np.frombuffer(zlib.decompress(layer.quality), "u1")
    return _slots(layer, np.where(quality > 0, layer.upload_id or 0, 0).astype(np.uint32))


def _slots(row: IntervalBlock | IntervalLayer, sources: np.ndarray) -> MonthSlots:
    width = row.codec.removeprefix("zlib-")
    return MonthSlots(
        month=row.month,
        start=row.start,
        step_minutes=row.step_minutes,
        scale_kwh=row.scale,
        units=np.frombuffer(zlib.decompress(row.values), "<" + width).astype(np.uint64),
        quality=np.frombuffer(zlib.decompress(row.quality), "u1"),
        sources=sources,
    )
