"""The `bindery` command as a user calls it, in a git repository with a design document."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from contracts.keywords import Json
from registry.cli import app


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        """Standard output as JSON."""
        return json.loads(self.out)


def bindery(*arguments: str) -> Answer:
    """The answer of the `bindery` command."""
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200", "NO_COLOR": "1"})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(code=done.exit_code, out=done.stdout, err=done.stderr)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder with a fixed author."""
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *author, *arguments], check=True, capture_output=True)  # noqa: S603, S607 - git


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A repository whose documents lie in `docs`."""

    root: Path

    @property
    def docs(self) -> str:
        """The folder of the documents, as an argument."""
        return str(self.root / "docs")

    def write(self, text: str | bytes, name: str = "orders.md") -> None:
        """Write a design document."""
        body = text.encode() if isinstance(text, str) else text
        (self.root / "docs" / name).write_bytes(body)

    def commit(self) -> None:
        """Commit everything."""
        git(self.root, "add", "-A")
        git(self.root, "commit", "-qm", "docs")
