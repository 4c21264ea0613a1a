"""Bars of usage: twelve months and the next, or the days of a month; always from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from advisor.web.charts.scale import GUTTER, Scale, height, scale_for
from advisor.web.charts.svg import (
    CHARACTER_PX,
    PHONE_PX,
    Caption,
    element,
    hatch,
    hatch_fill,
    line,
    mark,
    percent,
    picture,
    pixels,
    text,
    upright_text,
)

TOP_PX, BOTTOM_PX, HEIGHT_PX = 26, 158, 182
LABEL_SLOTS = 3  # bars that the name of the limit covers on a phone
WIDEST_SLOT = 18.0  # per cent of the width: a single bill is a bar, not a wall
FARTHEST_PX = 30  # beyond this, the name above the bars would no longer be read as the line's: it goes onto them


@dataclass(frozen=True)
class Bar:
    """One period: kwh is None where there is no figure; `words` says the period and figure for who points at it."""

    label: str
    kwh: float | None
    words: str = ""
    estimated: bool = False


@dataclass(frozen=True)
class ForecastBar:
    """One period that has not happened: the likely usage and its 80 % range, kWh."""

    label: str
    low: float
    expected: float
    high: float
    words: str = ""


@dataclass(frozen=True)
class LimitLine:
    """A level with a price step, such as 140 kWh, and its name as drawn."""

    kwh: float
    name: str


def monthly_bars(
    bars: Sequence[Bar],
    *,
    caption: Caption,
    missing: str,
    forecast: Sequence[ForecastBar] = (),
    limit: LimitLine | None = None,
) -> Markup:
    """Draw measured months solid, estimated readings outlined, forecasts hatched with a whisker.

    missing: the words in the slot of a month without a figure ("sin dato").
    """
    values = [bar.kwh for bar in bars if bar.kwh is not None] + [bar.high for bar in forecast]
    scale = scale_for([*values, limit.kwh if limit else 0.0], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    slot = min(WIDEST_SLOT, (100 - GUTTER) / max(1, len(bars) + len(forecast)))
    columns = [_measured(bar, GUTTER + i * slot, slot, scale, limit) for i, bar in enumerate(bars)]
    columns += [
        _forecast(bar, GUTTER + (len(bars) + i) * slot, slot, scale, limit, caption.name)
        for i, bar in enumerate(forecast)
    ]
    return picture(
        caption,
        hatch(caption.name) if forecast else Markup(""),
        scale.grid(skip_near=limit.kwh if limit else None),
        *gaps([bar.kwh for bar in bars], missing, slot=slot, bottom_px=BOTTOM_PX),
        *columns,
        _limit(limit, scale, [*(bar.kwh or 0 for bar in bars), *(bar.high for bar in forecast)]),
        kind="bars",
        height_px=HEIGHT_PX,
    )


def daily_bars(bars: Sequence[Bar], *, caption: Caption, missing: str) -> Markup:
    """Draw the days of a month; a run of days without data is one empty stretch with its words.

    A bar with an empty label gets no text below it, so the caller chooses which days are named.
    """
    scale = scale_for([bar.kwh for bar in bars if bar.kwh is not None], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    slot = (100 - GUTTER) / max(1, len(bars))
    columns = [_measured(bar, GUTTER + i * slot, slot, scale, None) for i, bar in enumerate(bars)]
    words = gaps([bar.kwh for bar in bars], missing, slot=slot, bottom_px=BOTTOM_PX)
    return picture(caption, scale.grid(), *words, *columns, kind="bars", height_px=HEIGHT_PX)


def gaps(values: Sequence[float | None], missing: str, *, slot: float, bottom_px: float) -> list[Markup]:
    """Return the words in the empty slots: once and lying where the gap has room for them, else upright in it."""
    parts = []
    for known, run in groupby(enumerate(values), key=lambda item: item[1] is not None):
        if known or not missing:
            continue
        places = [i for i, _value in run]
        middle = percent(GUTTER + (places[0] + places[-1] + 1) / 2 * slot)
        if len(places) * slot * PHONE_PX / 100 > (len(missing) + 1) * CHARACTER_PX:
            parts.append(text(missing, x=middle, y=bottom_px - 8, class_="chart-text"))
        else:
            parts.append(upright_text(missing, x=middle, y=bottom_px - 6, class_="chart-text"))
    return parts


def _measured(bar: Bar, left: float, slot: float, scale: Scale, limit: LimitLine | None) -> Markup:
    middle = percent(left + slot / 2)
    label = text(bar.label, x=middle, y=scale.bottom_px + 17, class_="chart-text") if bar.label else Markup("")
    if bar.kwh is None:
        return label
    solid = "chart-outline" if bar.estimated else "chart-usage"
    return mark(bar.words, *_split(bar.kwh, left, slot, scale, limit, solid, None)) + label


def _forecast(bar: ForecastBar, left: float, slot: float, scale: Scale, limit: LimitLine | None, name: str) -> Markup:
    middle = left + slot / 2
    cap = slot * 0.16
    parts = [
        *_split(bar.expected, left, slot, scale, limit, "chart-forecast", name),
        line(x1=percent(middle), x2=percent(middle), y1=scale.y(bar.low), y2=scale.y(bar.high), class_="chart-whisker"),
    ]
    parts += [
        line(x1=percent(middle - cap), x2=percent(middle + cap), y1=scale.y(v), y2=scale.y(v), class_="chart-whisker")
        for v in (bar.low, bar.high)
    ]
    label = text(bar.label, x=percent(middle), y=scale.bottom_px + 17, class_="chart-text chart-text--strong")
    return mark(bar.words, *parts) + (label if bar.label else "")


def _split(
    kwh: float, left: float, slot: float, scale: Scale, limit: LimitLine | None, look: str, hatched: str | None
) -> list[Markup]:
    """Return the bar, its part above the limit apart and in the colour of what costs more."""
    fill, over_fill = (hatch_fill(hatched), hatch_fill(hatched, "over")) if hatched else (None, None)
    place = {"x": percent(left + slot * 0.06), "width": percent(slot * 0.88)}
    below = min(kwh, limit.kwh) if limit else kwh
    parts = [element("rect", **place, y=pixels(scale.y(below)), height=height(scale, below), class_=look, fill=fill)]
    if limit and kwh > limit.kwh:
        tall = scale.y(limit.kwh) - scale.y(kwh)
        over = {"chart-usage": "chart-over", "chart-outline": "chart-outline chart-outline--over"}.get(
            look, "chart-forecast chart-forecast--over"
        )
        parts.append(element("rect", **place, y=pixels(scale.y(kwh)), height=pixels(tall), class_=over, fill=over_fill))
    return parts


def _limit(limit: LimitLine | None, scale: Scale, heights_kwh: Sequence[float]) -> Markup:
    """Return the dashed line of the limit, and its name above what stands at the left or on it, over a ground."""
    if limit is None:
        return Markup("")
    y = scale.y(limit.kwh)
    above = scale.y(max([*heights_kwh[:LABEL_SLOTS], limit.kwh]))
    where = above if y - above <= FARTHEST_PX else y
    look = "chart-text chart-text--limit chart-text--over"
    return line(x1=percent(GUTTER), x2="100%", y1=y, y2=y, class_="chart-limit") + text(
        limit.name, x=percent(GUTTER), y=where - 6, class_=look, anchor="start"
    )
