"""A mean day with solar panels: what the roof generates, what the home uses, and how much of it meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from advisor.web.charts.curves import Points, across, area, curve, hit, plot, runs
from advisor.web.charts.scale import Scale, scale_for
from advisor.web.charts.svg import Caption, element, hatch, hatch_fill, line, picture, text

TOP_PX, BOTTOM_PX, HEIGHT_PX = 30, 178, 202
LABELLED_HOURS = (0, 6, 12, 18, 24)
EVENING = 17  # from this hour the name of the load finds room beside the sun
NAME_AFTER = 2.5  # hours after its top at which the sun's name ends, to leave the evening to the load's
ROOM_PX = 26  # what a name needs between two lines


@dataclass(frozen=True)
class SolarHour:
    """One clock hour of the mean day, kWh; `words` for who points at it."""

    generation_kwh: float
    load_kwh: float
    words: str = ""


@dataclass(frozen=True)
class SolarWords:
    """The names at the data: the sun's area, the load's line, what of the sun is used at home, what is left over.

    hour: how a clock hour is written, with `{hour}` in it.
    """

    generation: str
    load: str
    used: str
    left_over: str
    hour: str


def solar_day(hours: Sequence[SolarHour], *, caption: Caption, words: SolarWords) -> Markup:
    """Draw the hours of a day: generation as an area, load as a line, their overlap hatched."""
    generation = [(i, hour.generation_kwh) for i, hour in enumerate(hours)]
    load = [(i, hour.load_kwh) for i, hour in enumerate(hours)]
    overlap = overlap_of(generation, load)
    scale = scale_for([value for _slot, value in (*generation, *load)], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    floor = [(slot, 0.0) for slot, _value in overlap]
    curves = [
        element("path", d=area(generation, floor, scale), class_="chart-sun"),
        element("path", d=area(overlap, floor, scale), class_="chart-met", fill=hatch_fill(caption.name, "sun")),
        *(element("path", d=curve(run, scale), class_="chart-sun-edge") for run in daylight(hours)),
        element("path", d=curve(load, scale), class_="chart-used"),
    ]
    count = max(1, len(hours))
    return picture(
        caption,
        hatch(caption.name, "sun"),
        scale.grid(),
        _hours(words.hour, count),
        plot(*curves if hours else (), slots=count, height_px=HEIGHT_PX),
        *_names(hours, scale, words),
        *(hit(i, count, hour.words, top_px=TOP_PX, bottom_px=BOTTOM_PX) for i, hour in enumerate(hours) if hour.words),
        kind="solar",
        height_px=HEIGHT_PX,
    )


def overlap_of(one: Points, other: Points) -> list[tuple[float, float]]:
    """Return the lower of two lines over the same slots, with the points where they cross."""
    points = [(slot, min(value, other[i][1])) for i, (slot, value) in enumerate(one)]
    for ((left, a), (right, b)), ((_left, c), (_right, d)) in zip(pairwise(one), pairwise(other), strict=True):
        before, after = a - c, b - d
        if before * after < 0:
            share = before / (before - after)
            points.append((left + share * (right - left), a + share * (b - a)))
    return sorted(points)


def daylight(hours: Sequence[SolarHour]) -> list[list[tuple[float, float]]]:
    """Return the stretches with generation, each with the dark hour at either end: no line runs along the night."""
    values = [hour.generation_kwh for hour in hours]
    lit = [any(value > 0 for value in values[max(0, i - 1) : i + 2]) for i in range(len(values))]
    return runs([value if light else None for value, light in zip(values, lit, strict=True)])


def _hours(words: str, count: int) -> Markup:
    parts = []
    for hour in LABELLED_HOURS:
        if hour > count:
            continue
        x = across(hour, count)
        anchor = "start" if hour == 0 else "end" if hour == count else "middle"
        parts.append(line(x1=x, x2=x, y1=BOTTOM_PX, y2=BOTTOM_PX + 4, class_="chart-axis"))
        parts.append(text(words.format(hour=hour), x=x, y=BOTTOM_PX + 17, class_="chart-text", anchor=anchor))
    return Markup("").join(parts)


def _names(hours: Sequence[SolarHour], scale: Scale, words: SolarWords) -> list[Markup]:
    """Return the names where the data leaves room: over the sun's top, over the evening's load, inside the areas."""
    if not hours:
        return []
    count = len(hours)
    noon = max(range(count), key=lambda i: hours[i].generation_kwh)
    evening = max(range(min(EVENING, count - 1), count), key=lambda i: hours[i].load_kwh)
    sun, load = scale.y(hours[noon].generation_kwh), scale.y(hours[noon].load_kwh)
    at_noon = across(noon + 0.5, count)
    over = "chart-text--over"
    names = [
        text(
            words.load,
            x=across(min(evening + 3, count), count),
            y=max(12, scale.y(hours[evening].load_kwh) - 8),
            class_=f"chart-text chart-text--strong {over}",
            anchor="end",
        )
    ]
    if hours[noon].generation_kwh <= 0:
        return names
    aside = across(min(noon + NAME_AFTER, count), count)
    names.append(text(words.generation, x=aside, y=sun - 8, class_=f"chart-text chart-text--sun {over}", anchor="end"))
    if load - sun > ROOM_PX:
        names.append(text(words.left_over, x=at_noon, y=(sun + load) / 2 + 4, class_="chart-text chart-text--sun"))
    lower = max(sun, load)
    if BOTTOM_PX - lower > ROOM_PX:
        middle = (lower + BOTTOM_PX) / 2 + 4
        names.append(text(words.used, x=at_noon, y=middle, class_=f"chart-text chart-text--strong {over}"))
    return names
