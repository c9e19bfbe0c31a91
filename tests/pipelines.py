"""What a pipeline's machine has: a clone of a repository, a folder of programs, files that steps write to."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.command_line import git

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = f"""\
#!{sys.executable} -P
import sys
sys.path.insert(0, {str(ROOT)!r})
from registry.cli import main
main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a script did."""

    code: int
    out: str
    err: str


def run_script(script: str, *, folder: Path, variables: dict[str, str]) -> Run:
    """Run a script as runners do: bash, stopping at the first failure, with these variables and no others of ours."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | variables
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - scripts of this repository
    return Run(code=done.returncode, out=done.stdout, err=done.stderr)


def put_bindery(folder: Path) -> Path:
    """A folder with the `bindery` command of this repository, to be put on a path."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "bindery"
    program.write_text(PROGRAM, "utf-8")
    program.chmod(0o755)
    return folder


def clone(origin: Path, branch: str, folder: Path) -> Path:
    """A clone as runners make it: one commit of one branch."""
    git(folder.parent, "clone", "-q", "--depth=1", "--branch", branch, origin.as_uri(), str(folder))
    return folder


def commit_of(repository: Path, reference: str) -> str:
    """The commit that a reference stands for."""
    command = ["git", "-C", str(repository), "rev-parse", reference]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - git
