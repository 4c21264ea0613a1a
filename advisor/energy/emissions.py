"""Emissions: kg of CO2 per unit of an energy carrier, with year, kind and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Efficiency of a gas water heater and heat in a m3 of natural gas: the second from the emission table's note (about
# 34 MJ), the first an assumption of this product.
GAS_HEATER_EFFICIENCY = 0.8
KWH_PER_M3_GAS = 34 / 3.6


@dataclass(frozen=True)
class EmissionFactor:
    """kg of CO2 per unit (kWh, kg or m3) of a carrier; status says whether it is published, computed or remembered."""

    carrier: str
    year: int | None
    kg_co2_per_unit: float
    unit: str
    kind: str
    status: str
    source: str


@dataclass(frozen=True)
class Emissions:
    """The factors in use: the average electricity factor of one year, and one factor for each other fuel."""

    electricity: EmissionFactor
    fuels: Mapping[str, EmissionFactor]
    all: tuple[EmissionFactor, ...] = ()

    def avoided_kg(self, *, electricity_kwh: float, gas_heat_kwh: float = 0.0) -> float:
        """Return kg of CO2 avoided by using less electricity, less what burning gas for the same heat adds.

        gas_heat_kwh: useful heat the gas heater has to give; the result is negative where gas emits more than the grid.
        """
        gas_m3 = gas_heat_kwh / GAS_HEATER_EFFICIENCY / KWH_PER_M3_GAS
        gas_kg = gas_m3 * self.fuels["natural_gas"].kg_co2_per_unit if gas_m3 else 0.0
        return electricity_kwh * self.electricity.kg_co2_per_unit - gas_kg
