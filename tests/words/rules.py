"""The lint of words: each rule is a function from a text to remarks, under a code of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.words import address, banned
from tests.words.text import figures, filled, plain, sentences, words

LONGEST_SENTENCE = 25  # words; the median of the whole catalogue is held lower
LONGEST_ENGLISH = 30  # English needs more words for the same thing
MOST_SENTENCES = 3  # of one paragraph
LONG_TEXT = 20  # words from which readability of one text says something
EASIEST_ALLOWED = 60.0


@dataclass(frozen=True)
class Remark:
    """What is wrong with a text: the rule's code and what was found."""

    code: str
    found: str


_BANNED = banned.spanish_pattern()
_FIGURES = {
    "decimal_comma": re.compile(r"(?<![\d.,])\d+,\d{1,2}(?!\d)"),
    "thousands_point": re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)(?!\s*(?:a|por)\s+kWh)"),
    "currency": re.compile(r"S/\.|S/(?=\d)|\bS\.?/?\s*/\.|\bPEN\b|\bUS\$"),
    "unit": re.compile(r"\b(?:kw/?h|kwh|KWH|Kwh|KWh|kW/h|Kw|kw|KW)\b|\d(?:kWh|kW|MB|W)\b"),
    "clock": re.compile(r"\d\s?(?:am|pm|a\.\s?m\.|p\.\s?m\.|hrs?)(?!\w)|\d{1,2}:\d{2}\s?h\b", re.IGNORECASE),
    "percent": re.compile(r"\d%|\bpor ciento\b"),
    "date": re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{2,4}\b"),
}
_TYPE = {
    "straight quote": re.compile(r"[\"`]|(?<!\w)'|'(?!\w)"),
    "English quote": re.compile(r"[“”‘]"),
    "three points": re.compile(r"\.\.\."),
    "double space": re.compile(r"\S {2,}\S"),
    "space before a mark": re.compile(r"[^\s/] [,.;:?!»](?=\s|$)"),
    "space after an opening mark": re.compile(r"[¿¡«] "),
    "hyphen for a dash": re.compile(r"\w - \w"),
    "edge space": re.compile(r"^\s|\s$"),
}
_GENDER = re.compile(
    r"\b\w+[oa]s?/(?:[oa]s?)\b|\b\w+\((?:a|as|o|os)\)|\b\w+[@x]s\b|"
    r"\bbienvenid[oa]s?\b|\b(?:estas|estes|quedas|sigues) (?:ya )?"
    r"(?:segur|list|conectad|interesad|registrad|suscrit|inscrit)[oa]\b|\b(?:el|los|un) usuarios?\b"
)
_END = re.compile(r"[.?!:…]$")
# Short forms few people know, with what must stand in the same sentence.
_RARE = {
    "IGV": re.compile(r"impuesto"),
    "FOSE": re.compile(r"descuento social|Fondo de"),
    "FISE": re.compile(r"vale|Fondo de"),
    "CSV": re.compile(r"tabla|hoja de cálculo"),
    "TSV": re.compile(r"tabla|hoja de cálculo"),
    "IP": re.compile(r"dirección de internet"),
    "DNI": re.compile(r"identidad|tu DNI"),
}


def banned_word(text: str) -> list[str]:
    return _BANNED.findall(plain(filled(text)))


def not_tu(text: str) -> list[str]:
    return address.found(filled(text))


def long_sentence(text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if len(words(sentence)) > LONGEST_SENTENCE]


def long_paragraph(text: str) -> list[str]:
    return [f"{len(sentences(text))} sentences"] if len(sentences(text)) > MOST_SENTENCES else []


def hard_to_read(text: str) -> list[str]:
    measured = figures([text])
    return [f"{measured.index:.0f}"] if measured.words >= LONG_TEXT and measured.index < EASIEST_ALLOWED else []


def written_figure(text: str) -> list[str]:
    given = re.sub(r"--[\w-]+", "", filled(text))  # options of commands are not figures
    return [f"{kind}: {match}" for kind, pattern in _FIGURES.items() for match in pattern.findall(given)]


def typography(text: str) -> list[str]:
    found = [kind for kind, pattern in _TYPE.items() if pattern.search(text)]
    for opening, closing in ("¿?", "«»", "()"):
        if text.count(opening) != text.count(closing):
            found.append(f"{opening}{closing} do not pair")
    return found


def exclamation(text: str) -> list[str]:
    return re.findall(r"[¡!]", text)


def gendered(text: str) -> list[str]:
    return _GENDER.findall(plain(text))


def unexplained(text: str) -> list[str]:
    """A rare short form in a sentence stands beside its words; one in a label is explained at the foot of the page."""
    if not _END.search(text.rstrip("»”)")):
        return []
    return [form for form, words_for in _RARE.items() if re.search(rf"\b{form}\b", text) and not words_for.search(text)]


SPANISH: dict[str, Callable[[str], list[str]]] = {
    "banned_word": banned_word,
    "not_tu": not_tu,
    "long_sentence": long_sentence,
    "long_paragraph": long_paragraph,
    "hard_to_read": hard_to_read,
    "written_figure": written_figure,
    "typography": typography,
    "exclamation": exclamation,
    "gendered": gendered,
    "unexplained": unexplained,
}

# Words of the bill and of Peru that stay in Spanish inside English sentences, in quotes or in brackets.
_QUOTED = re.compile(r"“[^”]*”|\([^)]*\)|\S+@\S+")
_SPANISH_SIGNS = re.compile(
    r"[¿¡áéíóúñ«»]|\b(?:el|los|las|una?|del|que|con|para|recibo|consumo|suministro|luz|hogar|casa|archivo)\b", re.I
)
_ENGLISH_TYPE = {**_TYPE, "English quote": re.compile(r"[«»]"), "straight quote": re.compile(r"[\"`]")}
_ENGLISH_NEVER = re.compile(
    r"\b(?:invalid|oops|please|click here|user|utilize|login|logon|log in|error \d{3}|whatsoever)\b",
    re.I,
)
_BEGINS_LOW = re.compile(r"^[a-z].*[.?!]$", re.S)


def spanish_left(text: str) -> list[str]:
    return _SPANISH_SIGNS.findall(_QUOTED.sub("", filled(text).replace("dato", "")))


def english_long_sentence(text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if len(words(sentence)) > LONGEST_ENGLISH]


def english_typography(text: str) -> list[str]:
    found = [kind for kind, pattern in _ENGLISH_TYPE.items() if pattern.search(text)]
    for opening, closing in ("“”", "()"):
        if text.count(opening) != text.count(closing):
            found.append(f"{opening}{closing} do not pair")
    return found


def incomplete_sentence(text: str) -> list[str]:
    """A text that ends like a sentence begins like one."""
    return [text[:20]] if _BEGINS_LOW.match(text) and not text.startswith(("kWh", "e.g.")) else []


def english_never(text: str) -> list[str]:
    return _ENGLISH_NEVER.findall(text)


ENGLISH: dict[str, Callable[[str], list[str]]] = {
    "spanish_left": spanish_left,
    "english_long_sentence": english_long_sentence,
    "long_paragraph": long_paragraph,
    "english_typography": english_typography,
    "incomplete_sentence": incomplete_sentence,
    "english_never": english_never,
    "exclamation": exclamation,
    "written_figure": written_figure,
}


def ends_differ(english: str, spanish: str) -> list[str]:
    """A message and its translation end alike: both a sentence, a question, an opening, or neither."""
    if not spanish:
        return []  # the test of the catalogue asks for the missing ones
    marks = [match.group(0) if (match := _END.search(text.rstrip("»”)"))) else "" for text in (english, spanish)]
    return [] if marks[0] == marks[1] else [f"{marks[0] or 'nothing'} became {marks[1] or 'nothing'}"]


def spanish_remarks(text: str) -> list[Remark]:
    return [Remark(code, found) for code, rule in SPANISH.items() for found in rule(text)]


def english_remarks(text: str) -> list[Remark]:
    return [Remark(code, found) for code, rule in ENGLISH.items() for found in rule(text)]
