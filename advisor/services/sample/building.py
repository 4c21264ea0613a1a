"""Simulated homes made ready to store: assessed by the real pipeline, readings packed as an import packs them.

Nothing here touches the database, so this part runs in several processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from advisor.db.blocks import packed, packed_layer
from advisor.db.households import Household, SupplyPoint
from advisor.db.months import split
from advisor.db.sums import day_sums, month_sums
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.services.assessments import assess_inputs, input_document
from advisor.services.sample.homes import ZONE, SimulatedHome, simulated_home

OPTION = "BT5B"
NO_UPLOAD = 0


@dataclass(frozen=True)
class Metered:
    """The readings of a home as the columns of interval_layer, interval_block, usage_day and usage_month."""

    layers: Sequence[dict] = ()
    blocks: Sequence[dict] = ()
    days: Sequence[dict] = ()
    months: Sequence[dict] = ()


@dataclass(frozen=True)
class BuiltHome:
    """Everything of one home but the keys the database gives; `household` and `point` are columns."""

    number: int
    household: dict[str, object]
    point: dict[str, object]
    bills: tuple[BillPeriod, ...]
    document: dict[str, object]
    metered: Metered = field(default_factory=Metered)


@dataclass(frozen=True)
class Batch:
    """The homes `numbers` of a world, with what making them needs."""

    numbers: range
    seed: int
    years: int
    as_of: date
    models_dir: Path


def build(batch: Batch) -> list[BuiltHome]:
    """Make, assess and pack the homes of a batch."""
    from advisor.assessment.inputs import parse_household
    from advisor.reference.loader import load_reference

    reference = load_reference()
    homes = [
        simulated_home(number, seed=batch.seed, years=batch.years, as_of=batch.as_of, reference=reference)
        for number in batch.numbers
    ]
    columns = [(_household(home), _point(home)) for home in homes]
    given = []
    for home, (household, point) in zip(homes, columns, strict=True):
        told = parse_household(input_document(Household(**household), SupplyPoint(**point), home.bills))
        given.append(told if home.series is None else told.with_series(home.series))
    documents = assess_inputs(given, as_of=batch.as_of, models_dir=batch.models_dir, reference=reference)
    return [
        BuiltHome(home.number, household, point, home.bills, document, _metered(home.series))
        for home, (household, point), document in zip(homes, columns, documents, strict=True)
    ]


def _household(home: SimulatedHome) -> dict[str, object]:
    return {
        "name": f"Casa {home.number:05d}",
        "department": home.told.department,
        "facts": dict(home.told.facts),
        "is_demo": False,
    }


def _point(home: SimulatedHome) -> dict[str, object]:
    return {
        "name": f"{home.number % 10_000:04d}",
        "distributor": home.told.distributor,
        "tariff_option": OPTION,
        "igv": home.told.igv,
        "timezone": ZONE,
        "last_bill": None if home.told.last_bill is None else dict(home.told.last_bill),
    }


def _metered(series: UsageSeries | None) -> Metered:
    if series is None:
        return Metered()
    zone = ZoneInfo(ZONE)
    months = [slots for slots in split(series, zone=zone, source=NO_UPLOAD) if slots.quality.any()]
    return Metered(
        layers=[packed_layer(slots) for slots in months],
        blocks=[packed(slots) for slots in months],
        days=[sums for slots in months for sums in day_sums(slots, zone)],
        months=[month_sums(slots) for slots in months],
    )
