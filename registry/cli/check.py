"""`bindery check` and `bindery diff`: what a revision means to what is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.registration import Registered, Request, plan_registration, registered_baseline
from contracts.reports import plan_report
from registry.cli.documents import WorkingSet, read_files, working_set
from registry.cli.exits import Exit, exit_of_plan, stop
from registry.cli.formats import Format, write_report
from registry.cli.lint import Form, Place, Strict
from registry.cli.remote import Source, Token, Url, ask_for_plan
from registry.sources import SourceFile, SourceUnreadable, read_directory
from registry.workers import ProofPool

if TYPE_CHECKING:
    from contracts.keywords import Json

Against = Annotated[
    str, typer.Option("--against", metavar="git:REF|DIR|registry", help="What to compare the documents with.")
]


def check(
    place: Place,
    *,
    against: Against = "git:HEAD",
    form: Form = Format.TEXT,
    strict: Strict = False,
    source: Source = None,
    url: Url = "http://127.0.0.1:8000",
    token: Token = None,
) -> None:
    """Say what registering the documents would do. Nothing is registered."""
    work = working_set(place, source=source)
    if against == "registry":
        report = ask_for_plan(work, url=url, token=token, options={"dry_run": True})
    else:
        report = _plan_against(work, _baseline(work, against))
    write_report(report, form)
    raise typer.Exit(exit_of_plan(report, strict=strict))


def diff(
    old: Annotated[Path, typer.Argument(help="The old design document or directory.")],
    new: Annotated[Path, typer.Argument(help="The new one.")],
    *,
    form: Form = Format.TEXT,
) -> None:
    """Compare two files: every contract of the old one with the new one's."""
    working_set(old)
    work = working_set(new, source="diff")
    report = _plan_against(work, _files_at(old, work))
    write_report(report, form)
    raise typer.Exit(exit_of_plan(report))


def _baseline(work: WorkingSet, against: str) -> list[SourceFile]:
    if not against.startswith("git:"):
        return _files_at(Path(against), work)
    if work.repository is None:
        stop(Exit.NOT_KNOWN, f"{work.place} is in no git repository: compare it with a directory, or with the registry")
    try:
        return work.repository.read_reference(against.removeprefix("git:"), work.place)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))


def _files_at(place: Path, work: WorkingSet) -> list[SourceFile]:
    """The documents of another directory, under the paths that they have in the working set."""
    try:
        files = read_directory(place, root=place if place.is_dir() else place.parent)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))
    if place.is_file() and len(work.files) == 1:
        return [SourceFile(path=work.files[0].path, text=files[0].text)]
    return [SourceFile(path=work.path_of(file.path), text=file.text) for file in files]


def _plan_against(work: WorkingSet, baseline: list[SourceFile]) -> Json:
    registered = registered_baseline(read_files(baseline), source=work.source) if baseline else Registered()
    documents = work.documents(gone={file.path for file in baseline})
    with ProofPool() as pool:
        return plan_report(plan_registration(documents, registered, Request(source=work.source, prove=pool.prove)))
