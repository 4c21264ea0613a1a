"""How fast every page is answered on a database of many households: two gunicorn processes on SQLite, real requests.

    python benchmarks/pages.py --database instance/advisor.sqlite3 [--requests 2000] [--write]

The database comes from `flask --app wsgi sample`; a copy of it is used. Every address of the product that is read with
GET is asked for as a guest, as households with and without interval data and as an administrator, in random order.
Exit 1 where a page misses the bar: p95 over 150 ms at two requests at a time, or more than 12 SQL statements.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from pages_report import Pass, missed, report  # noqa: E402
from pages_visitors import copy_of, visitors, waiting_imports  # noqa: E402
from pages_walk import Walk, memory_of, open_pages, wait_until_ready  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results-pages.md"
WORKERS, PORT, HOUSEHOLDS, IMPORTS = 2, 8170, 200, 30
# The bar counts at as many requests at a time as there are processes.
BAR_AT = WORKERS


def main() -> int:
    """Measure, print, and write the results where asked."""
    given = _arguments()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="advisor-pages-") as name:
        folder = Path(name)
        database = copy_of(given.database, folder)
        environment = _environment(folder, port=given.port)
        os.environ.update(environment)
        from advisor.web.app import create_app

        app = create_app()
        people = visitors(app, households=HOUSEHOLDS, chance=chance)
        import_bytes = waiting_imports(app, count=IMPORTS, chance=chance)
        with app.app_context():
            from advisor.db import db

            db.engine.dispose()
        with _server(environment, folder) as process:
            wait_until_ready(given.port)
            walk = Walk(given.port, open_pages(app, people, port=given.port), chance)
            walk.once()
            passes = [
                Pass(f"{count} at a time", walk.asked(given.requests, at_once=count), count == BAR_AT)
                for count in sorted({1, BAR_AT, 8})
            ]
            with _worker(environment, folder):
                told = f"{BAR_AT} at a time while a worker imports years of half hours"
                passes.append(Pass(told, walk.asked(given.requests, at_once=BAR_AT), False))
                done = _imports_done(app)
            cold = walk.asked(given.requests // 4, at_once=1, cold=database)
            passes.append(Pass("1 at a time, the database's file cache dropped before each", cold, False))
            memory = memory_of(process.pid)
        text = report(
            passes, memory=memory, database=database, command=_command(given), imports=(done, import_bytes), app=app
        )
    print(text)
    if given.write:
        RESULTS.write_text(text, encoding="utf-8")
    problems = missed(passes)
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", type=Path, required=True, help="SQLite file that `sample` has filled")
    parser.add_argument("--requests", type=int, default=2000, help="requests of each pass")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results-pages.md")
    return parser.parse_args()


def _command(given: argparse.Namespace) -> str:
    return f"python benchmarks/pages.py --database FILE --requests {given.requests} --seed {given.seed}"


def _environment(folder: Path, *, port: int) -> dict[str, str]:
    return {
        "ADVISOR_ENV": "production",
        "ADVISOR_SECRET_KEY": secrets.token_urlsafe(48),
        "ADVISOR_INSTANCE_DIR": str(folder),
        "ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'advisor.sqlite3'}",
        "ADVISOR_WEB_WORKERS": str(WORKERS),
        "ADVISOR_EMBEDDED_WORKER": "0",
        "ADVISOR_DEMO": "0",
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")]),
    }


@contextmanager
def _server(environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen]:
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:advisor.serving", "pages_server:app"]
    with _running(gunicorn, environment, folder / "server.log") as process:
        yield process


@contextmanager
def _worker(environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen]:
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with _running(flask, environment, folder / "worker.log") as process:
        time.sleep(8)  # until it has loaded the reader and the models and is in the middle of an import
        yield process


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    with log.open("w") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)


def _imports_done(app) -> tuple[int, int]:
    """Return how many imports the worker has finished, and how many it has not begun: work lasted while any is left."""
    from sqlalchemy import func, select

    from advisor.db import Job, JobKind, JobStatus, db

    with app.app_context():
        query = select(Job.status, func.count()).where(Job.kind == JobKind.IMPORT_UPLOAD).group_by(Job.status)
        found = dict(tuple(row) for row in db.session.execute(query))
        db.session.remove()
        db.engine.dispose()
    return found.get(JobStatus.DONE, 0), found.get(JobStatus.QUEUED, 0)


if __name__ == "__main__":
    sys.exit(main())
