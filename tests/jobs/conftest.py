"""An upload waiting for the worker, and workers as processes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.services import uploads

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def receive(session, actor, supply_point, settings, now) -> Callable[[bytes], uploads.Received]:
    """Give a file to the home of `actor`."""

    def give(content: bytes) -> uploads.Received:
        return uploads.receive(
            session,
            actor=actor,
            now=now,
            supply_point_id=supply_point.id,
            filename="medidor.csv",
            stream=io.BytesIO(content),
            uploads_dir=settings.uploads_dir,
            max_bytes=10_000_000,
        )

    return give


@pytest.fixture
def work(settings) -> Callable[..., int]:
    """Run a worker process until it has nothing to do (of one kind), or dies at a failpoint; return its status."""

    def run(failpoint: str = "", *, only: str = "") -> int:
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "ADVISOR_ENV": "testing",
            "ADVISOR_INSTANCE_DIR": str(settings.instance_dir),
            "ADVISOR_SECRET_KEY": settings.secret_key,
            "ADVISOR_FAILPOINT": failpoint,
        }
        command = [sys.executable, str(Path(__file__).with_name("worker_process.py")), *only.split()]
        done = subprocess.run(command, env=environment, cwd=PROJECT, timeout=300, check=False, capture_output=True)
        return done.returncode

    return run
