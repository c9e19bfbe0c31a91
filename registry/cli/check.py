"""`bindery check` and `bindery diff`: what a revision means to what is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.reports import plan_report
from registry.cli.documents import place_of_work, working_set
from registry.cli.exits import Exit, exit_of_plan, stop
from registry.cli.formats import Format, write_report
from registry.cli.lint import Form, Place, Strict
from registry.cli.remote import DEFAULT_URL, Source, Token, Url, ask_for_plan
from registry.services.local_plans import DocumentStopped, plan_against, read_registered
from registry.sources import (
    SameDocuments,
    SourceFile,
    SourceUnreadable,
    WorkingSet,
    read_baseline,
    read_counterparts,
)
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
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Say what registering the documents would do. Nothing is registered."""
    work = place_of_work(place, source=source)
    if against == "registry":
        report = ask_for_plan(work, url=url, token=token, options={"dry_run": True})
    else:
        report = _plan_against(work, _baseline(work, against))
    write_report(report, form)
    raise typer.Exit(exit_of_plan(report, strict=strict))


def diff(
    old: Annotated[Path, typer.Argument(help="The old design document, or a directory that holds some.")],
    new: Annotated[Path, typer.Argument(help="The new one.")],
    *,
    form: Form = Format.TEXT,
) -> None:
    """Compare two files or directories: every contract of the old one with the new one's."""
    work = working_set(new, source="diff")
    report = _plan_against(work, _documents_of(old, work))
    write_report(report, form)
    raise typer.Exit(exit_of_plan(report))


def _baseline(work: WorkingSet, against: str) -> list[SourceFile]:
    try:
        return read_baseline(work, against)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))
    except SameDocuments as error:
        stop(Exit.USAGE, str(error))


def _documents_of(place: Path, work: WorkingSet) -> list[SourceFile]:
    try:
        return read_counterparts(place, work)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN if place.exists() else Exit.USAGE, str(error))


def _plan_against(work: WorkingSet, baseline: list[SourceFile]) -> Json:
    if not baseline and not work.files:
        stop(Exit.USAGE, f"{work.place} holds no design documents, now or before")
    with ProofPool() as pool:
        try:
            registered = read_registered(pool, work, baseline)
            return plan_report(plan_against(pool, work, baseline, registered, prove=pool.prove).plan)
        except DocumentStopped as error:
            stop(Exit.NOT_KNOWN, str(error))
