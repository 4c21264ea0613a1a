"""Versions of trained models: a folder each, never changed once written, and a file that names the current one."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version as installed
from pathlib import Path

LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "ai-edge-litert", "numpy", "pandas")


def write_version(
    folder: Path, *, kind: str, made_on: date, files: Mapping[str, bytes], manifest: Mapping[str, object]
) -> str:
    """Write the files and manifest.json as folder/kind/<version>, make it current, return the version.

    The version is the date and the first digits of the hash of the files, so the same training on the same day
    finds its own version again.
    """
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    digest = hashlib.sha256("".join(hashes.values()).encode()).hexdigest()
    version = f"{made_on:%Y%m%d}-{digest[:8]}"
    target = folder / kind / version
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_bytes(content)
    document = {"version": version, "kind": kind, "made_on": made_on.isoformat(), **manifest}
    document["files"] = {name: {"sha256": hashes[name], "bytes": len(files[name])} for name in hashes}
    (target / "manifest.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / kind / "current").write_text(version + "\n", encoding="utf-8")
    return version


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that made a model."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = installed(name)
        except ModuleNotFoundError:
            continue
    return found
