"""Why the bill changed: the first total, what each reason added or took away, the last total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from markupsafe import Markup

from advisor.web.charts.scale import MINUS, NOTHING, ROOM, Scale, figure, round_step
from advisor.web.charts.svg import (
    CHARACTER_PX,
    LINE_PX,
    PHONE_PX,
    Caption,
    element,
    line,
    mark,
    percent,
    picture,
    pixels,
    text,
    text_lines,
    wrapped,
)

TOP_PX, WORDS_PX, BOTTOM_PX = 36, 16, 178  # above the columns: their figures, and the words of the scale
LEAST_STEPS_SHARE = 0.25  # of the height; where the steps would take less from zero, the scale starts higher
STEPS_SHARE = 0.55  # of the height that the steps then take
BAR_SHARE = 0.8  # of a slot


@dataclass(frozen=True)
class Total:
    """One bill: its name and its total in soles, with the decimals to be shown."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Step:
    """One reason: soles more (positive) or less; `words` for who points at it, else name and amount."""

    name: str
    amount: Decimal
    words: str = ""


def waterfall(first: Total, steps: Sequence[Step], last: Total, *, caption: Caption, starts_at: str) -> Markup:
    """Draw the two totals and the steps between them; amounts are written as given, with their sign.

    starts_at: says where the columns start when it is not zero, with `{amount}` in it ("from S/ {amount}").
    Raise ValueError if the steps do not add up to the difference of the totals.
    """
    levels = list(accumulate((step.amount for step in steps), initial=first.amount))
    if levels[-1] != last.amount:
        raise ValueError(f"steps lead from {first.amount} to {levels[-1]}, not to {last.amount}")
    scale = steps_scale(levels)
    slot = 100 / (len(steps) + 2)
    columns = [_total(first, 0, slot, scale)]
    columns += [
        _step(step, before, after, i * slot, slot, scale)
        for i, (step, (before, after)) in enumerate(zip(steps, pairwise(levels), strict=True), start=1)
    ]
    columns.append(_total(last, 100 - slot, slot, scale))
    names, names_px = _names([first.name, *(step.name for step in steps), last.name], slot)
    base = scale.y(max(scale.smallest, 0.0))
    told = starts_at.format(amount=figure(scale.smallest)) if scale.smallest > 0 else ""
    return picture(
        caption,
        text(told, x="100%", y=12, class_="chart-text", anchor="end") if told else Markup(""),
        *_joins(levels, slot, scale),
        *columns,
        line(x1="0%", x2="100%", y1=base, y2=base, class_="chart-axis"),
        names,
        kind="waterfall",
        height_px=BOTTOM_PX + names_px,
    )


def steps_scale(levels: Sequence[Decimal]) -> Scale:
    """Return a scale from zero, or from a round amount under every level if from zero the steps would hardly show."""
    low, high = float(min(*levels, Decimal(0))), float(max(*levels, Decimal(0)))
    least, most = float(min(levels)), float(max(levels))
    if least > 0 and 0 < most - least < LEAST_STEPS_SHARE * most:
        room = (most - least) / STEPS_SHARE
        start = most - room
        unit = round_step(room / 5)
        start = unit * int(start / unit)
        if start > 0:
            top = TOP_PX + WORDS_PX
            return Scale(smallest=start, largest=start + (most - start) * ROOM, top_px=top, bottom_px=BOTTOM_PX)
    high = high if high - low > NOTHING else 1.0
    return Scale(smallest=low * ROOM, largest=high * ROOM, top_px=TOP_PX, bottom_px=BOTTOM_PX)


def signed(amount: Decimal) -> str:
    """Write an amount with its sign and as many decimals as it has: +6.1, −3.9, 0."""
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return f"{sign}{abs(amount):,f}"


def _total(total: Total, left: float, slot: float, scale: Scale) -> Markup:
    zero = max(scale.smallest, 0.0)
    amount = f"{MINUS if total.amount < 0 else ''}{abs(total.amount):,f}"
    middle = percent(left + slot / 2)
    top = min(scale.y(float(total.amount)), scale.y(zero))
    parts = [_block(left, slot, float(total.amount), zero, scale, "chart-usage")]
    if scale.smallest > 0:
        parts += _tear(left, slot)
    strong = "chart-text chart-text--strong"
    one_line = len(amount) + 3 <= slot * PHONE_PX / 100 / CHARACTER_PX
    rows = [f"S/\u00a0{amount}"] if one_line else ["S/", amount]
    label = text_lines(rows, x=middle, y=top - 6 - LINE_PX * (len(rows) - 1), class_=strong)
    return mark(f"{total.name}: S/\u00a0{amount}", *parts) + label


def _step(step: Step, before: Decimal, after: Decimal, left: float, slot: float, scale: Scale) -> Markup:
    look = "chart-rise" if step.amount > 0 else "chart-fall" if step.amount < 0 else "chart-none"
    top = min(scale.y(float(before)), scale.y(float(after)))
    words = step.words or f"{step.name}: {signed(step.amount)}"
    block = _block(left, slot, float(before), float(after), scale, look)
    label = text(signed(step.amount), x=percent(left + slot / 2), y=top - 6, class_="chart-text chart-text--strong")
    return mark(words, block) + label


def _block(left: float, slot: float, one: float, other: float, scale: Scale, look: str) -> Markup:
    top, bottom = sorted((scale.y(one), scale.y(other)))
    return element(
        "rect",
        x=percent(left + slot * (1 - BAR_SHARE) / 2),
        width=percent(slot * BAR_SHARE),
        y=pixels(top),
        height=pixels(max(bottom - top, 1.5)),
        class_=look,
    )


def _tear(left: float, slot: float) -> list[Markup]:
    """Return the slanted cut that shows that the column goes on below."""
    edges = {"x1": percent(left + slot * 0.04), "x2": percent(left + slot * 0.96)}
    return [line(**edges, y1=BOTTOM_PX - 10, y2=BOTTOM_PX - 16, class_="chart-tear")]


def _joins(levels: Sequence[Decimal], slot: float, scale: Scale) -> list[Markup]:
    """Return the hairline from each column to the next, at the level that both share."""
    gap = slot * (1 - BAR_SHARE) / 2
    return [
        line(
            x1=percent((i + 1) * slot - gap),
            x2=percent((i + 1) * slot + gap),
            y1=scale.y(float(level)),
            y2=scale.y(float(level)),
            class_="chart-join",
        )
        for i, level in enumerate(levels)
    ]


def _names(names: Sequence[str], slot: float) -> tuple[Markup, float]:
    """Return the names under the columns and the height they take; on two steps where one is too narrow for them."""
    slot_px = slot * PHONE_PX / 100
    across = int((slot_px - 2) / CHARACTER_PX)
    stairs = any(len(row) > across for name in names for row in wrapped(name, characters=across, most=3))
    rows = [
        wrapped(name, characters=int((2 * slot_px - 6) / CHARACTER_PX) if stairs else across, most=3) for name in names
    ]
    first_px = LINE_PX * max(len(name) for name in rows[::2]) + 4 if stairs else 0
    parts, deepest = [], 0.0
    for i, name in enumerate(rows):
        down = first_px if i % 2 else 0
        look = "chart-text chart-text--strong" if i in (0, len(rows) - 1) else "chart-text"
        middle = percent((i + 0.5) * slot)
        at, anchor = middle, "middle"
        if i in (0, len(rows) - 1) and max(map(len, name)) * CHARACTER_PX > slot_px:
            at, anchor = ("100%", "end") if i else ("0%", "start")
        if down:
            tick = {"y1": BOTTOM_PX, "y2": BOTTOM_PX + down + 3}
            parts.append(line(x1=middle, x2=middle, **tick, class_="chart-grid"))
        parts.append(text_lines(name, x=at, y=BOTTOM_PX + 16 + down, class_=look, anchor=anchor))
        deepest = max(deepest, 16 + down + LINE_PX * (len(name) - 1))
    return Markup("").join(parts), deepest + 6
