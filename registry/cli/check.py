"""`bindery check` and `bindery diff`: what a revision means to what is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.findings import Looked, of_plan
from contracts.reports import plan_report
from registry.cli.documents import place_of_work, working_set
from registry.cli.exits import Exit, exit_of, stop
from registry.cli.formats import Forms, Report, outputs_of, write_report
from registry.cli.formats.text import show_plan
from registry.cli.ignored import mark_ignored
from registry.cli.lint import Place, Strict
from registry.cli.remote import DEFAULT_URL, Source, Token, Url, ask_for_plan
from registry.services.local_plans import DocumentStopped, plan_against, read_registered
from registry.sources import (
    GIT,
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
    forms: Forms = None,
    strict: Strict = False,
    source: Source = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Say what registering the documents would do. Nothing is registered."""
    outputs = outputs_of(forms)
    work = place_of_work(place, source=source)
    if against == "registry":
        plan = ask_for_plan(work, url=url, token=token, options={"dry_run": True})
    else:
        baseline = _baseline(work, against)
        _tell_where_it_left(work, against)
        plan = _plan_against(work, baseline)
    paths = tuple(file.path for file in work.files)
    looked = Looked(title=f"check {place} against {against}", documents=paths, is_strict=strict)
    report = report_of_plan(mark_ignored(plan, work, has_verdicts=True), looked)
    write_report(report, outputs)
    raise typer.Exit(exit_of(report.summary))


def diff(
    old: Annotated[Path, typer.Argument(help="The old design document, or a directory that holds some.")],
    new: Annotated[Path, typer.Argument(help="The new one.")],
    *,
    forms: Forms = None,
) -> None:
    """Compare two files or directories: every contract of the old one with the new one's."""
    outputs = outputs_of(forms)
    work = working_set(new, source="diff")
    looked = Looked(title=f"diff {old} {new}", documents=tuple(file.path for file in work.files))
    plan = _plan_against(work, _documents_of(old, work))
    report = report_of_plan(plan, looked)
    write_report(report, outputs)
    if not plan["results"] and not plan["refusal"]:
        stop(Exit.NOT_KNOWN, f"nothing was compared: neither {old} nor {new} holds a contract")
    raise typer.Exit(exit_of(report.summary))


def report_of_plan(plan: Json, looked: Looked) -> Report:
    """What there is to say of a plan."""
    return Report(body=plan, summary=of_plan(plan, looked), show=show_plan)


def _baseline(work: WorkingSet, against: str) -> list[SourceFile]:
    try:
        return read_baseline(work, against)
    except SourceUnreadable as error:
        stop(Exit.NOT_KNOWN, str(error))
    except SameDocuments as error:
        stop(Exit.USAGE, str(error))


def _tell_where_it_left(work: WorkingSet, against: str) -> None:
    """Say which commit of a branch that has moved on is compared with."""
    if work.repository and against.startswith(GIT):
        branch = against.removeprefix(GIT)
        left = work.repository.left_at(branch)
        if left:
            typer.echo(f"bindery: compared with {left[:12]}, where {branch} was left; it has moved on since", err=True)


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
