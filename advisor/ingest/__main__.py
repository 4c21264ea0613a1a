"""The reading process: binds itself to its limits, then reads one stranger's file and leaves the result in a folder.

Started by `advisor.services.reading`; the request is one line of JSON on standard input. Our own code is loaded first,
then the limits are set, and only then the file is opened. Exit status 0 always comes with a result in the folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from advisor.ingest.confinement import confine
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.tasks import TASKS
from advisor.ingest.wire import PEAK, to_folder


def main() -> int:
    """Read one request, do it, write its result."""
    request = json.loads(sys.stdin.readline())
    confine(request["limits"])
    try:
        value = TASKS[request["task"]](
            Path(request["path"]),
            zone=ZoneInfo(request["zone"]),
            filename=request["filename"],
            answers=request["answers"],
        )
    except UnableToReadFile as unable:
        value = unable.finding
    except MemoryError:
        value = UnableToReadFile("too_heavy").finding
    out = Path(request["out"])
    to_folder(value, out)
    (out / PEAK).write_text(str(_peak_bytes()))
    return 0


def _peak_bytes() -> int:
    """Return the most memory this process held. Its resource usage would count that of its parent too, before exec."""
    status = Path("/proc/self/status")
    told = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")] if status.exists() else []
    return int(told[0].split()[1]) * 1024 if told else 0


if __name__ == "__main__":
    sys.exit(main())
