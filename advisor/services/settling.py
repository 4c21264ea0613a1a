"""What the last making of usage settled, as kept with its upload (`summary["settled"]`, by channel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from advisor.db.intervals import Channel
from advisor.db.readings import ReadingKind
from advisor.db.uploads import Upload
from advisor.energy.settled import Settled


@dataclass(frozen=True)
class Before:
    """What is stored before the readings that are looked at again: findings as documents, intervals, kWh."""

    findings: tuple[dict, ...] = ()
    intervals: int = 0
    kwh: float = 0.0


NOTHING = Before()


def settled_part(upload: Upload, channel: Channel, kind: ReadingKind) -> tuple[Settled | None, Before]:
    """Return where a channel's readings of a kind are settled, and what is stored before; None and nothing if not."""
    told = documents(upload).get(channel.value)
    if told is None or told["kind"] != kind.value:
        return None, NOTHING
    moments = (datetime.fromisoformat(told[name]) for name in ("at", "since", "until"))
    settled = Settled(*moments, told["step_minutes"], tuple(told["gaps"]))
    return settled, Before(tuple(told["findings"]), told["intervals"], told["kwh"])


def document(settled: Settled, before: Before, kind: ReadingKind) -> dict[str, object]:
    """Return what `settled_part` reads."""
    return {
        "kind": kind.value,
        "at": settled.at,
        "since": settled.since,
        "until": settled.until,
        "step_minutes": settled.step_minutes,
        "gaps": settled.gaps,
        "findings": before.findings,
        "intervals": before.intervals,
        "kwh": before.kwh,
    }


def documents(upload: Upload) -> dict[str, dict]:
    """Return what is settled by channel."""
    return (upload.summary or {}).get("settled") or {}


def unsettle(upload: Upload, *, at: datetime | None = None) -> None:
    """Have all usage made anew where a reading that changed, at `at` or anywhere, may change what was settled."""
    settled = documents(upload).values()
    if settled and (at is None or any(at <= datetime.fromisoformat(one["until"]) for one in settled)):
        upload.summary = {name: value for name, value in upload.summary.items() if name != "settled"}
