"""Read the appliance table from its document."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from advisor.energy.appliances import END_USES, ApplianceKind, Range

DOCUMENT = Path(__file__).parent / "documents" / "appliances.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Band(_Strict):
    low: float = Field(ge=0)
    high: float = Field(ge=0)


class _Range(_Band):
    expected: float = Field(ge=0)

    def value(self) -> Range:
        return Range(self.low, self.expected, self.high)


class _Names(_Strict):
    es: str
    en: str


class _Appliance(_Strict):
    key: str
    names: _Names
    end_use: Literal[(*END_USES, "none")]
    power_w: _Band
    hours_per_day: _Range
    duty_factor: _Range
    ownership_share: float | None = Field(ge=0, le=1)
    power_status: Literal["published", "estimate"]
    power_source: str
    hours_source: str
    note: str | None


class _Document(_Strict):
    version: str
    appliances: list[_Appliance]


def load_appliances(document: Path = DOCUMENT) -> MappingProxyType[str, ApplianceKind]:
    """Return the kinds of appliances by key."""
    parsed = _Document.model_validate(yaml.safe_load(document.read_text("utf-8")))
    return MappingProxyType({item.key: _kind(item) for item in parsed.appliances})


def _kind(item: _Appliance) -> ApplianceKind:
    # The sources give one power or two that disagree; the middle is taken as expected.
    power = Range(item.power_w.low, (item.power_w.low + item.power_w.high) / 2, item.power_w.high)
    return ApplianceKind(
        key=item.key,
        names=item.names.model_dump(),
        end_use=None if item.end_use == "none" else item.end_use,
        power_w=power,
        hours_per_day=item.hours_per_day.value(),
        duty_factor=item.duty_factor.value(),
        ownership_share=item.ownership_share,
        power_status=item.power_status,
        power_source=item.power_source,
        hours_source=item.hours_source,
        note=item.note,
    )
