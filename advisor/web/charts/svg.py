"""The few SVG elements the pictures are made of; every text and attribute is escaped."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

LINE_PX = 14  # from one line of text to the next
PHONE_PX = 280  # the width of a picture on a screen of 320 px, the narrowest
CHARACTER_PX = 6.4  # a letter of the pictures' text, on average, in the wider of the usual fonts


@dataclass(frozen=True)
class Caption:
    """What a picture is called, and what it shows in words for those who cannot see it.

    title: what is drawn; description: the finding; name: identifier, unique within the page.
    """

    title: str
    description: str
    name: str


def element(tag: str, *children: Markup | str, **attributes: object) -> Markup:
    """Return one element; `class_` and `font_size` become `class` and `font-size`; None leaves an attribute out."""
    # Plain strings joined once: a page draws hundreds of elements, and every operation on Markup escapes again.
    written = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    if not children:
        return Markup(f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{''.join(map(escape, children))}</{tag}>")


def picture(caption: Caption, *children: Markup, kind: str, height_px: int) -> Markup:
    """Return a whole picture, as wide as its place and `height_px` high, with its title and description."""
    title_id, description_id = f"{caption.name}-title", f"{caption.name}-description"
    return element(
        "svg",
        element("title", caption.title, id=title_id),
        element("desc", caption.description, id=description_id),
        *children,
        class_=f"chart chart--{kind}",
        role="img",
        aria_labelledby=f"{title_id} {description_id}",
        width="100%",
        height=height_px,
        xmlns="http://www.w3.org/2000/svg",
    )


def text(words: str, *, x: str, y: float, class_: str, anchor: str = "middle") -> Markup:
    """Return one line of text."""
    return element("text", words, x=x, y=pixels(y), class_=class_, text_anchor=anchor)


def upright_text(words: str, *, x: str, y: float, class_: str) -> Markup:
    """Return text that reads upwards from (x, y); the inner picture gives it an origin to turn about."""
    turned = element("text", words, transform="rotate(-90)", y=4, class_=class_)
    return element("svg", turned, x=x, y=pixels(y), class_="chart-origin")


def line(*, x1: str, x2: str, y1: float, y2: float, class_: str) -> Markup:
    """Return one straight line."""
    return element("line", x1=x1, x2=x2, y1=pixels(y1), y2=pixels(y2), class_=class_)


def text_lines(rows: Sequence[str], *, x: str, y: float, class_: str, anchor: str = "middle") -> Markup:
    """Return lines of text below each other, the first at `y`."""
    return Markup("").join(
        text(row, x=x, y=y + LINE_PX * i, class_=class_, anchor=anchor) for i, row in enumerate(rows)
    )


def wrapped(words: str, *, characters: int, most: int = 2) -> list[str]:
    """Break words into at most `most` lines; a long word stays whole, what is too long ends in an ellipsis."""
    rows = textwrap.wrap(words, max(1, characters), break_long_words=False, break_on_hyphens=False) or [""]
    if len(rows) > most:
        rows = [*rows[: most - 1], rows[most - 1].rstrip(",.;:") + "…"]
    return rows


def mark(words: str, *children: Markup, **attributes: object) -> Markup:
    """Return what stands for one value; its words show when it is pointed at."""
    if not words:
        return element("g", *children, **attributes)
    return element("g", element("title", words), *children, class_="chart-mark", **attributes)


def hatch(name: str, *kinds: str) -> Markup:
    """Return the patterns of what has not happened; `hatch_fill` refers to them.

    kinds: "" for usage and "over" for above a limit, which are the default; "saves", "costs", "sun".
    """
    return element("defs", *(_pattern(name, kind) for kind in kinds or ("", "over")))


def hatch_fill(name: str, kind: str = "") -> str:
    """Return the fill that draws the hatching of the picture `name`."""
    return f"url(#{name}-hatch{'-' if kind else ''}{kind})"


def percent(share_of_100: float) -> str:
    """Write a position or width in per cent of the picture, short."""
    return f"{round(share_of_100, 2) + 0:.2f}".rstrip("0").rstrip(".") + "%"


def pixels(value: float) -> str:
    """Write a position or height in pixels, short."""
    return f"{round(value, 1) + 0:.1f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=200)
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _pattern(name: str, kind: str) -> Markup:
    look = f"--{kind}" if kind else ""
    ground = element("rect", width=6, height=6, class_=f"chart-hatch-ground{look}")
    # The sun's hatching lies inside a stretched picture, where only level lines keep their shape.
    lines = "M0,3 L6,3" if kind == "sun" else "M-1,7 L7,-1 M-1,1 L1,-1 M5,7 L7,5"
    stroke = element("path", d=lines, class_=f"chart-hatch{look}")
    own = f"{name}-hatch{'-' if kind else ''}{kind}"
    return element("pattern", ground, stroke, id=own, width=6, height=6, patternUnits="userSpaceOnUse")
