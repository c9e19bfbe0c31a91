"""What the tour types, edits and shows, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BINDERY = Path(sys.executable).with_name("bindery")
WIDTH = "160"


class TourError(Exception):
    """The tour did not go as it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A folder, and a registry for the commands that are run in it."""

    folder: Path
    url: str

    def bindery(self, *arguments: str, expected: int = 0, quiet: bool = False) -> str:
        """What a `bindery` command prints, shown as it is typed; it must end with the expected exit code."""
        shown(f"$ bindery {' '.join(arguments)}{' > /dev/null' if quiet else ''}")
        sourced = ["--source", "shop"] if "docs" in arguments else []
        done = self._run([str(BINDERY), *arguments, *sourced], self.folder)
        shown(done.stderr if quiet else done.stdout + done.stderr)
        return _expected(done, expected)

    def pytest(self, service: str, selection: str, *, expected: int = 0) -> str:
        """What the selected tests of a service print."""
        options = ["-q", "--tb=no", "-k", selection]
        shown(f'{service}$ python -m pytest -q --tb=no -k "{selection}"')
        done = self._run([sys.executable, "-m", "pytest", *options], self.folder / service)
        shown(done.stdout + done.stderr)
        return _expected(done, expected)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file, and show the difference."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise TourError(f"{name} no longer holds {old!r}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        shown(f"{name}:{text[: text.index(old)].count(chr(10)) + 1}")
        shown("".join(f"- {line}\n" for line in old.splitlines() if line not in new.splitlines()))
        shown("".join(f"+ {line}\n" for line in new.splitlines() if line not in old.splitlines()))

    def _run(self, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "BINDERY_URL": self.url, "COLUMNS": WIDTH}
        return subprocess.run(  # noqa: S603 - our own commands
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )


def say(sentence: str) -> None:
    """A line of the guide."""
    shown(f"\n# {sentence}")


def shown(text: str) -> None:
    """Text on standard output, at once."""
    if text.strip():
        print(text.rstrip("\n"), flush=True)


def _expected(done: subprocess.CompletedProcess[str], expected: int) -> str:
    if done.returncode != expected:
        raise TourError(f"exit code {done.returncode}, expected {expected}")
    return done.stdout
