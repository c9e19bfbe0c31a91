"""What a page tells its reader to do, in the order of the page: files to save, edits to make, commands to type."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bindery_process import serving_process

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"^(?P<ticks>```+)(?P<info>[a-z][^\n`]*)\n(?P<body>.*?)^(?P=ticks)$", re.MULTILINE | re.DOTALL)
_BINDERY = f'#!/bin/sh\nexec {sys.executable} -P -c "from registry.cli import main; main()" "$@"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A fence: its language, what stands behind it (a file, or `serve`), and what is in it."""

    language: str
    name: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A line that a page shows under a command, and that the command did not print."""

    command: str
    line: str
    printed: str


def steps(page: str) -> list[Step]:
    """The fences of a page that name a file or are a console."""
    found = []
    for match in _FENCE.finditer(page):
        language, _, name = match["info"].partition(" ")
        if name or language == "console":
            found.append(Step(language=language, name=name, body=match["body"]))
    return found


@dataclass(slots=True, kw_only=True)
class Session:
    """A terminal in a folder, with `bindery` on its path; `serve` starts a registry that ends with the `stack`."""

    folder: Path
    stack: ExitStack
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the command on the path."""
        tools = self.folder.parent / "tools"
        tools.mkdir()
        for name, script in {"bindery": _BINDERY, "python": f'#!/bin/sh\nexec {sys.executable} "$@"\n'}.items():
            (tools / name).write_text(script, encoding="utf-8")
            (tools / name).chmod(0o755)
        sources = os.pathsep.join(str(ROOT / part) for part in ("", "clients/python/src"))
        here = {"PYTHONPATH": f"{self.folder}{os.pathsep}{sources}", "COLUMNS": "120", "NO_COLOR": "1"}
        self.env = {**os.environ, **here, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}

    def follow(self, step: Step) -> list[Missing]:
        """Do what a step says; the lines that it shows and that were not printed."""
        if step.name == "serve":
            database = f"sqlite+aiosqlite:///{self.folder.parent}/bindery.db"
            self.env["BINDERY_URL"] = self.stack.enter_context(serving_process(database))[1]
        elif step.language == "console":
            return [missing for command, shown in _commands(step.body) for missing in self._type(command, shown)]
        elif step.language == "diff":
            self._edit(self.folder / step.name, step.body)
        else:
            (self.folder / step.name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / step.name).write_text(step.body, encoding="utf-8")
        return []

    def _type(self, command: str, shown: list[str]) -> list[Missing]:
        done = subprocess.run(  # noqa: S602 - the page's own commands, pipes and all
            command,
            check=False,
            shell=True,
            cwd=self.folder,
            env=self.env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        lines = iter(done.stdout.splitlines())
        # `any` leaves off behind the line that it found: what is shown must be printed in the same order
        return [
            Missing(command=command, line=line, printed=done.stdout)
            for line in shown
            if not any(_is_shown_as(printed, line) for printed in lines)
        ]

    def _edit(self, path: Path, change: str) -> None:
        old = "".join(f"{line[1:]}\n" for line in change.splitlines() if line[0] in " -")
        new = "".join(f"{line[1:]}\n" for line in change.splitlines() if line[0] in " +")
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path.name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console, each with the lines that are shown under it."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line:
            found[-1][1].append(line)
    return found


def _is_shown_as(printed: str, shown: str) -> bool:
    """Whether a line is what the page shows; `...` stands for any piece of it."""
    pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("..."))
    return re.fullmatch(pattern, printed.strip()) is not None
