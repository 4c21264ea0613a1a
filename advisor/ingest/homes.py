"""A file over several supplies, read for one home: which of them it is, and what is left out.

Portfolios are read for all their supplies; this is for the file of one household, where the first is no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from advisor.ingest.opening import read_file
from advisor.ingest.results import Question, ReadResult, SupplyRead
from advisor.ingest.supply_names import name_of, told_home

MOST_ASKED = 40
"""More than a person would look through; a file with more is of somebody who reads many meters."""
_LEAST_DIGITS = 4


def read_home(
    source: Path | bytes, *, zone: tzinfo, filename: str = "", answers: Mapping[str, str] | None = None
) -> ReadResult:
    """Read a file of one home as `read_file` does; of several supplies in it nothing is taken before it is told which.

    answers: with the name of a supply under "supply" the others are left out, their rows ignored and a finding says so.
    Without, all are returned with the question, whose chosen answer is empty. Raises UnableToReadFile, and
    supply_not_in_file where the file names supplies and none is the one told.
    """
    result = read_file(source, zone=zone, filename=filename, answers=answers)
    told_home(answers or {}, (supply.supply_point for supply in result.supplies))
    asked = which_home(result)
    return result if asked is None else replace(result, questions=(asked, *result.questions))


def which_home(result: ReadResult) -> Question | None:
    """Return the question which supply is the home's, with the days and energy of each; None where there is one."""
    held: dict[str, list[SupplyRead]] = {}
    for supply in result.supplies:
        held.setdefault(name_of(supply.supply_point), []).append(supply)
    if len(held) < 2:
        return None
    consequences = {name: _about(supplies, result.zone) for name, supplies in held.items()}
    return Question("supply", tuple(held), "", {"count": len(held)}, consequences)


def own_among(names: Collection[str], numbers: Iterable[str]) -> str | None:
    """Return the one supply that carries a number of the home's own, whole or its last digits; None for none or many.

    numbers: digits as they are known, of which a form keeps the last four.
    """
    known = [number for number in numbers if number.isascii() and number.isdigit() and len(number) >= _LEAST_DIGITS]
    digits = {name: "".join(filter(str.isdecimal, name)) for name in names}
    for fits in (str.__eq__, str.endswith):
        own = [name for name, told in digits.items() if any(fits(told, number) for number in known)]
        if own:
            return own[0] if len(own) == 1 else None
    return None


def _about(supplies: Sequence[SupplyRead], zone: tzinfo) -> dict[str, object]:
    """Return the moments between which a supply has readings (ISO 8601) and the energy taken meanwhile, kWh."""
    spans = [span for supply in supplies if (span := supply.span(zone))[0] is not None]
    taken = [supply for supply in supplies if supply.channel == "import"] or supplies
    about: dict[str, object] = {"kwh": round(sum(supply.total_kwh for supply in taken), 3)}
    if spans:
        about |= {
            "start": min(start for start, _ in spans).isoformat(),
            "end": max(end for _, end in spans).isoformat(),
        }
    return about
