"""Names of the supplies of a file as answers, and what is said of those that are not the home's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.energy.findings import Finding, Severity
from advisor.ingest.results import Decision, UnableToReadFile

KEY = "supply"
"""Key of the question which supply is the home's, and of its answer."""
UNNAMED = "-"
"""Answer that stands for the readings that name no supply beside others that do."""
_SHOWN, _LONGEST = 10, 40


def name_of(supply_point: str | None) -> str:
    """Return the answer that means this supply."""
    return supply_point or UNNAMED


def told_home(answers: Mapping[str, str], names: Iterable[str | None]) -> str | None:
    """Return the supply that was told, as an answer; None where none was.

    Raises UnableToReadFile(supply_not_in_file) where the file names supplies and that one is not among them.
    """
    told = answers.get(KEY)
    known = {name_of(name) for name in names}
    if told is None or known <= {UNNAMED}:
        return None
    if told not in known:
        raise UnableToReadFile("supply_not_in_file", name=told[:_LONGEST], count=len(known))
    return told


def settled(told: str) -> Decision:
    """Return the decision for the supply that was told."""
    return Decision("supply", told, "answered")


def left_out(others: Iterable[str | None]) -> list[Finding]:
    """Return the finding that names the supplies that were not taken; none where there are none."""
    names = sorted({name_of(name) for name in others})
    if not names:
        return []
    shown = ", ".join(name[:_LONGEST] for name in names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
    return [Finding("supplies_left_out", Severity.INFO, {"count": len(names), "names": shown})]
