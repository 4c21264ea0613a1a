"""Draw every state of every page into build/album, say what changed, and accept it as what the pages look like.

python -m scripts.album            draw, compare with tests/browser/baseline, write build/album/index.html
python -m scripts.album --accept   keep the pictures drawn last as the baseline
... --only bill.show               only pages whose name or state has these letters
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import album, fonts
from tests.browser.conftest import ALBUM, CHROMIUM
from tests.browser.pages import cases
from tests.browser.pictures import baseline_of
from tests.browser.states import Case
from tests.browser.walking import Visit, Walker, expected_pictures
from tests.browser.world import serving

FOLDER = ALBUM.parent
DRAWN_WITH = FOLDER / "drawn-with.json"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Draw or accept; 1 where a state could not be shown or there is nothing to accept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="keep the pictures drawn last as the baseline")
    parser.add_argument("--only", default="", help="letters in the name of the pages and states to take")
    given = parser.parse_args()
    chosen = [case for case in cases() if given.only in case.id]
    return _accept(chosen) if given.accept else _draw(chosen)


def _draw(chosen: list[Case]) -> int:
    if len(chosen) == len(list(cases())):
        shutil.rmtree(FOLDER, ignore_errors=True)
    visits: list[Visit] = []
    with tempfile.TemporaryDirectory() as place, serving(Path(place)) as world, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        walker = Walker(browser, world, ALBUM, checks=False)
        fonts.record(fonts.drawn_with(browser, world), DRAWN_WITH)
        for number, case in enumerate(chosen, start=1):
            print(f"\r{number} of {len(chosen)}  {case.id:<70}", end="", file=sys.stderr, flush=True)
            visits.append(walker.visit(case))
        browser.close()
    print(file=sys.stderr)
    told = f"{len(visits)} states, drawn {datetime.now():%Y-%m-%d %H:%M}"
    changed = album.write_album(visits, FOLDER, told=told)
    for entry in changed:
        print(f"{entry.id}: {entry.remark}")
    lost = [visit for visit in visits if visit.not_shown]
    for visit in lost:
        print(f"NOT SHOWN {visit.case.id}: {visit.not_shown}")
    print(f"{told}; {len(changed)} pictures changed or new; open {FOLDER / 'index.html'}")
    if fonts.recorded() and fonts.recorded()["fonts"] != fonts.recorded(DRAWN_WITH)["fonts"]:
        print("The baseline was drawn with other fonts than this machine has: the comparison says little.")
    return 1 if lost else 0


def _accept(chosen: list[Case]) -> int:
    pictures = [ALBUM / f"{name}.png" for case in chosen for name in expected_pictures(case)]
    missing = [path.stem for path in pictures if not path.exists()]
    if missing or not fonts.recorded(DRAWN_WITH):
        print(f"Draw them first with `make album`: {len(missing)} pictures are missing, {missing[:3]} ...")
        return 1
    album.accept(pictures)
    fonts.record(fonts.recorded(DRAWN_WITH))
    gone = album.forget([name for case in cases() for name in expected_pictures(case)])
    size = sum(baseline_of(path).stat().st_size for path in pictures)
    print(f"{len(pictures)} pictures accepted ({size // 1024} KB), {len(gone)} of states that are gone removed.")
    print("Look at `git status tests/browser/baseline` and commit them with the change they belong to.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
