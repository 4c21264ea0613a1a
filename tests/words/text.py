"""Sentences, words, syllables and readability of Spanish and English text; plain counting, no dictionaries."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{\w+\}")
# A value in a sentence reads as one short word.
STAND_IN = "dato"
_END = re.compile(r"(?<=[.?!…])[»”)]?\s+(?=[¿¡«“(]?[A-ZÁÉÍÓÚÑ0-9%{])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_TOKEN = re.compile(r"\S*\w\S*")
_STRONG = set("aeoáéóíú")  # an accented i or u is a beat of its own
_WEAK = set("iuü")


def filled(text: str) -> str:
    """Return a message with a short word in the place of each value."""
    return PLACEHOLDER.sub(STAND_IN, text).replace("%%", "%")


def sentences(text: str) -> list[str]:
    """Split running text; a colon does not end a sentence, and a decimal point is not an end."""
    return [part for part in _END.split(filled(text).strip()) if _TOKEN.search(part)]


def words(text: str) -> list[str]:
    """Return what a reader counts as words: figures and units too."""
    return _TOKEN.findall(filled(text))


def plain(text: str) -> str:
    """Return lower case without accents, so that one pattern meets `escriba` and `escríbalo`; ñ stays."""
    kept = text.lower().replace("ñ", "\0")
    bare = "".join(letter for letter in unicodedata.normalize("NFD", kept) if not unicodedata.combining(letter))
    return bare.replace("\0", "ñ")


def syllables(word: str) -> int:
    """Count the syllables of a Spanish word: two open vowels part, a closed one joins its neighbour."""
    letters = re.sub(r"qu(?=[eéií])", "q", word.lower())
    letters = re.sub(r"gu(?=[eéií])", "g", letters)
    letters = re.sub(r"y(?![aeiouáéíóúü])", "i", letters)
    count, before = 0, ""
    for letter in letters:
        vowel = "strong" if letter in _STRONG else "weak" if letter in _WEAK else ""
        if vowel and (not before or (vowel == "strong" and before == "strong")):
            count += 1
        before = vowel
    return max(count, 1)


@dataclass(frozen=True)
class Figures:
    """How a body of text reads. index: Fernández-Huerta, 0 (hard) to 100 (easy)."""

    sentences: int
    words: int
    median_length: float
    longest: int
    index: float


def figures(texts: list[str]) -> Figures:
    """Measure texts together.

    L = 206.84 - 0.60 P - 1.02 F with P syllables per 100 words and F words per sentence: J. Fernández Huerta, "Medidas
    sencillas de lecturabilidad", Consigna 214 (1959), as put right by Gwillim Law (2011), since copies of the formula
    often take F for sentences per 100 words. Figures and units are left out: they are not read as words.
    """
    split = [sentence for text in texts for sentence in sentences(text)]
    lengths = sorted(len(words(sentence)) for sentence in split)
    read = [word for sentence in split for word in _WORD.findall(sentence)]
    if not read:
        return Figures(0, 0, 0, 0, 100.0)
    half = len(lengths) // 2
    median = lengths[half] if len(lengths) % 2 else (lengths[half - 1] + lengths[half]) / 2
    beats = 100 * sum(map(syllables, read)) / len(read)
    index = 206.84 - 0.60 * beats - 1.02 * len(read) / len(split)
    return Figures(len(split), len(read), median, lengths[-1], index)
