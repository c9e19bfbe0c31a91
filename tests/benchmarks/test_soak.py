"""A small soak: consumers are killed, and every message is accounted for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).parents[2] / "benchmarks" / "soak.py"


@pytest.mark.rabbitmq
def test_a_small_soak_loses_nothing() -> None:
    """Every valid message is handled, and every other one is a dead letter with body and reasons."""
    options = ["--messages", "400", "--restarts", "2", "--publishers", "8"]
    command = [sys.executable, str(SOAK), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own program
    if done.returncode == 2 and not os.environ.get("BINDERY_REQUIRE_SERVICES"):
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost 0, faults 0" in done.stdout
