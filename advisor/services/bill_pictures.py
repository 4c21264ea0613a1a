"""Pictures of bills beside their form: drawn in the reading process, kept beside the files."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from advisor.services.reading import run_reader

FOLDER = "pictures"
MOST_PICTURES = 3
MOST_BYTES = 8 * 1024 * 1024
_UTC = ZoneInfo("UTC")


def picture_path(uploads_dir: Path, sha256: str, number: int) -> Path:
    """Return where picture `number` (from 1) of the file with this hash is kept."""
    return uploads_dir / FOLDER / sha256[:2] / f"{sha256[2:]}-{number}.webp"


def keep_pictures(path: Path, *, uploads_dir: Path, sha256: str) -> int:
    """Draw the pictures of a stored bill and keep them; return how many there are, zero where none could be drawn."""
    drawn = _drawn(path)
    for number, picture in enumerate(drawn, start=1):
        final = picture_path(uploads_dir, sha256, number)
        final.parent.mkdir(parents=True, exist_ok=True)
        part = final.with_name(f"{secrets.token_hex(8)}.part")
        try:
            part.write_bytes(picture)
            os.replace(part, final)
        finally:
            part.unlink(missing_ok=True)
    return len(drawn)


def _drawn(path: Path) -> Sequence[bytes]:
    """Return what the reading process drew, each surely a WebP of a bearable size."""
    import numpy as np

    value = run_reader("pictures", path, zone=_UTC).value
    if not isinstance(value, tuple) or len(value) > MOST_PICTURES:
        return ()
    arrays = [item for item in value if isinstance(item, np.ndarray) and item.dtype == np.uint8]
    pictures = [item.tobytes() for item in arrays if item.nbytes <= MOST_BYTES]
    return [item for item in pictures if item[:4] == b"RIFF" and item[8:12] == b"WEBP"]
