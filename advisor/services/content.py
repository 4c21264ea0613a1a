"""Original files kept by what they contain: written aside, forced to disk, then given their final name."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1 << 16
STALE_PART_SECONDS = 3600


class UploadTooLarge(ValueError):
    """The file is larger than `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"the file is larger than {max_bytes} bytes")
        self.max_bytes = max_bytes


class EmptyUpload(ValueError):
    """The file holds nothing."""


@dataclass(frozen=True)
class StoredContent:
    """A stored file: its content hash (hex) and size."""

    sha256: str
    size_bytes: int


def content_path(folder: Path, sha256: str) -> Path:
    """Return where the content with this hash is kept under `folder`."""
    return folder / sha256[:2] / sha256[2:]


def keep(stream: BinaryIO, *, folder: Path, max_bytes: int) -> StoredContent:
    """Store the stream by its hash; when this returns, the file survives a crash of process or machine.

    The same content is stored once. Raises UploadTooLarge or EmptyUpload and leaves nothing behind.
    """
    incoming = folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    part = incoming / f"{secrets.token_hex(16)}.part"
    try:
        stored = _write_part(stream, part, max_bytes=max_bytes)
        final = content_path(folder, stored.sha256)
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part, final)
        for directory in (final.parent, folder):
            _force_to_disk(directory)
    finally:
        part.unlink(missing_ok=True)
    return stored


def remove_stale_parts(folder: Path) -> int:
    """Remove what interrupted uploads left more than an hour ago; return how many files."""
    stale = [
        part for part in (folder / "incoming").glob("*.part") if part.stat().st_mtime < time.time() - STALE_PART_SECONDS
    ]
    for part in stale:
        part.unlink(missing_ok=True)
    return len(stale)


def _write_part(stream: BinaryIO, part: Path, *, max_bytes: int) -> StoredContent:
    digest, size = hashlib.sha256(), 0
    with part.open("xb") as file:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise UploadTooLarge(max_bytes)
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise EmptyUpload("the file is empty")
        file.flush()
        os.fsync(file.fileno())
    return StoredContent(digest.hexdigest(), size)


def _force_to_disk(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
