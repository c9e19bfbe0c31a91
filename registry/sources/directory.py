"""Design documents of a directory, as they stand on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from registry.sources.file import MAX_READ_BYTES, SourceFile, SourceUnreadable, is_document


def read_directory(place: Path, *, root: Path) -> list[SourceFile]:
    """The documents at `place` (a directory, or one file), sorted by their path relative to `root`.

    YAML and JSON files count if they are OpenAPI documents, or if one is named itself. Symbolic links that lead out of
    `root` are left out, and links to folders are not followed.

    Raises:
        SourceUnreadable: there is nothing at `place`, it lies outside of `root`, or something there cannot be read.
    """
    if not place.exists():
        raise SourceUnreadable(f"{place} does not exist: name a design document or a directory that holds some")
    if place.is_file():
        return [_read(place, root)]
    found = (path for path in _files(place) if is_document(path.relative_to(place).as_posix()))
    read = (_read(path, root) for path in found if _leads_inside(path, root))
    return sorted((file for file in read if file.is_document), key=lambda file: file.path)


def _files(place: Path) -> list[Path]:
    return [Path(folder) / name for folder, _, names in os.walk(place, onerror=_unreadable) for name in names]


def _leads_inside(path: Path, root: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(root.resolve())


def _read(path: Path, root: Path) -> SourceFile:
    inside = path.absolute()
    if not inside.is_relative_to(root) or not _leads_inside(path, root):
        raise SourceUnreadable(f"{path} leads out of {root}: name the document where it really lies")
    name = inside.relative_to(root).as_posix()
    try:
        name.encode()
        with path.open("rb") as file:
            return SourceFile(path=name, text=file.read(MAX_READ_BYTES))
    except UnicodeEncodeError as error:
        raise SourceUnreadable(f"the file name {name!r} is not UTF-8: rename the document") from error
    except OSError as error:
        _unreadable(error)


def _unreadable(error: OSError) -> NoReturn:
    raise SourceUnreadable(f"{error.filename} cannot be read: {error.strerror}") from error
