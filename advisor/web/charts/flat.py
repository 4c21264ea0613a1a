"""A picture as plain shapes: every per cent in units, every inner picture a group, every halo a text of its own.

Programs that draw SVG outside a browser differ in how they read per cents, inner pictures, `vector-effect` and
`paint-order`; what is left here they all read alike.
"""

from __future__ import annotations

import copy
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
HALO, HALO_COPY = "chart-text--over", "chart-halo"
ACROSS = ("x", "x1", "x2", "cx", "width")
_COMMAND = re.compile(r"([MLHVZ])([^MLHVZ]*)")


def flat(picture: Element, *, width_px: float) -> list[Element]:
    """Return the shapes of a parsed picture, in px, when it is `width_px` wide; title and description are left out."""
    shapes: list[Element] = []
    for child in picture:
        if _name(child) not in ("title", "desc"):
            shapes += _flat(child, width_px)
    return shapes


def _flat(node: Element, width_px: float) -> list[Element]:
    if _name(node) == "defs":
        return [node]
    for name in ACROSS:
        given = node.get(name)
        if given is not None and given.endswith("%"):
            node.set(name, _short(float(given[:-1]) * width_px / 100))
    if _name(node) == "svg":
        return [_group(node)]
    node[:] = [part for child in node for part in _flat(child, width_px)]
    return [*_halo(node), node]


def _group(inner: Element) -> Element:
    """Return an inner picture as a group; one that is stretched gets its paths stretched, so that strokes are not."""
    x, y = inner.get("x", "0"), inner.get("y", "0")
    group = Element(f"{{{SVG}}}g", {"transform": f"translate({x} {y})"})
    box = [float(part) for part in inner.get("viewBox", "").split()]
    width = float(inner.get("width", "0"))
    for child in inner:
        if box:
            for shape in child.iter(f"{{{SVG}}}path"):
                shape.set("d", stretched(shape.get("d", ""), width / box[2], float(inner.get("height")) / box[3]))
        group.extend(_flat(child, width))
    return group


def stretched(path: str, across: float, down: float) -> str:
    """Return a path widened and heightened; it may use M, L, H, V and Z, whose places are all absolute."""
    written = []
    for command, numbers in _COMMAND.findall(path):
        values = [float(value) for value in numbers.replace(",", " ").split()]
        first, second = {"H": (across, across), "V": (down, down)}.get(command, (across, down))
        scaled = [_short(value * (second if i % 2 else first)) for i, value in enumerate(values)]
        written.append(command + " ".join(scaled))
    return "".join(written)


def _halo(node: Element) -> list[Element]:
    """Return the ground under a text that stands on other marks: the same text, drawn as a thick line before it."""
    classes = (node.get("class") or "").split()
    if HALO not in classes:
        return []
    under = copy.deepcopy(node)
    node.set("class", " ".join(name for name in classes if name != HALO))
    under.set("class", " ".join([*(name for name in classes if name != HALO), HALO_COPY]))
    under.set("aria-hidden", "true")
    return [under]


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _short(value: float) -> str:
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")


def parsed(markup: str) -> Element:
    """Return the tree of a picture's markup."""
    return ElementTree.fromstring(markup)
