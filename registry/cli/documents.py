"""The design documents that a command works on, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.documents import DATA_SUFFIXES, read_design_documents
from contracts.errors import CouldNotCheck
from contracts.reports import extract_report
from registry.cli.exits import Exit, has_errors, stop
from registry.cli.formats.report import console
from registry.cli.formats.text import show_problem
from registry.services.work import reading_question
from registry.settings import Settings
from registry.sources import Repository, SourceFile, SourceUnreadable, find_repository, read_directory
from registry.workers import ProofPool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.model import DesignDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingSet:
    """The documents at a place; paths are relative to `root`, the top of their repository or a folder around them."""

    place: Path
    root: Path
    source: str
    repository: Repository | None
    files: tuple[SourceFile, ...]

    def documents(self, known: Iterable[str] = ()) -> list[DesignDocument]:
        """The documents, read together; those of the `known` paths that are gone stand there without contents."""
        return read_files([*self.files, *(SourceFile(path=path, text=b"") for path in self.gone(known))])

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


def working_set(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place; ends the command with exit 2 if there are none, 3 if they cannot be read."""
    work = place_of_work(place, source=source)
    if not work.files:
        stop(
            Exit.USAGE,
            f"{place} holds no design documents: Markdown, OpenAPI, AsyncAPI and *.schema.json files are looked for",
        )
    return work


def sound_documents(work: WorkingSet) -> list[DesignDocument]:
    """The documents, none of which has an error; otherwise the command ends with exit 1 and prints the errors."""
    documents = work.documents()
    report = extract_report(documents)
    if has_errors(report):
        for problem in report["problems"]:
            if problem["severity"] == "error":
                show_problem(console(), problem)
        stop(Exit.FINDINGS, "the documents have errors, so what they hold is not known; nothing was written")
    return documents


def place_of_work(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place, which may hold none (any more)."""
    if not place.exists():
        stop(Exit.USAGE, f"{place} does not exist: name a design document or a directory that holds some")
    try:
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
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))


def read_files(files: Iterable[SourceFile]) -> list[DesignDocument]:
    """The documents of some files, read together so that they can complete each other; in a process that can be ended.

    Ends the command with exit 3 if that takes too long: schemas of authors may nest references without end.
    """
    texts = {file.path: file.text for file in files}
    with ProofPool(size=1, target=read_design_documents) as pool:
        try:
            return _read(pool, texts)
        except CouldNotCheck as error:
            slow = next((path for path in texts if _is_stopped(pool, {path: texts[path]})), "all of them together")
            stop(Exit.NOT_KNOWN, f"{slow}: {error.reason}: split the document, or leave out what is no contract")


def _read(pool: ProofPool, texts: Mapping[str, bytes]) -> list[DesignDocument]:
    with pool.reserved() as process:
        return list(process.ask(reading_question(texts, Settings())))


def _is_stopped(pool: ProofPool, texts: Mapping[str, bytes]) -> bool:
    try:
        _read(pool, texts)
    except CouldNotCheck:
        return True
    return False


def _real(place: Path) -> Path:
    """The absolute path of a place, links on the way resolved: only the place itself may be one."""
    return place.resolve() if place.is_dir() else place.parent.resolve() / place.name


def _root_without_repository(place: Path) -> Path:
    working = Path.cwd().resolve()
    if place.is_relative_to(working):
        return working
    return place if place.is_dir() else place.parent
