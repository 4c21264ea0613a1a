"""Hostile archives, made on the spot and never kept: each function writes one file."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

HEADER = b"fecha,kWh\n"
ZEROS = b"\x00" * (1 << 20)


def day_rows(day: str = "2026-05-04") -> bytes:
    """Return a small good file: the hours of one day, half a kWh each."""
    return HEADER + b"".join(f"{day} {hour:02d}:00,0.5\n".encode() for hour in range(24))


def gzip_of_many_rows(path: Path) -> None:
    """Ten million equal rows of a meter file, which pack 300 times and more."""
    block = b"2026-05-04 00:00:00,0.500\n" * 10_000
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(HEADER)
        for _ in range(1_000):
            stream.write(block)


def gzip_that_lies(path: Path) -> None:
    """The same kind of bomb, whose last four bytes say that one byte comes out."""
    packed = gzip.compress(HEADER + b"0" * (400 << 20), compresslevel=9)
    path.write_bytes(packed[:-4] + struct.pack("<L", 1))


def gzip_cut_off(path: Path) -> None:
    packed = gzip.compress(day_rows() * 50)
    path.write_bytes(packed[: len(packed) // 2])


def gzip_of_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.compress(day_rows())))


def zip_of(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> None:
    """Write a ZIP archive of (name, content)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)


def zip_ratio_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("a.csv", "w") as out,
    ):
        for _ in range(400):
            out.write(ZEROS)


def zip_that_lies(path: Path) -> None:
    """A member whose headers say ten bytes, with four hundred megabytes behind them."""
    zip_ratio_bomb(path)
    content = bytearray(path.read_bytes())
    told = struct.pack("<L", 400 << 20)
    for at in (content.find(told), content.rfind(told)):
        content[at : at + 4] = struct.pack("<L", 10)
    path.write_bytes(bytes(content))


def zip_in_zip(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", day_rows())
    zip_of(path, ("inner.zip", inner.getvalue()))


def zip_that_overlaps(path: Path) -> None:
    """Two entries of the directory over the same packed bytes."""
    zip_of(path, ("a.csv", day_rows()), ("b.csv", day_rows()))
    content = bytearray(path.read_bytes())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    path.write_bytes(bytes(content))


def zip_with_two_directories(path: Path) -> None:
    zip_of(path, ("a.csv", day_rows()))
    first = path.read_bytes()
    zip_of(path, ("b.csv", day_rows("2026-06-01")))
    path.write_bytes(first + path.read_bytes())


def zip_cut_off(path: Path) -> None:
    zip_of(path, ("a.csv", day_rows() * 20))
    content = path.read_bytes()
    path.write_bytes(content[:-30])


def zip_with_a_password(path: Path) -> None:
    zip_of(path, ("a.csv", day_rows()))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))


def zip_of_many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}.csv", b"x")


def zip_damaged_inside(path: Path) -> None:
    zip_of(path, ("a.csv", zlib.compress(day_rows() * 9, 0) * 3))
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(bytes(content))


def zip_with_links(path: Path) -> None:
    """A link to a file of the system, a name that climbs, and one good file."""
    link = zipfile.ZipInfo("link.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    zip_of(
        path, (link, b"/etc/passwd"), ("../../climbs.csv", day_rows()), ("C:\\windows\\b.csv", day_rows("2026-05-05"))
    )
