"""The contrast of what is written or drawn with the tokens, worked out from their values."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.web.tokens import Token

TEXT, DRAWING = 4.5, 3.0  # least contrast of WCAG 2.2 AA: 1.4.3 for text, 1.4.11 for what is drawn

# What stands on what, and how strongly it must: every pairing the pages use.
PAIRINGS = (
    ("ink", "paper", TEXT), ("ink", "sheet", TEXT), ("ink", "quiet", TEXT), ("ink", "info-ground", TEXT),
    ("ink", "terracota-ground", TEXT), ("ink", "hoja-ground", TEXT), ("ink", "ocre-ground", TEXT),
    ("soft", "paper", TEXT), ("soft", "sheet", TEXT), ("soft", "quiet", TEXT), ("soft", "ocre-ground", TEXT),
    ("anil", "paper", TEXT), ("anil", "sheet", TEXT), ("anil", "info-ground", TEXT), ("anil-strong", "paper", TEXT),
    ("on-anil", "anil", TEXT), ("on-anil", "anil-strong", TEXT),
    ("terracota-ink", "paper", TEXT), ("terracota-ink", "terracota-ground", TEXT),
    ("hoja", "paper", TEXT), ("hoja-ink", "hoja-ground", TEXT), ("ocre-ink", "ocre-ground", TEXT),
    ("field-border", "paper", DRAWING), ("field-border", "sheet", DRAWING),
    ("usage", "paper", DRAWING), ("terracota", "paper", DRAWING), ("terracota", "terracota-ground", DRAWING),
)  # fmt: skip


@dataclass(frozen=True)
class Pairing:
    """A colour on its ground: hexadecimal values and contrasts of both schemes, and the least there must be."""

    name: str
    ground: str
    light: tuple[str, str, float]
    dark: tuple[str, str, float]
    least: float


def pairings(known: dict[str, Token]) -> tuple[Pairing, ...]:
    """Return every pairing with its contrasts."""
    made = []
    for name, ground, least in PAIRINGS:
        colour, under = known[name], known[ground]
        light = (colour.light, under.light, contrast(colour.light, under.light))
        dark = (colour.dark, under.dark, contrast(colour.dark, under.dark))
        made.append(Pairing(name, ground, light, dark, least))
    return tuple(made)


def contrast(colour: str, ground: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
