"""The plugin in a session that has nothing to do with contracts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFTEST = "import pytest\n\n@pytest.fixture\ndef here():\n    return 1\n"
TEST = "def test_here(here):\n    assert here == 1\n"


def test_folders_with_a_conftest_of_their_own_are_collected(tmp_path: Path) -> None:
    """A session of several folders, each with its conftest, runs as it would without the plugin."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "conftest.py").write_text(CONFTEST, encoding="utf-8")
        (tmp_path / name / f"test_{name}.py").write_text(TEST, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "bindery_client.pytest_plugin", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
