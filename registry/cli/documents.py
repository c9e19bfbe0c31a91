"""The design documents that a command works on; what cannot be read ends the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.documents import read_design_documents
from contracts.reports import extract_report
from registry.cli.exits import Exit, has_errors, stop
from registry.cli.formats.report import console
from registry.cli.formats.text import show_problem
from registry.services import local_plans
from registry.services.local_plans import DocumentStopped
from registry.sources import SourceUnreadable, WorkingSet, read_working_set
from registry.workers import ProofPool

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.model import DesignDocument


def working_set(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place; ends the command with exit 2 if there are none, 3 if they cannot be read."""
    work = place_of_work(place, source=source)
    if not work.files:
        stop(
            Exit.USAGE,
            f"{place} holds no design documents: Markdown, OpenAPI, AsyncAPI and *.schema.json files are looked for",
        )
    return work


def place_of_work(place: Path, *, source: str | None = None) -> WorkingSet:
    """The documents at a place, which may hold none (any more)."""
    try:
        return read_working_set(place, source=source)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN if place.exists() else Exit.USAGE, str(error))


def read_documents(work: WorkingSet) -> tuple[DesignDocument, ...]:
    """The documents of a working set, read together; ends the command with exit 3 if that takes too long."""
    with ProofPool(size=1, target=read_design_documents) as pool:
        try:
            return local_plans.read_files(pool, work.files)
        except DocumentStopped as error:
            stop(Exit.NOT_KNOWN, str(error))


def sound_documents(work: WorkingSet) -> tuple[DesignDocument, ...]:
    """The documents, none of which has an error; otherwise the command ends with exit 1 and prints the errors."""
    documents = read_documents(work)
    report = extract_report(documents)
    if has_errors(report):
        for problem in report["problems"]:
            if problem["severity"] == "error":
                show_problem(console(), problem)
        stop(Exit.FINDINGS, "the documents have errors, so what they hold is not known; nothing was written")
    return documents
