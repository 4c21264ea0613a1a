"""The result of a reading as files in a folder, JSON and plain arrays, so that a separate process can hand it over.

Nothing that runs code is read back: no pickle, only the value classes named here, arrays of a few number types whose
size is that of their file, no links. The writer is not trusted by the reader.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import numpy as np

MODULES = (
    "advisor.energy.findings",
    "advisor.energy.usage",
    "advisor.ingest.results",
    "advisor.ingest.paper.document",
    "advisor.ingest.portfolio.results",
)
DOCUMENT = "result.json"
PEAK = "peak"
"""File with the most memory the writer held, bytes."""
MAX_DOCUMENT_BYTES = 48 * 1024 * 1024
MAX_ARRAY_BYTES = 256 * 1024 * 1024
MAX_ARRAYS = 20_000
_TYPES = ("float64", "uint8", "bool", "int64", "int32")
_KIND = "$"


class NotAResult(ValueError):
    """What stands in the folder is not a result that was written here."""


def to_folder(value: object, folder: Path) -> None:
    """Write a value (a result, a finding, tuples and mappings of them) into an empty folder."""
    arrays: list[np.ndarray] = []
    document = json.dumps(_plain(value, arrays), ensure_ascii=False, separators=(",", ":"))
    for number, array in enumerate(arrays):
        with (folder / f"{number}.npy").open("xb") as stream:
            np.lib.format.write_array(stream, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    (folder / DOCUMENT).write_text(document, encoding="utf-8", errors="surrogatepass")


def from_folder(folder: Path) -> object:
    """Read what `to_folder` wrote; the arrays are float64, whole numbers or truths. Raises NotAResult."""
    try:
        with _plain_file(folder / DOCUMENT, MAX_DOCUMENT_BYTES) as stream:
            document = json.loads(stream.read().decode("utf-8", errors="surrogatepass"))
        return _Reader(folder).value(document)
    except NotAResult:
        raise
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError, RecursionError, AttributeError) as problem:
        raise NotAResult(f"{type(problem).__name__}: {problem}") from problem


def peak_of(folder: Path) -> int:
    """Return the most memory that the writer says it held, bytes; 0 where it does not say."""
    try:
        with _plain_file(folder / PEAK, 20) as stream:
            return int(stream.read())
    except (OSError, ValueError):
        return 0


def _plain(value: object, arrays: list[np.ndarray]) -> object:
    """Return the value as JSON; what JSON has no word for becomes an object with its kind under "$"."""
    if isinstance(value, Enum):  # before the rest: ours are numbers and texts too
        return {_KIND: type(value).__name__, "value": value.value}
    if value is None or isinstance(value, (bool, str, int, float)):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {_KIND: "array", "number": len(arrays) - 1}
    if is_dataclass(value):
        told = {field.name: _plain(getattr(value, field.name), arrays) for field in fields(value)}
        return {_KIND: type(value).__name__, "fields": told}
    if isinstance(value, Mapping):
        return {_KIND: "mapping", "items": [[_plain(key, arrays), _plain(held, arrays)] for key, held in value.items()]}
    if isinstance(value, (list, tuple)):
        items = [_plain(held, arrays) for held in value]
        return items if isinstance(value, list) else {_KIND: "tuple", "items": items}
    if isinstance(value, (frozenset, set)):
        return {_KIND: "set", "items": sorted((_plain(held, arrays) for held in value), key=repr)}
    return _moment_or_amount(value)


def _moment_or_amount(value: object) -> object:
    if isinstance(value, (datetime, date, time)):
        return {_KIND: type(value).__name__, "text": value.isoformat()}
    if isinstance(value, timedelta):
        return {_KIND: "timedelta", "seconds": value.total_seconds()}
    if isinstance(value, Decimal):
        return {_KIND: "Decimal", "text": str(value)}
    if isinstance(value, bytes):
        return {_KIND: "bytes", "text": value.hex()}
    if isinstance(value, ZoneInfo):
        return {_KIND: "zone", "text": value.key}
    if isinstance(value, tzinfo):
        return {_KIND: "offset", "seconds": value.utcoffset(None).total_seconds()}
    raise TypeError(f"a result holds a {type(value).__name__}, which has no form on the wire")


_FROM_TEXT = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "Decimal": Decimal,
    "bytes": bytes.fromhex,
    "zone": ZoneInfo,
}


class _Reader:
    """Rebuilds values; counts the bytes of the arrays as it goes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bytes_left = folder, MAX_ARRAY_BYTES

    def value(self, plain: object) -> object:
        if isinstance(plain, list):
            return [self.value(held) for held in plain]
        if not isinstance(plain, dict):
            return plain
        kind = plain[_KIND]
        if kind in _FROM_TEXT:
            return _FROM_TEXT[kind](plain["text"])
        if kind == "mapping":
            return {self.value(key): self.value(held) for key, held in plain["items"]}
        if kind in ("tuple", "set"):
            return (tuple if kind == "tuple" else frozenset)(self.value(held) for held in plain["items"])
        if kind in ("timedelta", "offset"):
            length = timedelta(seconds=plain["seconds"])
            return length if kind == "timedelta" else timezone(length)
        if kind == "array":
            return self._array(int(plain["number"]))
        known = _classes().get(kind)
        if known is None:
            raise NotAResult(f"no value class {kind!r}")
        if issubclass(known, Enum):
            return known(plain["value"])
        return known(**{name: self.value(held) for name, held in plain["fields"].items()})

    def _array(self, number: int) -> np.ndarray:
        if not 0 <= number < MAX_ARRAYS:
            raise NotAResult(f"array {number}")
        with _plain_file(self.folder / f"{number}.npy", self.bytes_left) as stream:
            size = os.fstat(stream.fileno()).st_size
            if np.lib.format.read_magic(stream) != (1, 0):
                raise NotAResult(f"array {number} is of another version")
            shape, _fortran, dtype = np.lib.format.read_array_header_1_0(stream)
            body = size - stream.tell()
            if dtype.name not in _TYPES or len(shape) > 2 or int(np.prod(shape, dtype=object)) * dtype.itemsize != body:
                raise NotAResult(f"array {number}: {dtype} {shape} in {body} bytes")
            self.bytes_left -= size
            return np.frombuffer(stream.read(), dtype=dtype).reshape(shape).copy()


def _plain_file(path: Path, most: int) -> IO[bytes]:
    """Open a file that is no link, no pipe and not larger than `most` bytes."""
    stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode) or state.st_size > most:
        stream.close()
        raise NotAResult(f"{path.name} is not a plain file of at most {most} bytes")
    return stream


@cache
def _classes() -> dict[str, type]:
    """Return the value classes that may be made from the wire, by name."""
    return {
        name: held
        for module in MODULES
        for name, held in vars(import_module(module)).items()
        if isinstance(held, type)
        and held.__module__ in MODULES
        and (is_dataclass(held) or (issubclass(held, Enum) and held is not Enum))
    }
