"""Files that a command writes, or only compares with what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from registry.cli.exits import Exit, stop

if TYPE_CHECKING:
    from pathlib import Path


def read_bytes(path: Path) -> bytes | None:
    """What is in a file; None if it is not there. Ends the command with exit 3 if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        stop(Exit.NOT_KNOWN, f"{path} cannot be read: {error.strerror}")


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file and the folders that lead to it. Ends the command with exit 2 if that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    except OSError as error:
        stop(Exit.USAGE, f"{path} cannot be written: {error.strerror}")


def write_or_compare(files: dict[Path, bytes], *, check: bool, command: str) -> None:
    """Write the files whose contents differ; with `check`, end with exit 1 instead if there are any."""
    stale = [path for path, body in files.items() if read_bytes(path) != body]
    if check and stale:
        names = " and ".join(str(path) for path in stale)
        stop(Exit.FINDINGS, f"{names} {'is' if len(stale) == 1 else 'are'} not up to date: run `{command}`")
    for path in stale:
        write_bytes(path, files[path])
    for path in files:
        typer.echo(f"{path}: {'written' if path in stale else 'up to date'}", err=True)
