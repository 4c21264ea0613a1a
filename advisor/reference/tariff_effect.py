"""What a price list makes of a few usages, beside the list that holds on its first day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from advisor.energy.bills import bill_totals, rates_for
from advisor.energy.tariffs import Tariff
from advisor.reference.published import PublishedList, merged
from advisor.reference.tariffs import load_tariff_book, tariff_book

# Both sides of each limit, and a usage well inside and well over them.
WORKED_KWH = (30, 31, 100, 140, 141, 300)
# Options with two prices are shown for usage alike at all hours: five hours of twenty-four are peak hours.
EVEN_PEAK_SHARE = 5 / 24


@dataclass(frozen=True)
class Effect:
    """The total of one usage (kWh) in soles with IGV, on the new list and on the one in force, if there is one."""

    kwh: int
    new: Decimal
    in_force: Decimal | None


def effect_of(new: PublishedList, held: Sequence[PublishedList]) -> tuple[Effect, ...]:
    """Bill the worked usages on a list and on the one of `held` that holds on its first day.

    Empty for an option with three prices: which hours are its base hours is not known.
    """
    day = new.prices.valid_from
    before = next((t for t in _tariffs(new, held) if t.valid_from <= day < (t.valid_until or date.max)), None)
    (tariff,) = _tariffs(new, [new])
    totals = _totals(tariff, new)
    if totals is None:
        return ()
    older = _totals(before, new) if before is not None else None
    older = older or [None] * len(totals)
    return tuple(Effect(*parts) for parts in zip(WORKED_KWH, totals, older, strict=True))


def _tariffs(like: PublishedList, lists: Sequence[PublishedList]) -> tuple[Tariff, ...]:
    return tariff_book(merged((), [item for item in lists if item.key == like.key])).tariffs


def _totals(tariff: Tariff, new: PublishedList) -> list[Decimal] | None:
    day = new.prices.valid_from
    alone = replace(tariff, residential=True, valid_from=day, valid_until=None)
    book = replace(load_tariff_book(), tariffs=(alone,))
    rates = rates_for(
        tariff_book=book, distributor=new.distributor, option=new.option, start=day, end=day + timedelta(days=1)
    )
    if rates.three_period:
        return None
    kwh = np.array(WORKED_KWH, dtype=float)
    return bill_totals(rates, kwh=kwh, peak_kwh=kwh * EVEN_PEAK_SHARE if rates.two_period else None)
