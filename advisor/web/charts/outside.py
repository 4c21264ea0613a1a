"""Pictures outside the pages: a file of its own for a report, and a PNG for an e-mail, which shows no SVG."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from advisor.web.charts.flat import SVG, flat, parsed
from advisor.web.charts.scale import MINUS
from advisor.web.tokens import tokens

LIGHT, DARK = "light", "dark"
MARGIN_PX = 20  # the figures of a scale may stand a little outside the picture, as on a page
ROOT_PX = 16  # what 1rem is
PNG_PIXELS = 2  # of the file for each px, so that it stays sharp on a phone

# The fonts in the order of liking; the first is in the image of the product (see Dockerfile).
FONTS = (
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "Liberation Sans"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "Noto Sans"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVu Sans"),
    ("Arial.ttf", "Arial Bold.ttf", "Arial"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts/Supplemental")

STYLESHEETS = ("charts.css", "readings.css")
DRAWN = (".chart", ".bill-fill")  # the classes of drawings begin so; the other rules are for pages

_CSS = Path(__file__).resolve().parents[1] / "static" / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_REM = re.compile(r"([\d.]+)rem")
ElementTree.register_namespace("", SVG)


class FontsMissing(Exception):
    """No font to write a picture's words with: install one, such as Debian's fonts-liberation."""


def standalone(markup: str, *, width_px: int, scheme: str = LIGHT) -> str:
    """Return a picture as an SVG file of its own, `width_px` wide, on the paper of the scheme; words stay text."""
    picture = parsed(markup)
    own = picture.get("width", "100%")
    inside = float(width_px - 2 * MARGIN_PX) if own.endswith("%") else float(own)
    height = float(picture.get("height", "0")) + 2 * MARGIN_PX
    box = f"0 0 {width_px} {height:g}"
    root = Element(f"{{{SVG}}}svg", {"width": str(width_px), "height": f"{height:g}", "viewBox": box, "role": "img"})
    told = [child for child in picture if str(child.tag).endswith(("}title", "}desc"))]
    names = [name for child in told if (name := child.get("id"))]
    if names:
        root.set("aria-labelledby", " ".join(names))
    root.extend(told)
    _add(root, "style").text = style(scheme)
    _add(root, "rect", {"width": str(width_px), "height": f"{height:g}", "class": "chart-paper"})
    _add(root, "g", {"transform": f"translate({MARGIN_PX} {MARGIN_PX})"}).extend(flat(picture, width_px=inside))
    return ElementTree.tostring(root, encoding="unicode")


def as_png(markup: str, *, width_px: int, scheme: str = LIGHT) -> bytes:
    """Return a picture as PNG, two pixels for each of its px.

    Raise FontsMissing rather than draw a picture without its words.
    """
    import resvg_py  # 3 MB that only reports and e-mails need

    regular, bold, family = fonts()
    drawn = standalone(markup, width_px=width_px, scheme=scheme)
    return resvg_py.svg_to_bytes(
        # Not every font has a minus sign; the en dash, which every one has, looks the same.
        svg_string=drawn.replace(MINUS, "\N{EN DASH}"),
        zoom=PNG_PIXELS,
        skip_system_fonts=True,
        font_files=[regular, bold],
        font_family=family,
        sans_serif_family=family,
    )


@cache
def fonts() -> tuple[str, str, str]:
    """Return the files of the regular and the bold font and the name of their family; look only once."""
    found = {path.name: str(path) for folder in FONT_FOLDERS for path in Path(folder).rglob("*.ttf")}
    for regular, bold, family in FONTS:
        if regular in found and bold in found:
            return found[regular], found[bold], family
    raise FontsMissing("no font for pictures outside pages; on Debian: apt-get install fonts-liberation")


@cache
def style(scheme: str) -> str:
    """Return the looks of the drawings with the values of tokens.css in their place, without what only pages need."""
    known = {token.name: getattr(token, scheme) for token in tokens(_CSS / "tokens.css").values()}
    known |= {"sans": ", ".join(f'"{family}"' for *_files, family in FONTS) + ", sans-serif"}
    rules = []
    for selector, body in _RULE.findall("".join(map(_read, STYLESHEETS))):
        if not selector.strip().startswith(DRAWN) or ":" in selector:
            continue
        declarations = [part.strip() for part in body.split(";") if _is_drawn(part)]
        if declarations:
            rules.append(f"{selector.strip()} {{ {'; '.join(declarations)} }}")
    rules.append(".chart-halo { fill: none; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }")
    rules.append(".chart-paper { fill: var(--paper) }")
    written = re.sub(r"var\(--([\w-]+)\)", lambda match: known[match[1]], "\n".join(rules))
    written = written.replace("font-weight: 650", "font-weight: 700")  # fonts in files come in hundreds
    return _REM.sub(lambda match: f"{float(match[1]) * ROOT_PX:g}px", written)


def _read(name: str) -> str:
    return _COMMENT.sub("", (_CSS / name).read_text(encoding="utf-8"))


def _is_drawn(declaration: str) -> bool:
    """Only what a drawing is made of: outside a page there is no layout, and halos are shapes of their own."""
    name = declaration.partition(":")[0].strip()
    return name.startswith(("fill", "stroke", "font-family", "font-size", "font-weight", "opacity"))


def _add(parent: Element, tag: str, attributes: dict[str, str] | None = None) -> Element:
    child = Element(f"{{{SVG}}}{tag}", attributes or {})
    parent.append(child)
    return child
