"""Texts of Japan, Korea, China, Israel and Cyrillic countries in their older encodings, told by the words they give."""

from __future__ import annotations

import codecs

from advisor.ingest.words import means

_CODECS = {
    "cp932": ((0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x3000, 0x303F)),
    "cp949": ((0xAC00, 0xD7A3), (0x4E00, 0x9FFF), (0x3000, 0x303F)),
    "big5": ((0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x3000, 0x303F)),
    "gb18030": ((0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x3000, 0x303F)),
    "cp1255": ((0x0590, 0x05FF),),
    "cp1251": ((0x0400, 0x04FF),),
}
_GROUPS = ("time", "consumption", "import", "export", "generation", "money", "totals", "supply_point")


def script_codec(head: bytes) -> str | None:
    """Return the codec in which the first bytes of a file are words a meter file has; None where Latin letters do.

    Evidence: nearly all letters beyond ASCII are of the codec's script, and words of the vocabulary are among them.
    """
    found: list[tuple[int, str]] = []
    for codec, scripts in _CODECS.items():
        try:
            text = codecs.getincrementaldecoder(codec)(errors="strict").decode(head)
        except UnicodeDecodeError:
            continue
        beyond = [character for character in text if ord(character) > 0x7F]
        within = sum(any(low <= ord(character) <= high for low, high in scripts) for character in beyond)
        if beyond and within > 0.9 * len(beyond):
            words = "".join(character if ord(character) > 0x7F else " " for character in text)
            found.append((sum(means(words, group) for group in _GROUPS), codec))
    best = max(found, default=(0, ""), key=lambda scored: scored[0])
    return best[1] if best[0] else None
