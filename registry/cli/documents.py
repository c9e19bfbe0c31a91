"""The design documents that a command works on, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.documents import read_design_documents
from registry.cli.exits import Exit, stop
from registry.sources import Repository, SourceFile, SourceUnreadable, find_repository, read_directory

if TYPE_CHECKING:
    from contracts.model import DesignDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingSet:
    """The documents at a place, with paths relative to their repository (or to the working directory)."""

    place: Path
    source: str
    repository: Repository | None
    files: tuple[SourceFile, ...]

    def documents(self, gone: set[str] | None = None) -> list[DesignDocument]:
        """The documents, read; `gone` are paths that a baseline holds and this place no longer does."""
        return read_files([*self.files, *_emptied(self.missing(gone or set()))])

    def missing(self, paths: set[str]) -> set[str]:
        """Those of the paths that lie at this place and are not there."""
        present = {file.path for file in self.files}
        return {path for path in paths - present if self._is_here(path)}

    def path_of(self, inside: str) -> str:
        """The path of a file that lies at `inside` below this place."""
        return (self.place.resolve() / inside).relative_to(self._root).as_posix()

    @property
    def _root(self) -> Path:
        return self.repository.root if self.repository else Path.cwd()

    def _is_here(self, path: str) -> bool:
        return (self._root / path).is_relative_to(self.place.resolve())


def working_set(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place; ends the command with exit 2 if there is nothing to read."""
    try:
        if not place.exists():
            stop(Exit.USAGE, f"{place} does not exist: name a design document or a directory that holds some")
        repository = find_repository(place)
        root = repository.root if repository else Path.cwd()
        files = read_directory(place, root=root)
        name = source or (repository.source() if repository else root.name)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))
    return WorkingSet(place=place, source=name, repository=repository, files=tuple(files))


def read_files(files: list[SourceFile]) -> list[DesignDocument]:
    """The documents of some files, read together so that they can complete each other."""
    return list(read_design_documents({file.path: file.text for file in files}))


def _emptied(paths: set[str]) -> list[SourceFile]:
    return [SourceFile(path=path, text=b"") for path in sorted(paths)]
