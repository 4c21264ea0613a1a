"""How long the reading process takes to refuse each hostile file, and what it costs the web process meanwhile.

    python benchmarks/read_hostile.py [--write benchmarks/results-hostile.md]

Each file of `tests/ingest/hostile` is made, read in the limited process and removed; a plain good file is read before
each, in the same run, so that a slow machine shows. "wait" is the longest a request to the web process took while the
file was read (a page without a database, asked every 20 ms); "idle" is the same with nothing being read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from advisor.services.reading import MB, run_reader
from tests.ingest.hostile.cases import READ, REFUSED, Case

LIMA = ZoneInfo("America/Lima")
MOST_SECONDS, MOST_MB = 2.0, 512


class Visitor:
    """Asks the web process for its health again and again and keeps the longest wait."""

    def __init__(self, client) -> None:
        self.client, self.longest, self.over = client, 0.0, threading.Event()

    def __enter__(self) -> Visitor:
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.over.set()
        self.thread.join()

    def _ask(self) -> None:
        while not self.over.wait(0.02):
            began = time.perf_counter()
            self.client.get("/healthz")
            self.longest = max(self.longest, time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="write the table to this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ.setdefault("ADVISOR_INSTANCE_DIR", name)
        client = _client()
        with Visitor(client) as idle:
            time.sleep(2)
        lines = [_heading(idle.longest)]
        late = 0
        for case in (*READ, *REFUSED):
            line, slow = _measure(case, Path(name), client)
            lines.append(line)
            late += slow
            print(line, flush=True)
    lines.append(f"\n{late} of {len(READ) + len(REFUSED)} over {MOST_SECONDS} s or {MOST_MB} MB.\n")
    print(lines[-1])
    if arguments.write:
        arguments.write.write_text("\n".join(lines), encoding="utf-8")
    return 1 if late else 0


def _client():
    from advisor.web.app import create_app

    return create_app().test_client()


def _heading(idle: float) -> str:
    load = os.getloadavg()[0]
    return (
        "# Hostile files\n\nMade by `benchmarks/read_hostile.py`, which says what is measured. Where the load is above "
        "the number of processors, seconds count the waiting too; CPU s is what the reading itself takes. "
        f"{os.cpu_count()} processors, load {load:.1f} when it began; "
        f"longest wait with nothing being read {idle * 1000:.0f} ms.\n\n"
        "| file | kB | answer | s | CPU s | good file, s | MB | wait, ms |\n|---|--:|---|--:|--:|--:|--:|--:|"
    )


def _measure(case: Case, folder: Path, client) -> tuple[str, bool]:
    good, path = folder / "good", folder / "hostile"
    READ[0].write(good)
    case.write(path)
    plain, _ = _timed(good)
    with Visitor(client) as visitor:
        seconds, ran = _timed(path)
    size = path.stat().st_size / 1000
    path.unlink()
    answer = getattr(ran.value, "code", "read" if ran.value is not None else "died")
    peak = ran.peak_bytes / MB
    line = (
        f"| {case.name} | {size:,.0f} | {answer} | {seconds:.2f} | {ran.cpu_seconds:.2f} | {plain:.2f} "
        f"| {peak:.0f} | {visitor.longest * 1000:.0f} |"
    )
    return line, seconds > MOST_SECONDS or peak > MOST_MB


def _timed(path: Path):
    began = time.perf_counter()
    ran = run_reader("file", path, zone=LIMA)
    return time.perf_counter() - began, ran


if __name__ == "__main__":
    sys.exit(main())
