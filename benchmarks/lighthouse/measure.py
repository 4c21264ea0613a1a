"""Measure the five main pages with Lighthouse on a server started as a newcomer would, and write the scores.

    python benchmarks/lighthouse/measure.py [--runs 3]

Exits 1 where accessibility, best practices or performance is under 95. Performance is the median of the runs, since it
depends on what else the machine does; Lighthouse imitates a mid-range phone on a slow 4G line by itself. Needs Node 18
or newer and Debian's chromium; the first run installs Lighthouse beside this file from its lock.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RESULTS = HERE.parent / "results-lighthouse.md"
BAR = 95
SINCE_READING = 10  # days
CATEGORIES = ("performance", "accessibility", "best-practices")
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
BARS = ("131", "126", "122", "119", "121", "138", "147", "152", "149", "143", "133", "128")


@dataclass(frozen=True)
class Measured:
    """One page: its median scores (0 to 100), and the paint, shift and bytes of the median run."""

    name: str
    scores: dict[str, float]
    lcp_s: float
    cls: float
    kib: float
    remarks: tuple[str, ...]


class Visitor:
    """A browser's cookies without a browser: enough to have a guest's result or the example home open."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> tuple[str, str]:
        with self.opener.open(self.site + path) as answer:
            return answer.url, answer.read().decode()

    def post(self, path: str, fields: list[tuple[str, str]], page: str) -> str:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        data = urllib.parse.urlencode([("csrf_token", token), *fields]).encode()
        with self.opener.open(urllib.request.Request(self.site + path, data=data)) as answer:
            return answer.url

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


@contextmanager
def served() -> Iterator[str]:
    """Start the product by the script behind `make run`, in an empty instance folder; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PORT": str(port), "ADVISOR_INSTANCE_DIR": folder}
        process = subprocess.Popen(
            [ROOT / "scripts" / "run.sh"], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        site = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(site, process)
            yield site
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def wait_until_ready(site: str, process: subprocess.Popen) -> None:
    for _second in range(120):
        if process.poll() is not None:
            sys.exit("the product did not start; run `make run` to see why")
        try:
            urllib.request.urlopen(f"{site}/readyz", timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    sys.exit("the product did not get ready within two minutes")


def pages(site: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, address, cookies) of the five main pages."""
    guest = Visitor(site)
    yield "Inicio", f"{site}/", ""
    _url, page = guest.get("/")
    answers = [
        ("department", "Lima"),
        ("distributor", "luz-del-sur"),
        ("people", "4"),
        ("water_heating", "electric_shower"),
        ("last_reading", (date.today() - timedelta(days=SINCE_READING)).isoformat()),
    ]
    fields = re.findall(r'name="(bar[^"]*)"', page)
    result = guest.post("/", [*answers, *zip(fields, BARS, strict=True)], page)
    if "/resultado" not in result:
        sys.exit(f"the guest's answers were refused: {result}")
    yield "Resultado", result, guest.cookies()
    home = Visitor(site)
    _url, page = home.get("/")
    door = re.search(r'action="([^"]*(?:ejemplo|demo)[^"]*)"', page).group(1)
    bill = home.post(door, [], page)
    yield "Mi recibo", bill, home.cookies()
    for name, part in (("Mi consumo", "consumo/"), ("Consejos", "consejos/")):
        yield name, bill.replace("recibo/", part), home.cookies()


def measured(name: str, url: str, cookies: str, runs: int, folder: Path) -> Measured:
    """Run Lighthouse several times and keep the run in the middle."""
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies, "Accept-Language": "es-PE"} if cookies else {}))
    reports = [report(url, headers, folder) for _run in range(runs)]
    reports.sort(key=lambda found: found["categories"]["performance"]["score"])
    middle = reports[len(reports) // 2]
    scores = {
        key: round(100 * statistics.median(found["categories"][key]["score"] for found in reports))
        for key in CATEGORIES
    }
    audits = middle["audits"]
    failed = [
        audits[item["id"]]["title"]
        for key in ("accessibility", "best-practices")
        for item in middle["categories"][key]["auditRefs"]
        if item["weight"] and audits[item["id"]]["score"] not in (None, 1)
    ]
    return Measured(
        name=name,
        scores=scores,
        lcp_s=audits["largest-contentful-paint"]["numericValue"] / 1000,
        cls=audits["cumulative-layout-shift"]["numericValue"],
        kib=audits["total-byte-weight"]["numericValue"] / 1024,
        remarks=tuple(failed),
    )


def report(url: str, headers: Path, folder: Path) -> dict:
    """Run Lighthouse once."""
    target = folder / "report.json"
    command = [
        HERE / "node_modules" / ".bin" / "lighthouse", url, "--quiet", "--output=json", f"--output-path={target}",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={headers}", f"--chrome-flags={CHROMIUM_FLAGS}",
    ]  # fmt: skip
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium}, stdout=subprocess.DEVNULL)
    return json.loads(target.read_text())


def write(found: list[Measured], runs: int) -> None:
    """Write the table of results."""
    lines = [
        "# Lighthouse on the five main pages",
        "",
        f"Written by `python benchmarks/lighthouse/measure.py --runs {runs}` on {date.today().isoformat()}.",
        f"Lighthouse 12.8.2, its own phone and slow 4G. The bar is {BAR} in each category; medians of {runs} runs.",
        "",
        "| page | performance | accessibility | best practices | largest paint | layout shift | received |",
        "|---|---|---|---|---|---|---|",
    ]
    for page in found:
        scores = " | ".join(f"{page.scores[key]}" for key in CATEGORIES)
        lines.append(f"| {page.name} | {scores} | {page.lcp_s:.2f} s | {page.cls:.3f} | {page.kib:.1f} KiB |")
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    if not (HERE / "node_modules").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    found = []
    with served() as site, tempfile.TemporaryDirectory() as folder:
        for name, url, cookies in pages(site):
            page = measured(name, url, cookies, runs, Path(folder))
            found.append(page)
            print(
                page.name, page.scores, f"LCP {page.lcp_s:.2f} s, CLS {page.cls:.3f}, {page.kib:.1f} KiB", *page.remarks
            )
    write(found, runs)
    return int(any(score < BAR for page in found for score in page.scores.values()))


if __name__ == "__main__":
    sys.exit(main())
