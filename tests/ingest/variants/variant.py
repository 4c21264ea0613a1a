"""The ways a file can be written, as one value, and a strategy over those that make sense together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

DATE_STYLES = (
    "iso", "iso_slash", "iso_t", "dmy_slash", "dmy_dot", "dmy_dash", "dmy_short", "mdy_slash", "named", "compact",
    "offset", "zulu", "epoch_s", "epoch_ms", "unpadded_dmy",
)  # fmt: skip
CLOCKS = ("24h", "seconds", "12h_es", "12h_en", "12h_tight")
LANGUAGES = ("es", "en", "pt", "fr", "de", "it")
_TELLS_ZONE = {"offset", "zulu", "epoch_s", "epoch_ms"}


@dataclass(frozen=True)
class Variant:
    """How a series is written down. The first value of each field is the plainest."""

    layout: str = "long"
    quantity: str = "energy"
    unit: str = "kWh"
    unit_written: str = "header"
    header: str = "words"
    language: str = "es"
    separator: str = ","
    decimal: str = "."
    thousands: str = ""
    date_style: str = "iso"
    clock: str = "24h"
    two_columns: bool = False
    stamp: str = "start"
    order: str = "ascending"
    duplicates: bool = False
    preamble: str = "none"
    totals: str = "none"
    blank_lines: bool = False
    trailing: str = "none"
    line_end: str = "\n"
    quoted: bool = False
    encoding: str = "utf-8"
    gap_style: str = "absent"
    bare_commas: bool = False
    told_offset: int | None = None


FIELDS: dict[str, tuple] = {
    "layout": ("long", "long", "long", "from_until", "wide", "wide", "labels"),
    "quantity": ("energy", "energy", "register", "power"),
    "unit": ("kWh", "kWh", "Wh", "MWh"),
    "unit_written": ("header", "header", "cell", "column", "none"),
    "header": ("words", "words", "neutral", "none"),
    "language": LANGUAGES,
    "separator": (",", ";", "\t", "|"),
    "decimal": (".", ","),
    "thousands": ("", "", ",", ".", " ", "\u202f", "'"),
    "date_style": DATE_STYLES,
    "clock": CLOCKS,
    "two_columns": (False, True),
    "stamp": ("start", "start", "end", "end_24"),
    "order": ("ascending", "ascending", "descending", "shuffled"),
    "duplicates": (False, False, False, True),
    "preamble": ("none", "none", "names", "dates"),
    "totals": ("none", "none", "word", "unnamed"),
    "blank_lines": (False, True),
    "trailing": ("none", "none", "all", "data"),
    "line_end": ("\n", "\r\n", "\r"),
    "quoted": (False, False, True),
    "encoding": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"),
    "gap_style": ("absent", "blank", "dash"),
    "bare_commas": (False,) * 7 + (True,),
    # Hours from UTC of the clock the times are on, told in their header; None for the home's clock, untold.
    "told_offset": (None,) * 9 + (-3, 0, 2),
}


@st.composite
def variants(draw: st.DrawFn) -> Variant:
    """Draw a variant that can be written and that holds what it is made of."""
    return sensible(Variant(**{name: draw(st.sampled_from(choices)) for name, choices in FIELDS.items()}))


@dataclass(frozen=True)
class TruthSpec:
    """What a series is drawn from; see make_truth."""

    seed: int
    step_minutes: int
    days: int
    day_of_start: int
    begins_at_midnight: bool
    gaps: bool
    export: bool
    kind: str


truths = st.builds(
    TruthSpec,
    seed=st.integers(0, 100_000),
    step_minutes=st.sampled_from((15, 30, 30, 60, 60, 1440)),
    days=st.integers(2, 16),
    day_of_start=st.integers(0, 700),
    begins_at_midnight=st.sampled_from((True, True, True, False)),
    gaps=st.sampled_from((False, False, True)),
    export=st.sampled_from((False, False, True)),
    kind=st.sampled_from(("home", "home", "large", "away")),
)


def fitting(spec: TruthSpec, v: Variant) -> tuple[TruthSpec, Variant]:
    """Bring a series and a way of writing together: a file of days has no clock, a row of a day is whole."""
    if spec.step_minutes == 1440:
        spec = replace(spec, days=spec.days + 18, begins_at_midnight=True)
        layout = "long" if v.layout == "wide" else v.layout
        quantity = "energy" if v.quantity == "power" else v.quantity
        v = replace(v, unit={"kW": "kWh", "W": "Wh"}.get(v.unit, v.unit))
        v = sensible(replace(v, stamp="start", layout=layout, quantity=quantity, two_columns=False, told_offset=None))
        if v.date_style in _TELLS_ZONE:
            v = replace(v, date_style="iso")
    if v.layout == "wide":
        spec = replace(spec, begins_at_midnight=True)
    if v.layout in {"wide", "labels"}:
        v = replace(v, gap_style="blank" if v.layout == "wide" else v.gap_style)
    if v.layout == "labels":
        spec = replace(spec, export=True)
    if v.header == "none":
        # A column without a name cannot be told to be feed-in; the test of two nameless columns is its own.
        spec = replace(spec, export=False)
    return spec, v


def sensible(v: Variant) -> Variant:
    """Change what contradicts itself, field by field."""
    if v.layout == "wide":
        v = replace(v, quantity="energy" if v.quantity == "register" else v.quantity, stamp="start", two_columns=False)
        v = replace(v, header="words" if v.header == "none" else v.header, preamble=v.preamble)
        if v.date_style in _TELLS_ZONE | {"iso_t"}:
            v = replace(v, date_style="iso")
        if v.unit_written == "header":
            v = replace(v, unit_written="cell" if v.preamble != "none" else "column")
        v = replace(v, duplicates=v.duplicates, gap_style="blank")
    if v.layout == "labels" and v.header == "none":
        v = replace(v, header="neutral")
    if v.layout == "from_until" or v.quantity == "register":
        v = replace(
            v, stamp="start", layout=v.layout if v.quantity != "register" or v.layout != "from_until" else "long"
        )
    if v.quantity == "power":
        v = replace(v, unit={"kWh": "kW", "Wh": "W", "MWh": "kW"}.get(v.unit, v.unit))
    if v.date_style in _TELLS_ZONE:
        v = replace(v, two_columns=False, clock="24h")
        v = replace(v, stamp="end" if v.stamp == "end_24" else v.stamp)
    if v.date_style == "compact":
        v = replace(v, two_columns=True)
    if v.stamp == "end_24" and v.clock.startswith("12h"):
        v = replace(v, clock="24h")
    if v.header == "none" and v.unit_written == "header":
        v = replace(v, unit_written="none")
    if v.unit_written == "cell" and (v.layout == "wide" or v.header == "none") and v.preamble == "none":
        v = replace(v, unit_written="none")
    if v.header == "none":
        v = replace(v, preamble="none", unit_written=v.unit_written if v.unit_written == "column" else "none")
    if v.layout == "wide" or v.header == "none" or v.date_style in _TELLS_ZONE:
        v = replace(v, told_offset=None)
    if v.bare_commas:
        # The comma separates the cells and begins the decimals, and nothing is quoted.
        v = replace(v, separator=",", decimal=",", quoted=False)
    if v.thousands in {v.decimal, v.separator} or (v.thousands == "," and v.decimal == ","):
        v = replace(v, thousands="")
    if v.thousands == "\u202f" and v.encoding in {"cp1252", "latin-1"}:
        v = replace(v, thousands="\u00a0")
    if v.encoding == "latin-1" and v.language == "de":
        v = replace(v, encoding="cp1252")
    return v
