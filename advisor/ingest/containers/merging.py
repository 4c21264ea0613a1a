"""Several readings of one household put together: files by month, sheets by month, one register a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod, Quality, UsageSeries
from advisor.ingest.results import (
    REFUSED_ROWS_KEPT,
    Decision,
    ReadResult,
    RowCounts,
    SupplyRead,
    UnableToReadFile,
)
from advisor.ingest.supply_names import KEY, UNNAMED, left_out, name_of, settled, told_home

_SAME_KWH = 1e-6
_MOST_SLOTS = 12_000_000
Named = tuple[str, ReadResult]


def merge_results(read: Sequence[Named], *, format: str, decisions: Sequence[Decision] = ()) -> ReadResult:
    """Return one result for the parts of a file.

    Supplies of the same supply point, channel and step become one where their values do not disagree; those that do
    are named by their part. Parts of another kind than most are left out and named in a finding.
    """
    kinds = [result.kind for _, result in read]
    kind = max(dict.fromkeys(kinds), key=kinds.count)
    together = [(name, result) for name, result in read if result.kind == kind]
    left = [name for name, result in read if result.kind != kind]
    first = together[0][1]
    findings = [finding for name, result in together for finding in _of_part(result.findings, name)]
    if left:
        findings.append(Finding("parts_left_out", Severity.WARNING, {"members": ", ".join(left)[:200]}))
    refused = [
        replace(row, params={**row.params, "member": name}) for name, result in together for row in result.refused_rows
    ]
    return replace(
        first,
        format=format,
        encoding=first.encoding if len({result.encoding for _, result in together}) == 1 else "mixed",
        kind=kind,
        supplies=tuple(supply for supply, _ in _supplies(together)),
        rows=_counts([result.rows for _, result in together]),
        findings=tuple(findings),
        questions=_once(question for _, result in together for question in result.questions),
        decisions=(*decisions, *_once(decision for _, result in together for decision in result.decisions)),
        refused_rows=tuple(refused[:REFUSED_ROWS_KEPT]),
        signature=first.signature,
    )


def merge_home(
    read: Sequence[Named],
    *,
    format: str,
    told: str,
    read_again: Callable[[str, str], ReadResult],
    decisions: Sequence[Decision] = (),
) -> ReadResult:
    """Return one result for what the parts tell of the supply that was told to be the home's.

    read: the parts with all their supplies; read_again: reads the part of a name for one of its supplies alone. Rows of
    other supplies count as ignored. Raises UnableToReadFile(supply_not_in_file).
    """
    made = _supplies(read)
    told_home({KEY: told}, (supply.supply_point for supply, _ in made))
    mine = {part: point for supply, origins in made if name_of(supply.supply_point) == told for part, point in origins}
    kind = next((result.kind for name, result in read if name in mine), read[0][1].kind)
    parts = []
    for name, result in read:
        if name not in mine:
            parts.append((name, _of_others(result, kind)))
            continue
        alone = len({supply.supply_point for supply in result.supplies}) == 1
        own = result if alone else read_again(name, name_of(mine[name]))
        named = None if told == UNNAMED else told
        parts.append((name, replace(own, supplies=tuple(replace(one, supply_point=named) for one in own.supplies))))
    parts.sort(key=lambda part: not part[1].supplies)
    merged = merge_results(parts, format=format, decisions=decisions)
    others = [supply.supply_point for supply, _ in made if name_of(supply.supply_point) != told]
    # What a part said of its own supplies is said once, for all parts.
    kept = [one for one in merged.findings if one.code != "supplies_left_out"]
    decided = [one for one in merged.decisions if one.key != KEY]
    return replace(merged, findings=(*left_out(others), *kept), decisions=(*decided, settled(told)))


def _of_others(result: ReadResult, kind: str) -> ReadResult:
    """Return a part of which nothing is the home's: its rows count, and nothing else is told of it."""
    rows = replace(result.rows, used=0, refused=0, ignored=result.rows.read)
    nothing = dict.fromkeys(("supplies", "findings", "questions", "decisions", "refused_rows"), ())
    return replace(result, kind=kind, rows=rows, **nothing)


def _once(held) -> tuple:
    """Return the first of each key and, for decisions, each value: twelve files of one kind decide the same."""
    kept = {}
    for one in held:
        kept.setdefault((one.key, getattr(one, "value", "")), one)
    return tuple(kept.values())


def _of_part(findings: Sequence[Finding], name: str) -> list[Finding]:
    return [replace(finding, params={**finding.params, "member": name}) for finding in findings]


def _counts(counts: Sequence[RowCounts]) -> RowCounts:
    names = ("lines", "header", "blank", "read", "used", "ignored", "refused")
    return RowCounts(**{name: sum(getattr(one, name) for one in counts) for name in names})


def _supplies(read: Sequence[Named]) -> list[tuple[SupplyRead, list[tuple[str, str | None]]]]:
    """Return the supplies of all parts, each with the parts it comes from and its name there."""
    groups: dict[tuple, list[tuple[str, SupplyRead]]] = defaultdict(list)
    for name, result in read:
        for supply in result.supplies:
            groups[supply.supply_point, supply.channel, supply.step_minutes].append((name, supply))
    apart = {key[0] for key, held in groups.items() if len(held) > 1 and _merged(held) is None}
    # One supply has one series a channel: files of two steps are two, and the person says which.
    channels = [key[:2] for key in groups]
    apart |= {point for point, channel in channels if channels.count((point, channel)) > 1}
    made = []
    for key, held in groups.items():
        merged = None if key[0] in apart else _merged(held)
        if merged:
            made.append((merged, [(name, supply.supply_point) for name, supply in held]))
        else:
            made += [
                (replace(supply, supply_point=_apart(name, supply)), [(name, supply.supply_point)])
                for name, supply in held
            ]
    return made


def _apart(name: str, supply: SupplyRead) -> str:
    stem = name.rsplit(".", 1)[0]
    return f"{supply.supply_point} {stem}" if supply.supply_point else stem


def _merged(held: Sequence[tuple[str, SupplyRead]]) -> SupplyRead | None:
    """Return the supplies as one, or None where two of them give different values for one moment."""
    if len(held) == 1:
        return held[0][1]
    first = held[0][1]
    if first.series is None:
        bills = _bills([bill for _, supply in held for bill in supply.bills])
        return None if bills is None else replace(first, bills=bills, values=len(bills), details=())
    series = _series([supply.series for _, supply in held])
    if series is None:
        return None
    values = min(sum(supply.values for _, supply in held), len(series))
    return replace(first, series=series, values=values, local_days=any(supply.local_days for _, supply in held))


def _bills(bills: Sequence[BillPeriod]) -> tuple[BillPeriod, ...] | None:
    kept: dict[tuple, BillPeriod] = {}
    for bill in sorted(bills, key=lambda bill: (bill.start, bill.end)):
        known = kept.setdefault((bill.start, bill.end), bill)
        if known.kwh is not None and bill.kwh is not None and abs(known.kwh - bill.kwh) > _SAME_KWH:
            return None
        if known.kwh is None:
            kept[bill.start, bill.end] = bill
    ordered = list(kept.values())
    overlap = any(later.start < earlier.end for earlier, later in pairwise(ordered))
    return None if overlap else tuple(ordered)


def _series(parts: Sequence[UsageSeries]) -> UsageSeries | None:
    step = parts[0].step
    start = min(part.start for part in parts)
    if any((part.start - start) % step for part in parts):
        return None
    slots = max((part.end - start) // step for part in parts)
    if slots > _MOST_SLOTS:
        raise UnableToReadFile("parts_too_far_apart", days=(slots * step) // timedelta(days=1))
    kwh, quality = np.full(slots, np.nan), np.zeros(slots, dtype=np.uint8)
    for part in parts:
        low = (part.start - start) // step
        window = slice(low, low + len(part))
        both = (quality[window] > Quality.MISSING) & (part.quality > Quality.MISSING)
        same_rank = both & (quality[window] == part.quality)
        if (np.abs(kwh[window] - part.kwh)[same_rank] > _SAME_KWH).any():
            return None
        better = part.quality > quality[window]
        kwh[window] = np.where(better, part.kwh, kwh[window])
        quality[window] = np.where(better, part.quality, quality[window])
    return UsageSeries(start, parts[0].step_minutes, kwh, quality)
