"""What the page of the design system shows, read from the stylesheet and the templates it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from advisor.web.charts.gallery import Example, gallery
from advisor.web.locale import LANGUAGES, language
from advisor.web.style.contrast import TEXT, Pairing, pairings
from advisor.web.style.examples import Examples, examples
from advisor.web.style.families import Advice, advice
from advisor.web.style.sources import Macro, calls, macros
from advisor.web.tokens import Token, tokens

SIZES = ("amount", "h1", "figure", "h2", "brand", "text", "small", "tiny", "chart")
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "target", "corner")


@dataclass(frozen=True)
class Family:
    """A component file: its words and its macros."""

    key: str
    words: Advice
    macros: tuple[Macro, ...]


@dataclass(frozen=True)
class Swatch:
    """A pairing of colours with its contrasts as text; `met` says whether both reach the least."""

    name: str
    ground: str
    light: tuple[str, str, str]
    dark: tuple[str, str, str]
    least: str
    met: bool
    text: bool


@dataclass(frozen=True)
class StylePage:
    """Colours on their grounds, every colour alone, sizes, spaces, families in order, pictures.

    calls: the text of each example by family and state; states: their names.
    """

    title: str
    swatches: tuple[Swatch, ...]
    colours: tuple[Token, ...]
    sizes: tuple[Token, ...]
    spaces: tuple[Token, ...]
    families: tuple[Family, ...]
    pictures: tuple[Example, ...]
    calls: dict[str, dict[str, str]]
    states: dict[str, str]
    examples: Examples


def style_page() -> StylePage:
    """Make the page."""
    known = tokens(Path(current_app.static_folder, "css", "tokens.css"))
    environment = current_app.jinja_env
    return StylePage(
        title=_("How it looks"),
        swatches=tuple(_swatch(pairing) for pairing in pairings(known)),
        colours=tuple(token for token in known.values() if token.light.startswith("#")),
        sizes=tuple(known[name] for name in SIZES),
        spaces=tuple(known[name] for name in SPACES),
        families=tuple(Family(key, words, macros(environment, key)) for key, words in advice().items()),
        calls={key: calls(environment, key) for key in advice()},
        pictures=_pictures(language()),
        states=_states(),
        examples=examples(),
    )


@lru_cache(maxsize=len(LANGUAGES))
def _pictures(_language: str) -> tuple[Example, ...]:
    """Draw the examples once for each language: they are all invented, and many."""
    return gallery()


def _swatch(pairing: Pairing) -> Swatch:
    light, dark = pairing.light, pairing.dark
    return Swatch(
        name=pairing.name,
        ground=pairing.ground,
        light=(light[0], light[1], _ratio(light[2])),
        dark=(dark[0], dark[1], _ratio(dark[2])),
        least=_ratio(pairing.least),
        met=min(light[2], dark[2]) >= pairing.least,
        text=pairing.least == TEXT,
    )


def _ratio(contrast: float) -> str:
    """Write a contrast with one decimal, rounded down: 4.49 is not 4.5."""
    return f"{int(contrast * 10) / 10:.1f}"


def _states() -> dict[str, str]:
    return {
        "default": _("As it is"),
        "several": _("Several"),
        "plain": _("Without anything around it"),
        "long": _("With a long text"),
        "empty": _("With nothing to show"),
        "error": _("With an error"),
        "disabled": _("Not available"),
        "busy": _("Busy"),
        "chosen": _("Answered"),
        "info": _("Remark"),
        "warn": _("Something is missing"),
        "success": _("Done"),
        "wait": _("Not known yet"),
        "doubtful": _("With a doubt"),
        "phone": _("On a phone"),
        "stacks": _("With words, in blocks on a phone"),
        "good": _("It worked"),
        "bad": _("It did not work"),
        "lead": _("The one the page is about"),
        "actions": _("With something to do"),
        "folded": _("Folded"),
        "open": _("Open"),
        "priced": _("With prices"),
        "facts": _("Label and value"),
        "dense": _("Many homes, one a row"),
        "first": _("At the beginning"),
        "middle": _("In the middle"),
        "last": _("At the end"),
        "only": _("All on one page"),
        "unknown": _("Without a known end"),
        "optional": _("May be left empty"),
        "layouts": _("Other arrangements"),
        "tick": _("A single box"),
        "bars": _("The bars of a bill"),
    }
