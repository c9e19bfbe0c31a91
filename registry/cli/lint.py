"""`bindery lint` and `bindery extract`: what the documents hold, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts.findings import Looked, of_problems
from contracts.model.counts import counted
from contracts.reports import extract_report
from registry.cli.documents import read_documents, working_set
from registry.cli.exits import Exit, exit_of
from registry.cli.formats import Forms, Report, outputs_of, write_report
from registry.cli.formats.text import show_extract, show_problems
from registry.cli.ignored import mark_ignored

Place = Annotated[Path, typer.Argument(help="A design document, or a directory that holds some.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]


def lint(place: Place, *, forms: Forms = None, strict: Strict = False) -> None:
    """Print the problems of design documents, each with its line and what to do."""
    outputs = outputs_of(forms)
    work = working_set(place)
    found = extract_report(read_documents(work))
    body = mark_ignored({"problems": found["problems"]}, work)
    looked = Looked(title=f"lint {place}", documents=tuple(file.path for file in work.files), is_strict=strict)
    report = Report(body=body, summary=of_problems(body, looked), show=show_problems)
    write_report(report, outputs)
    contracts = {(contract["kind"], contract["name"]) for contract in found["contracts"]}
    typer.echo(f"{counted(len(contracts), 'contract')}, {report.summary.conclusion}", err=True)
    raise typer.Exit(exit_of(report.summary))


def extract(
    place: Place,
    *,
    forms: Forms = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show also what was ignored, and why.")] = False,
) -> None:
    """Print the contracts of design documents."""
    outputs = outputs_of(forms)
    work = working_set(place)
    body = extract_report(read_documents(work))
    if not explain:
        del body["ignored"]
    looked = Looked(title=f"extract {place}", documents=tuple(file.path for file in work.files))
    write_report(Report(body=body, summary=of_problems(body, looked), show=show_extract), outputs)
    raise typer.Exit(Exit.FINE)
