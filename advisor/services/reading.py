"""Reading a stored file in a process of its own with limits: a hostile file harms nothing but its own reading."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import advisor

if TYPE_CHECKING:
    from advisor.ingest import ReadResult

MB = 1024 * 1024
_LOG = logging.getLogger(__name__)
_ROOT = Path(advisor.__file__).resolve().parent.parent
_SAID_BYTES = 2000
# One thread of linear algebra: each further one reserves memory that counts against the limit.
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(_ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONMALLOC": "pymalloc",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class Limits:
    """What one reading may use.

    memory_bytes: private memory, so that with the libraries' own pages the process stays under 512 MB; address_bytes:
    room for those pages; file_bytes: the largest file it may write, above what an archive may unpack to.
    """

    memory_bytes: int = 440 * MB
    address_bytes: int = 2048 * MB
    cpu_seconds: int = 120
    wall_seconds: float = 180.0
    file_bytes: int = 288 * MB
    open_files: int = 64


@dataclass(frozen=True)
class Ran:
    """How the reading process went: the value it left (None if it died), its exit status, peak memory and CPU time.

    peak_bytes: what the process says; of one that died what the system says, which counts its parent's size too.
    """

    value: object | None
    status: int
    timed_out: bool
    peak_bytes: int
    cpu_seconds: float
    said: str = ""


def read_limited(
    path: Path,
    *,
    zone: tzinfo,
    filename: str = "",
    answers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
) -> ReadResult:
    """Read one file as `advisor.ingest.read_file` does, in a limited process without database or network.

    Raises advisor.ingest.UnableToReadFile; besides the reader's own codes: too_heavy (memory), took_too_long,
    reader_failed (the process ended without a result).
    """
    ran = run_reader("file", path, zone=zone, filename=filename, answers=answers, limits=limits)
    return result_of(ran)


def result_of(ran: Ran) -> ReadResult:
    """Return the result a reading process left, or raise UnableToReadFile with what became of it."""
    from advisor.energy.findings import Finding
    from advisor.ingest.results import ReadResult, UnableToReadFile

    if isinstance(ran.value, ReadResult):
        return ran.value
    if isinstance(ran.value, Finding):
        raise UnableToReadFile(ran.value.code, **ran.value.params)
    _LOG.warning("reading ended with status %s: %r", ran.status, ran.said)
    raise UnableToReadFile(death(ran))


def death(ran: Ran) -> str:
    """Return the code that says why a reading process left nothing."""
    if ran.timed_out or ran.status == -signal.SIGXCPU:
        return "took_too_long"
    # Libraries in C and Rust abort where they get no memory; the system kills where it has none.
    memory = ran.status in (-signal.SIGABRT, -signal.SIGKILL) or "MemoryError" in ran.said
    return "too_heavy" if memory else "reader_failed"


def run_reader(
    task: str,
    path: Path,
    *,
    zone: tzinfo,
    filename: str = "",
    answers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
) -> Ran:
    """Run one task of `advisor.ingest.tasks` on a file in the reading process and take its value back."""
    from advisor.ingest.wire import NotAResult, from_folder, peak_of

    with tempfile.TemporaryDirectory(prefix="reading-") as name:
        folder = Path(name)
        out, own = folder / "out", folder / "tmp"
        out.mkdir()
        own.mkdir()
        request = {
            "task": task,
            "path": str(path.resolve()),
            "zone": str(getattr(zone, "key", "UTC")),
            "filename": filename,
            "answers": {str(key): str(value) for key, value in (answers or {}).items()},
            "out": str(out),
            "limits": asdict(limits),
        }
        status, timed_out, peak, cpu = _run(json.dumps(request), folder, own, limits)
        said = _tail(folder / "said")
        value = None
        if status == 0 and not timed_out:
            peak = peak_of(out) or peak
            try:
                value = from_folder(out)
            except NotAResult as problem:
                said = f"{said}\n{problem}"
    return Ran(value, status, timed_out, peak, cpu, said)


def _run(request: str, folder: Path, own: Path, limits: Limits) -> tuple[int, bool, int, float]:
    """Start the process, wait for its end, and return exit status, whether it was late, peak bytes and CPU seconds."""
    late = threading.Event()
    with (folder / "said").open("xb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "advisor.ingest"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=own,
            env=_ENVIRONMENT | {"TMPDIR": str(own)},
            close_fds=True,
            start_new_session=True,
        )

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.wall_seconds, stop)
        timer.start()
        try:
            try:
                with process.stdin as stream:
                    stream.write(request.encode() + b"\n")
            except BrokenPipeError:
                pass
            _pid, state, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(state)
        finally:
            timer.cancel()
    # Linux counts the peak in kilobytes, macOS in bytes.
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return process.returncode, late.is_set(), peak, used.ru_utime + used.ru_stime


def _tail(path: Path) -> str:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _SAID_BYTES))
        return stream.read(_SAID_BYTES).decode("utf-8", errors="replace")
