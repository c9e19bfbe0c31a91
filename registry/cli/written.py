"""Files that a command writes, or only compares with what is there."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import typer

from registry.cli.exits import Exit, stop

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    write_together({path: body})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files and the folders that lead to them: if one cannot be written, none has changed.

    Each is written beside its place first, and then takes it. Ends the command with exit 2 if that is not possible.
    """
    beside: dict[Path, Path] = {}
    try:
        for path, body in files.items():
            place = path.resolve()
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists() and not place.is_file():
                place.write_bytes(body)  # a device or a pipe is written to, not replaced
            else:
                beside[place] = _written_beside(place, body)
        for path, written in beside.items():
            written.replace(path)
    except OSError as error:
        stop(Exit.USAGE, f"{path} cannot be written: {error.strerror}")
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def _written_beside(place: Path, body: bytes) -> Path:
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as file:
        file.write(body)
    written = Path(file.name)
    written.chmod(mode)
    return written


def _umask() -> int:
    """What the process takes from the rights of new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def unwritable(path: Path) -> str | None:
    """Why a file cannot be written there, as far as that shows before it is tried."""
    if path.is_dir():
        return "it is a folder"
    there = next(folder for folder in path.absolute().parents if folder.exists())
    if not there.is_dir():
        return f"{there} is no folder"
    return None if os.access(path if path.exists() else there, os.W_OK) else "its owner does not allow it"


def append_text(path: Path, text: str) -> None:
    """Add to a file that something else has begun. Ends the command with exit 2 if that is not possible."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
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
