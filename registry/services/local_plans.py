"""Plans without a registry: documents of this machine against those of a git reference or another directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.errors import CouldNotCheck
from contracts.registration import Plan, Request, plan_registration, registered_baseline
from registry.services.work import reading_question
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.compatibility import Prove
    from contracts.model import DesignDocument
    from contracts.registration import Registered
    from registry.sources import SourceFile, WorkingSet
    from registry.workers import ProofPool


class DocumentStopped(Exception):
    """A document that takes too long to be read: which one, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlan:
    """The documents as they were read, and what registering them would do to their baseline."""

    documents: tuple[DesignDocument, ...]
    plan: Plan


def read_files(pool: ProofPool, files: Iterable[SourceFile]) -> tuple[DesignDocument, ...]:
    """The documents of some files, read together so that they can complete each other; in a process that can be ended.

    Raises:
        DocumentStopped: it takes too long: schemas of authors may nest references without end.
    """
    texts = {file.path: file.text for file in files}
    try:
        return _read(pool, texts)
    except CouldNotCheck as error:
        slow = next((path for path in texts if _is_stopped(pool, {path: texts[path]})), "all of them together")
        raise DocumentStopped(
            f"{slow}: {error.reason}: split the document, or leave out what is no contract"
        ) from error


def read_registered(pool: ProofPool, work: WorkingSet, baseline: Iterable[SourceFile]) -> Registered:
    """The registry that the documents of a baseline would have made.

    Raises:
        DocumentStopped: they take too long to be read.
    """
    return registered_baseline(read_files(pool, baseline), source=work.source)


def plan_against(
    pool: ProofPool, work: WorkingSet, baseline: Iterable[SourceFile], registered: Registered, *, prove: Prove
) -> LocalPlan:
    """What registering a working set would do to a baseline, of which `registered` was made.

    Raises:
        DocumentStopped: the documents take too long to be read.
    """
    documents = read_files(pool, work.with_gone(file.path for file in baseline))
    plan = plan_registration(documents, registered, Request(source=work.source, prove=prove))
    return LocalPlan(documents=documents, plan=plan)


def _read(pool: ProofPool, texts: Mapping[str, bytes]) -> tuple[DesignDocument, ...]:
    with pool.reserved() as process:
        return tuple(process.ask(reading_question(texts, Settings())))


def _is_stopped(pool: ProofPool, texts: Mapping[str, bytes]) -> bool:
    try:
        _read(pool, texts)
    except CouldNotCheck:
        return True
    return False
