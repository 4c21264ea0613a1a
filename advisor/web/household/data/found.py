"""What looks wrong in a home's stored readings and still waits for a word of its household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.layers import Correction, CorrectionAction
from advisor.db.queries.stored import standing_corrections
from advisor.energy.anomalies import Anomaly, AnomalyKind, find_anomalies
from advisor.services.intervals import load_series


@dataclass(frozen=True)
class Offered:
    """An anomaly with what the household may say of it; key: finds it again when the form comes."""

    anomaly: Anomaly
    key: str
    actions: tuple[CorrectionAction, ...]


def found_in(supply_point: SupplyPoint, *, standing: Sequence[Correction]) -> tuple[Offered, ...]:
    """Return what looks wrong, newest first, without what the household has called right."""
    series = load_series(db.session, supply_point_id=supply_point.id)
    if series is None:
        return ()
    right = {(row.start, row.end) for row in standing if row.action is CorrectionAction.KEEP}
    found = [each for each in find_anomalies(series) if (each.start, each.end) not in right]
    return tuple(Offered(each, _key(each), _actions(each)) for each in reversed(found))


def still_found(supply_point: SupplyPoint, *, key: str) -> Offered | None:
    """Return what a form speaks of, or None where the data no longer show it."""
    standing = standing_corrections(db.session, supply_point)
    return next((each for each in found_in(supply_point, standing=standing) if each.key == key), None)


def _key(anomaly: Anomaly) -> str:
    return f"{anomaly.kind.value}-{anomaly.start:%Y%m%d%H%M}-{anomaly.end:%Y%m%d%H%M}"


def _actions(anomaly: Anomaly) -> tuple[CorrectionAction, ...]:
    """Another level has no stretch to leave out; only a catch-up has a gap to spread over."""
    if anomaly.kind is AnomalyKind.LEVEL_CHANGE:
        return (CorrectionAction.KEEP,)
    spread = (CorrectionAction.SPREAD,) if anomaly.kind is AnomalyKind.CATCH_UP else ()
    return (*spread, CorrectionAction.DISCARD, CorrectionAction.KEEP)
