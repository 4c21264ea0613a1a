"""What the reading process denies itself before it opens a stranger's file. Linux; elsewhere the limits that exist."""

from __future__ import annotations

import contextlib
import ctypes
import resource
import signal
import sys
from collections.abc import Mapping

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


def confine(limits: Mapping[str, int]) -> None:
    """Limit memory, processor time, file size, open files and new processes; leave the network if allowed.

    limits: memory_bytes (data), address_bytes, cpu_seconds, file_bytes, open_files. Lower limits stay.
    """
    _leave_network()
    for name, soft, hard in (
        ("RLIMIT_DATA", limits["memory_bytes"], limits["memory_bytes"]),
        ("RLIMIT_AS", limits["address_bytes"], limits["address_bytes"]),
        # The signal of the soft limit says why the process ended; one second later it could not be caught.
        ("RLIMIT_CPU", limits["cpu_seconds"], limits["cpu_seconds"] + 1),
        ("RLIMIT_FSIZE", limits["file_bytes"], limits["file_bytes"]),
        ("RLIMIT_NOFILE", limits["open_files"], limits["open_files"]),
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_NPROC", 0, 0),
    ):
        _lower(name, soft, hard)


def _lower(name: str, soft: int, hard: int) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    ceiling = resource.getrlimit(which)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (soft, hard))


def _leave_network() -> None:
    """Die with the parent, gain no privilege, and move to an own empty network where the kernel lets anyone do so."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
