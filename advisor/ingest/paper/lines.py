"""Find the lines of a bill, label and amount: in one row, or in two blocks that stand apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from advisor.ingest.paper.document import Place, PrintedLine
from advisor.ingest.paper.layouts import BillLayout
from advisor.ingest.paper.values import read_number
from advisor.ingest.paper.words import Cell, Row, cells_of, plain_text

SUMS = ("subtotal", "igv", "total_month", "total_to_pay", "previous_debt")
AFTER_IGV = ("rural_electrification", "late_interest", "rounding", "credit")
SAME_EDGE, LINE_STEP = 4.0, 2.6
_LETTER = re.compile(r"[^\W\d_]")
_AMOUNT = re.compile(r"\.\d\d-?$")


@dataclass(frozen=True)
class _Labelled:
    """A label of the bill; amount: as printed, or None where it must stand elsewhere."""

    code: str
    cell: Cell
    label: str
    amount: Decimal | None
    place: Place | None


def find_lines(
    rows: Sequence[Row], layout: BillLayout, *, energy: Decimal | None = None
) -> tuple[tuple[PrintedLine, ...], dict[str, tuple[Decimal, Place]]]:
    """Return the lines, and the sums (subtotal, igv, totals, debt) by name.

    energy: price x kWh where both are known; it stands in for an energy line printed out of the block. Blocks of labels
    and amounts are joined only where they are equally long and the joined lines add up to the subtotal.
    """
    labelled = [item for row in rows for item in _in_row(row, layout)]
    beside = _result([item for item in labelled if item.amount is not None])
    if closes(*beside, energy=energy):
        return _with_others(rows, layout, labelled, *beside, energy=energy)
    for joined in _blocks(rows, labelled, layout):
        together = _result([*joined, *(item for item in labelled if item.amount is not None)])
        if closes(*together, energy=energy):
            return together
    return _with_others(rows, layout, labelled, *beside, energy=energy)


def closes(lines: Sequence[PrintedLine], sums: dict, *, energy: Decimal | None) -> bool:
    """Say whether the lines before the subtotal add up to it; the energy may be known only as price x kWh."""
    if "subtotal" not in sums:
        return False
    taxed = [line for line in lines if line.code not in AFTER_IGV]
    total = sum((line.amount for line in taxed), Decimal(0))
    if energy is not None and not any(line.code.startswith("energy") for line in taxed):
        total += energy
    return bool(taxed) and abs(total - sums["subtotal"][0]) <= Decimal("0.01")


def _in_row(row: Row, layout: BillLayout) -> list[_Labelled]:
    """Return the labels of one row with the amount that stands beside each, if one does."""
    found = []
    for position, cell in enumerate(row):
        label, inside, place = _cut(cell, layout)
        code = layout.line_code(plain_text(label))
        if code is None:
            continue
        beside = row[position + 1 :] if layout.amounts == "right" else row[:position][::-1]
        amount = _amount_beside(beside, last=layout.amounts == "right")
        if amount is not None:
            found.append(_Labelled(code, cell, label, read_number(amount.text), amount.place()))
        else:
            found.append(_Labelled(code, cell, label, inside, place))
    return found


def _amount_beside(cells: Sequence[Cell], *, last: bool) -> Cell | None:
    """Return the amount (two decimals) beside a label, before the next words; quantity and price may precede it."""
    amounts = []
    for cell in cells:
        if _LETTER.search(re.sub(r"(?i)S/\.?", "", cell.text)):
            break
        if _AMOUNT.search(cell.text) and read_number(cell.text) is not None:
            amounts.append(cell)
    return (amounts[-1] if last else amounts[0]) if amounts else None


def _cut(cell: Cell, layout: BillLayout) -> tuple[str, Decimal | None, Place | None]:
    """Cut a cell into its label and the amount that follows it (or goes before it) in the same cell, with its place."""
    pattern = rf"^(?P<label>.*[^\W\d_].*?)[\s:]+(?P<amount>{layout.number})$"
    if layout.amounts == "left":
        pattern = rf"^(?P<amount>{layout.number})\s*(?P<label>[^\W\d_].*)$"
    match = re.match(pattern, cell.text, flags=re.IGNORECASE)
    amount = read_number(match["amount"]) if match else None
    if amount is None or not _AMOUNT.search(match["amount"]):
        return cell.text, None, None
    return match["label"].strip(), amount, cell.place(match["amount"])


def _result(items: Sequence[_Labelled]) -> tuple[tuple[PrintedLine, ...], dict[str, tuple[Decimal, Place]]]:
    sums: dict[str, tuple[Decimal, Place]] = {}
    lines = []
    for item in items:
        if item.code in SUMS:
            sums.setdefault(item.code, (item.amount, item.place))
        else:
            lines.append(PrintedLine(item.code, item.label, item.amount, place=item.place))
    return tuple(lines), sums


def _blocks(rows: Sequence[Row], labelled: Sequence[_Labelled], layout: BillLayout) -> list[list[_Labelled]]:
    """Join each block of labels with each block of amounts that is as long."""
    bare = [item.cell for item in labelled if item.amount is None]
    joined = []
    for labels in _stacks([cell for cell in cells_of(rows) if _LETTER.search(cell.text)], edge="left"):
        if sum(cell in bare for cell in labels) < 3:
            continue
        numbers = [cell for cell in cells_of(rows) if _AMOUNT.search(cell.text) and read_number(cell.text) is not None]
        for amounts in _stacks(numbers, edge="right"):
            if len(amounts) == len(labels):
                pairs = zip(labels, amounts, strict=True)
                joined.append([_joined(label, amount, layout) for label, amount in pairs])
    return joined


def _joined(label: Cell, amount: Cell, layout: BillLayout) -> _Labelled:
    code = layout.line_code(label.plain) or "other"
    return _Labelled(code, label, label.text, read_number(amount.text), amount.place())


def _stacks(cells: Sequence[Cell], *, edge: str) -> list[list[Cell]]:
    """Return runs of cells that stand below one another with a common left or right edge."""
    stacks: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.page, cell.top)):
        for stack in stacks:
            last = stack[-1]
            near = last.page == cell.page and cell.top - last.top <= LINE_STEP * (last.bottom - last.top)
            if near and abs(getattr(last, edge) - getattr(cell, edge)) <= SAME_EDGE:
                stack.append(cell)
                break
        else:
            stacks.append([cell])
    return [stack for stack in stacks if len(stack) >= 3]


def _with_others(rows, layout, labelled, lines, sums, *, energy):
    """Add lines this layout has no word for: between the first line and the subtotal, with the amount in its column."""
    if "subtotal" not in sums or not lines or closes(lines, sums, energy=energy):
        return lines, sums
    known = {item.cell for item in labelled}
    edges = [line.place.box[2] for line in lines]
    first, last = min(line.place.box[1] for line in lines), sums["subtotal"][1].box[1]
    others = []
    for row in rows:
        if row[0].page != sums["subtotal"][1].page or not first <= row[0].top < last:
            continue
        for label, amount in pairwise(row):
            value = read_number(amount.text)
            in_column = any(abs(amount.right - edge) <= SAME_EDGE for edge in edges)
            if value is not None and in_column and label not in known and _LETTER.search(label.text):
                others.append(PrintedLine("other", label.text, value, place=amount.place()))
    together = (*lines, *others)
    return (together, sums) if closes(together, sums, energy=energy) else (lines, sums)
