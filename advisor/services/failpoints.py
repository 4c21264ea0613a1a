"""Named places where a test may kill or stop the process, to show that nothing is lost or doubled.

ADVISOR_FAILPOINT is read only in a test environment: "import:merged" kills at that step, "import:merged=pause" waits.
"""

from __future__ import annotations

import os
import signal
import time

_wanted: list[str] = []


def arm(failpoint: str) -> None:
    """Choose the failpoint of this process; empty for none."""
    _wanted[:] = [failpoint] if failpoint else []


def reach(step: str) -> None:
    """Say that the work has reached a step."""
    if not _wanted:
        return
    name, _, action = _wanted[0].partition("=")
    if name != step:
        return
    if action == "pause":
        time.sleep(3600)
    elif action == "fail":
        raise OSError(f"failpoint {step}")
    else:
        os.kill(os.getpid(), signal.SIGKILL)
