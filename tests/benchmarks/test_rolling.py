"""A release takes the place of another one while clients ask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROLLING = Path(__file__).parents[2] / "benchmarks" / "rolling.py"


@pytest.mark.postgres
def test_no_request_fails_while_the_next_release_takes_over() -> None:
    """Migration first, then one replica after the other: clients behind the proxy notice nothing."""
    command = [sys.executable, str(ROLLING), "--clients", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)  # noqa: S603 - our own program
    if done.returncode == 2 and not os.environ.get("BINDERY_REQUIRE_SERVICES"):
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "failed 0" in done.stdout
