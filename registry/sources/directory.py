"""Design documents of a directory, as they stand on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.sources.file import MAX_READ_BYTES, SourceFile, SourceUnreadable, is_document

if TYPE_CHECKING:
    from pathlib import Path


def read_directory(place: Path, *, root: Path) -> list[SourceFile]:
    """The documents at `place` (a directory, or one file), sorted by their path relative to `root`.

    Symbolic links that lead out of `root` are left out.

    Raises:
        SourceUnreadable: there is nothing at `place`, or a file there cannot be opened.
    """
    root = root.resolve()
    if not place.exists():
        raise SourceUnreadable(f"{place} does not exist: name a design document or a directory that holds some")
    if place.is_file():
        return [_read(place, _relative(place, root))]
    inside = sorted(path for path in place.rglob("*") if path.is_file() and path.resolve().is_relative_to(root))
    found = [path for path in inside if is_document(path.relative_to(place).as_posix())]
    return [_read(path, _relative(path, root)) for path in found]


def _relative(path: Path, root: Path) -> str:
    absolute = path.parent.resolve() / path.name
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else path.name


def _read(path: Path, name: str) -> SourceFile:
    try:
        with path.open("rb") as file:
            return SourceFile(path=name, text=file.read(MAX_READ_BYTES))
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read: {error.strerror}") from error
