"""The few SVG elements the pictures are made of; every text and attribute is escaped."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape


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
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    opening = Markup("<") + Markup(tag) + written
    if not children:
        return opening + Markup("/>")
    return opening + Markup(">") + Markup("").join(escape(child) for child in children) + Markup(f"</{tag}>")


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


def hatch(name: str) -> Markup:
    """Return the patterns of what has not happened: ordinary, and above a limit; `hatch_fill` refers to them."""
    return element("defs", _pattern(f"{name}-hatch", ""), _pattern(f"{name}-hatch-over", "--over"))


def hatch_fill(name: str, *, over: bool = False) -> str:
    """Return the fill that draws the hatching of the picture `name`."""
    return f"url(#{name}-hatch{'-over' if over else ''})"


def percent(share_of_100: float) -> str:
    """Write a position or width in per cent of the picture, short."""
    return f"{share_of_100:.2f}".rstrip("0").rstrip(".") + "%"


def pixels(value: float) -> str:
    """Write a position or height in pixels, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _pattern(id: str, kind: str) -> Markup:
    ground = element("rect", width=6, height=6, class_=f"chart-hatch-ground{kind}")
    stroke = element("path", d="M-1,7 L7,-1 M-1,1 L1,-1 M5,7 L7,5", class_=f"chart-hatch{kind}")
    return element("pattern", ground, stroke, id=id, width=6, height=6, patternUnits="userSpaceOnUse")
