"""Units as headers and cells write them: energy and power, and those that measure something else."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from advisor.ingest.vocabulary import entries

UNITS_KWH = {"Wh": 0.001, "kWh": 1.0, "MWh": 1000.0, "W": 0.001, "kW": 1.0, "MW": 1000.0}
POWER_UNITS = frozenset({"W", "kW", "MW"})
_SHORT = {unit.lower(): unit for unit in UNITS_KWH}
_UNIT = re.compile(r"(?<![A-Za-z/])([kKmM]?[wW][hH]?)s?(?![A-Za-z])")
_PER_UNIT = re.compile(r"(?:/|\bper\b|\bje\b|\bpor\b|\bpro\b)\s*[kKmM]?[wW][hH]", re.IGNORECASE)
_HOUR = r"[\s_-]?(?:hour|hora|stunde|heure|ore)s?"
_SPELLED = (
    (re.compile(rf"kilo[\s_-]?(?:watt|vatio)s?{_HOUR}"), "kWh"),
    (re.compile(r"קוט[\"״']{1,2}ש|千瓦小?[时時]|キロワット時|квт[\s·*.-]*ч|[(（\[]度[)）\]]"), "kWh"),
    (re.compile(rf"(?:watt|vatio)s?{_HOUR}"), "Wh"),
    (re.compile(r"kilo[\s_-]?(?:watt|vatio)s?|квт"), "kW"),
    (re.compile(r"(?<![a-z])(?:watt|vatio)s?(?:age)?(?![a-z])"), "W"),
)
_BRACKETS = re.compile(r"[(\[（【]\s*([^()\[\]（）【】]{1,16}?)\s*[)\]）】]")


@cache
def unit_in(text: str) -> str | None:
    """Find an energy or power unit written in a text: "PV(kWh)" is kWh, "watt_hours" Wh; "kVArh" and "€/kWh" none."""
    normal = unicodedata.normalize("NFKC", text)
    if _PER_UNIT.search(normal):
        return None
    found = _UNIT.findall(normal)
    if found:
        return _SHORT[found[-1].lower()]
    return next((unit for pattern, unit in _SPELLED if pattern.search(normal.lower())), None)


def is_unit(text: str) -> bool:
    """Say whether a text is nothing but a unit of energy or power, as "[Wh]" or "kWh"."""
    return text.strip("[]() ").lower() in _SHORT


@cache
def is_commodity_unit(text: str) -> bool:
    """Say whether a text is nothing but a unit of gas, water or heat volumes, as "m³" or "therms"."""
    return _key(text.strip("[]() ")) in _units("commodity_units")


@cache
def commodity_unit(text: str) -> str | None:
    """Find a unit of gas or water at the end of a name or in its brackets: "Volume (m3)", "Water m³"."""
    known = _units("commodity_units")
    found = next((cell for cell in _in_brackets(text) if cell in known), None)
    last = _key(_plain_form(text).rsplit(None, 1)[-1]) if text.strip() else ""
    # A bare letter at the end of a name is no litre.
    return found or (last if last in known and len(last) > 1 else None)


@cache
def foreign_unit(text: str) -> str | None:
    """Find a unit in brackets that measures neither energy nor power: "[%]", "(°C)", "(kVArh)", "(€)", "(€/kWh)"."""
    if _PER_UNIT.search(text):
        return "per unit"
    if unit_in(text):
        # "Active energy Wh (A)" is the energy of phase A, not a current.
        return None
    other, money = _units("other_units"), _units("money_units")
    return next((cell for cell in _in_brackets(text) if cell in other or cell.split("/")[0].strip() in money), None)


@cache
def without_unit(text: str) -> str:
    """Return a name without the energy units in it, so that "Net (kWh)" is the word net alone."""
    kept = _BRACKETS.sub(lambda found: " " if is_unit(found[1]) else found[0], text)
    return _UNIT.sub(" ", kept)


def _in_brackets(text: str) -> list[str]:
    return [_key(cell) for cell in _BRACKETS.findall(_plain_form(text))]


@cache
def _units(group: str) -> frozenset[str]:
    return frozenset(_key(unit) for unit in entries(group))


def _plain_form(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _key(text: str) -> str:
    return _plain_form(text).strip().lower()
