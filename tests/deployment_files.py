"""The files under `deploy/`, the tools that check them, and what they may say of Bindery."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from registry.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"

# every variable that the service reads, and the files that may hold the secret ones
VARIABLES = {f"BINDERY_{name.upper()}" for name in Settings.model_fields} | {
    f"BINDERY_{name.upper()}_FILE" for name, field in Settings.model_fields.items() if not field.repr
}


def tool(name: str, *, is_required: bool = True) -> str:
    """The path of a program, of this environment first; skips where it is not installed.

    The whole gate must have those that `is_required`.
    """
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin"))
    found = shutil.which(name, path=places)
    if found is None and is_required and os.environ.get("BINDERY_REQUIRE_SERVICES"):
        pytest.fail(f"{name} is not installed, and the whole gate needs it")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> str:
    """What a program says, which must succeed."""
    done = subprocess.run(  # noqa: S603 - programs that the tests name
        [str(word) for word in command], cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def read_yaml(path: Path) -> Json:
    """The one document of a YAML file."""
    found: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
