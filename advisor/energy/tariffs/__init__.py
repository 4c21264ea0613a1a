"""Tariffs as dated documents: kinds of charge, price lists with a valid range, and the home's own bill."""

from advisor.energy.tariffs.book import TariffBook, TariffNotFound, TariffSpan
from advisor.energy.tariffs.values import (
    Bracket,
    FoseStructure,
    Levy,
    MinimumData,
    OwnBill,
    RoundingUnit,
    SiteCharge,
    Tariff,
    Tax,
)

__all__ = [
    "Bracket",
    "FoseStructure",
    "Levy",
    "MinimumData",
    "OwnBill",
    "RoundingUnit",
    "SiteCharge",
    "Tariff",
    "TariffBook",
    "TariffNotFound",
    "TariffSpan",
    "Tax",
]
