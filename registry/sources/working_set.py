"""The design documents at a place, and where they belong; and those that they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.documents import DATA_SUFFIXES
from registry.sources.directory import read_directory
from registry.sources.file import SourceFile, SourceUnreadable
from registry.sources.git import Repository, find_repository

if TYPE_CHECKING:
    from collections.abc import Iterable

GIT = "git:"


class SameDocuments(Exception):
    """Documents would be compared with themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingSet:
    """The documents at a place; paths are relative to `root`, the top of their repository or a folder around them."""

    place: Path
    root: Path
    source: str
    repository: Repository | None
    files: tuple[SourceFile, ...]

    def with_gone(self, known: Iterable[str]) -> tuple[SourceFile, ...]:
        """The documents, and those of the `known` paths that are gone as empty ones."""
        return *self.files, *(SourceFile(path=path, text=b"") for path in self.gone(known))

    def gone(self, known: Iterable[str]) -> list[str]:
        """Those of the known paths that no longer exist; outside of a repository, those at this place only.

        A file at this place that holds no contracts any more is gone, too.
        """
        missing = (path for path in known if not (self.root / path).exists() or self._is_emptied(path))
        return sorted(path for path in missing if self.repository or self._is_here(path))

    def _is_emptied(self, path: str) -> bool:
        here = self._is_here(path) and path.endswith(DATA_SUFFIXES)
        return here and all(file.path != path for file in self.files)

    def inside(self, file: SourceFile) -> str:
        """The path of a document below this place."""
        folder = self.place if self.place.is_dir() else self.place.parent
        return (self.root / file.path).relative_to(folder).as_posix()

    def path_of(self, inside: str) -> str:
        """The path that a document at `inside` below this place has, or would have."""
        folder = self.place if self.place.is_dir() else self.place.parent
        return (folder / inside).relative_to(self.root).as_posix()

    def _is_here(self, path: str) -> bool:
        return (self.root / path).is_relative_to(self.place)


def read_working_set(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place, which may hold none (any more).

    Raises:
        SourceUnreadable: there is nothing at the place, or what is there cannot be read.
    """
    if not place.exists():
        raise SourceUnreadable(f"{place} does not exist: name a design document or a directory that holds some")
    repository = find_repository(place)
    real = _real(place)
    root = repository.root if repository else _root_without_repository(real)
    files = read_directory(real, root=root)
    ignored = repository.ignored([file.path for file in files]) if repository else set()
    return WorkingSet(
        place=real,
        root=root,
        source=source or (repository.source() if repository else root.name),
        repository=repository,
        files=tuple(file for file in files if file.path not in ignored or real.is_file()),
    )


def read_baseline(work: WorkingSet, against: str) -> list[SourceFile]:
    """The documents that a working set is compared with: those of `git:REF`, or of another directory.

    Raises:
        SourceUnreadable: there are none, or they cannot be read.
        SameDocuments: they are the same.
    """
    if against.startswith(GIT):
        return _documents_at_reference(work, against.removeprefix(GIT))
    place = Path(against)
    if not against or not place.exists():
        raise SourceUnreadable(
            f"directory {against!r} does not exist: a git reference is written git:{against or 'REF'}"
        )
    real = place.resolve()
    if real.is_relative_to(work.place) or work.place.is_relative_to(real):
        raise SameDocuments(f"{place} and {work.place} hold the same documents: compare with another directory")
    return read_counterparts(place, work)


def read_counterparts(place: Path, work: WorkingSet) -> list[SourceFile]:
    """The documents of another place, under the paths that they have in the working set.

    Raises:
        SourceUnreadable: there are none, or they cannot be read.
    """
    other = read_working_set(place)
    if not other.files:
        raise SourceUnreadable(f"{place} holds no design documents to compare with")
    if place.is_file() and len(work.files) == 1:
        return [SourceFile(path=work.files[0].path, text=other.files[0].text)]
    return [SourceFile(path=work.path_of(other.inside(file)), text=file.text) for file in other.files]


def _documents_at_reference(work: WorkingSet, reference: str) -> list[SourceFile]:
    if work.repository is None:
        raise SourceUnreadable(
            f"{work.place} is in no git repository: compare it with a directory, or with the registry"
        )
    return work.repository.read_reference(reference, work.place)


def _real(place: Path) -> Path:
    """The absolute path of a place, links on the way resolved: only the place itself may be one."""
    return place.resolve() if place.is_dir() else place.parent.resolve() / place.name


def _root_without_repository(place: Path) -> Path:
    working = Path.cwd().resolve()
    if place.is_relative_to(working):
        return working
    return place if place.is_dir() else place.parent
