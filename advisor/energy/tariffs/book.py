"""The book of price lists: which one holds on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from advisor.energy.tariffs.values import FoseStructure, Levy, MinimumData, RoundingUnit, SiteCharge, Tariff, Tax


class TariffNotFound(LookupError):
    """No price list is known for the distributor, option and days asked for.

    earliest: first day of the first list of that distributor and option, or None where there is none at all.
    """

    def __init__(self, *, distributor: str | None, option: str, start: date, earliest: date | None) -> None:
        super().__init__(f"no tariff {option} of {distributor} for {start.isoformat()}")
        self.distributor, self.option, self.start, self.earliest = distributor, option, start, earliest


@dataclass(frozen=True)
class TariffSpan:
    """One price list and the days of a period it holds for."""

    tariff: Tariff
    days: int


@dataclass(frozen=True)
class TariffBook:
    """Every price list, tax and levy known, and what is known of the charges no list holds, by distributor.

    minimum_data: what billing on an option takes, by option; rounding: to what a total is rounded, by distributor.
    """

    tariffs: tuple[Tariff, ...]
    levies: tuple[Levy, ...]
    taxes: tuple[Tax, ...]
    fose: FoseStructure
    site_charges: Mapping[str, tuple[SiteCharge, ...]] = field(default_factory=dict)
    minimum_data: Mapping[str, MinimumData] = field(default_factory=dict)
    rounding: Mapping[str, RoundingUnit] = field(default_factory=dict)

    def distributors(self) -> tuple[str, ...]:
        """Return the keys of the distributors with at least one price list, in order of the alphabet."""
        return tuple(sorted({tariff.distributor for tariff in self.tariffs if tariff.distributor}))

    def options(self, distributor: str) -> tuple[str, ...]:
        """Return the tariff options with at least one price list of a distributor."""
        return tuple(sorted({tariff.option for tariff in self.tariffs if tariff.distributor == distributor}))

    def schedules(
        self, *, distributor: str | None, option: str, system: str | None = None, residential: bool = True
    ) -> tuple[Tariff, ...]:
        """Return the price lists of one distributor, system and option, oldest first; empty where none is known.

        Without a system, the first one the book holds of that distributor is meant.
        """
        found = [
            tariff
            for tariff in self.tariffs
            if (tariff.distributor, tariff.option, tariff.residential) == (distributor, option.upper(), residential)
        ]
        chosen = system or (found[0].system if found else None)
        return tuple(sorted((t for t in found if t.system == chosen), key=lambda tariff: tariff.valid_from))

    def covering(
        self,
        *,
        distributor: str | None,
        option: str,
        start: date,
        end: date,
        system: str | None = None,
        residential: bool = True,
    ) -> tuple[TariffSpan, ...]:
        """Return the price lists that hold for the days in [start, end), oldest first, with the days of each.

        Raises TariffNotFound where a day has no list.
        """
        if end <= start:
            raise ValueError(f"a period must end after it starts, received {start} to {end}")
        spans, day = [], start
        lists = self.schedules(distributor=distributor, option=option, system=system, residential=residential)
        for tariff in lists:
            until = min(end, tariff.valid_until or end)
            if tariff.valid_from <= day < until:
                spans.append(TariffSpan(tariff, (until - day).days))
                day = until
        if day < end:
            earliest = lists[0].valid_from if lists else None
            raise TariffNotFound(distributor=distributor, option=option, start=day, earliest=earliest)
        return tuple(spans)

    def tax_on(self, day: date) -> Tax:
        """Return the IGV in force on a day (the first one known for earlier days)."""
        return _in_force(self.taxes, day)

    def levy_on(self, day: date) -> Levy:
        """Return the rural-electrification levy in force on a day (the first one known for earlier days)."""
        return _in_force(self.levies, day)


def may_be_outdated(tariff: Tariff, *, end: date) -> bool:
    """Say whether a period reaches past the month for which an open-ended price list is surely the newest.

    Lists change on the 4th of a month, so a list with no successor is sure for 31 days only.
    """
    return tariff.valid_until is None and end > tariff.valid_from + timedelta(days=31)


def _in_force(values: tuple, day: date):
    past = [value for value in values if value.valid_from <= day]
    return max(past, key=lambda value: value.valid_from) if past else min(values, key=lambda value: value.valid_from)
