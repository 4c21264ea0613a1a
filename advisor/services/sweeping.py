"""Kept files that nothing refers to any more, after an upload or a home was erased: removed by the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.portfolios import PortfolioFile
from advisor.db.uploads import Upload
from advisor.services.bill_pictures import FOLDER as PICTURES

YOUNG_SECONDS = 7 * 86_400
_HEX = "0123456789abcdef"
_REST = 62


def remove_unreferenced(session: Session, *, folder: Path) -> int:
    """Remove files and pictures of bills that no upload and no portfolio file has; return how many.

    A file is kept before its row is written, and a database may be put back from yesterday's copy: files of the last
    week stay.
    """
    removed = 0
    for prefix in (first + second for first in _HEX for second in _HEX):
        found = [(path, sha256) for path, sha256 in _kept(folder, prefix) if _is_old(path)]
        if not found:
            continue
        known = _referred_to(session, {sha256 for _path, sha256 in found})
        session.rollback()
        for path, sha256 in found:
            if sha256 not in known:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _kept(folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    """Yield the files whose hash begins with two digits, each with its hash."""
    for place in (folder / prefix, folder / PICTURES / prefix):
        for path in place.glob("*"):
            rest = path.name[:_REST]
            if len(rest) == _REST and set(rest) <= set(_HEX):
                yield path, prefix + rest


def _referred_to(session: Session, hashes: set[str]) -> set[str]:
    return {
        sha256
        for table in (Upload, PortfolioFile)
        for sha256 in session.scalars(select(table.sha256).where(table.sha256.in_(hashes)))
    }


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - YOUNG_SECONDS
    except FileNotFoundError:
        return False
