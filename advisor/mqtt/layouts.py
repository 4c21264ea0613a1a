"""Layouts of messages as documents (layouts/*.yaml): where time and values stand, in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("layouts")
QUANTITIES = ("register", "power", "by_unit")
TIME_FORMS = ("iso", "unix", "unix_ms")
# To kWh for energy, to W for power.
ENERGY_UNITS = {"kwh": 1.0, "wh": 1e-3, "mwh": 1e3, "wmin": 1e-3 / 60}
POWER_UNITS = {"w": 1.0, "kw": 1e3}


@dataclass(frozen=True)
class TimeRule:
    """Where a message says its time. form: iso (naive: the device's zone), unix (seconds), unix_ms."""

    path: str
    form: str


@dataclass(frozen=True)
class ValueRule:
    """Where a value stands. path: keys joined by dots, * for any one key, empty for the whole payload.

    quantity: register (an index), power, or by_unit; unit: None is the one told for the device; unit_path: where the
    message says it; channel: None is the device's; topic_ends: the rule holds only for such topics.
    """

    path: str = ""
    quantity: str = "register"
    unit: str | None = None
    unit_path: str | None = None
    channel: str | None = None
    topic_ends: str = ""


@dataclass(frozen=True)
class Layout:
    """How one kind of device writes its messages; `topic` is an example of one."""

    key: str
    title: str
    topic: str
    times: tuple[TimeRule, ...]
    values: tuple[ValueRule, ...]
    unit: str | None = None
    not_a_reading: frozenset[str] = frozenset()


class WrongLayout(ValueError):
    """A layout document says something this code does not know."""


@cache
def layouts() -> Mapping[str, Layout]:
    """Return every layout by its key, the name of its document."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


def _read(path: Path) -> Layout:
    told = yaml.safe_load(path.read_text("utf-8"))
    try:
        layout = Layout(
            key=path.stem,
            title=told["title"],
            topic=told["topic"],
            times=tuple(TimeRule(**rule) for rule in told.get("times", ())),
            values=tuple(ValueRule(**rule) for rule in told["values"]),
            unit=told.get("unit"),
            not_a_reading=frozenset(told.get("not_a_reading", ())),
        )
    except (KeyError, TypeError) as problem:
        raise WrongLayout(f"{path.name}: {problem}") from problem
    _check(layout)
    return layout


def _check(layout: Layout) -> None:
    units = {None, *ENERGY_UNITS, *POWER_UNITS}
    for rule in layout.values:
        known = rule.quantity in QUANTITIES and rule.channel in (None, "import", "export")
        if not known or (rule.unit and rule.unit.lower()) not in units:
            raise WrongLayout(f"{layout.key}: {rule}")
    for rule in layout.times:
        if rule.form not in TIME_FORMS:
            raise WrongLayout(f"{layout.key}: {rule}")
