"""The album: a folder with every picture, earlier ones beside those that changed, and a page to leaf through it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.browser.pictures import BASELINE, baseline_of, compare, load, marked, reduced, save
from tests.browser.states import Case
from tests.browser.walking import Visit

SOURCES = ("index.html", "album.css", "album.js")
NEW = "no picture of before"


@dataclass(frozen=True)
class Entry:
    """One picture: paths from the album's folder; remark: how it differs from before, empty where it does not."""

    id: str
    page: str
    role: str
    state: str
    width: str
    now: str
    before: str
    marks: str
    remark: str


def write_album(visits: Sequence[Visit], folder: Path, *, told: str) -> list[Entry]:
    """Write page and comparisons beside the pictures; return the entries that changed or are new."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("before", "marks"):
        shutil.rmtree(folder / part, ignore_errors=True)
    entries = [_entry(visit.case, width, path, folder) for visit in visits for width, path in visit.pictures.items()]
    for name in SOURCES:
        shutil.copy(Path(__file__).parent / name, folder)
    data = json.dumps({"told": told, "entries": [asdict(entry) for entry in entries]}, ensure_ascii=False)
    (folder / "data.js").write_text(f"const ALBUM = {data};\n", "utf-8")
    return [entry for entry in entries if entry.remark]


def accept(pictures: Sequence[Path]) -> None:
    """Keep the pictures, reduced, as what the pages look like from now on."""
    for picture in pictures:
        save(reduced(picture), baseline_of(picture))


def forget(names: Sequence[str]) -> list[str]:
    """Remove the kept pictures that are not among the names; return those removed."""
    gone = [path for path in BASELINE.glob("*.webp") if path.stem not in names]
    for path in gone:
        path.unlink()
    return [path.stem for path in gone]


def _entry(case: Case, width: str, picture: Path, folder: Path) -> Entry:
    before, marks, remark = "", "", NEW
    kept = baseline_of(picture)
    if kept.exists():
        earlier, now = load(kept), reduced(picture)
        comparison = compare(earlier, now)
        before, remark = f"before/{kept.name}", str(comparison) if comparison.changed else ""
        if comparison.changed:
            marks = f"marks/{kept.name}"
            save(earlier, folder / before)
            save(marked(now, comparison), folder / marks)
    return Entry(
        id=picture.stem,
        page=case.page,
        role=case.state.role,
        state=case.state.name,
        width=width,
        now=picture.relative_to(folder).as_posix(),
        before=before,
        marks=marks,
        remark=remark,
    )
