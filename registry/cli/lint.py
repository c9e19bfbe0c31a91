"""`bindery lint` and `bindery extract`: what the documents hold, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts.reports import extract_report
from registry.cli.documents import read_documents, working_set
from registry.cli.exits import Exit, exit_of_problems
from registry.cli.formats import Format, write_report

Place = Annotated[Path, typer.Argument(help="A design document, or a directory that holds some.")]
Form = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]


def lint(place: Place, *, form: Form = Format.TEXT, strict: Strict = False) -> None:
    """Print the problems of design documents, each with its line and what to do."""
    report = extract_report(read_documents(working_set(place)))
    write_report({"problems": report["problems"]}, form)
    if form is Format.TEXT:
        contracts = {(contract["kind"], contract["name"]) for contract in report["contracts"]}
        typer.echo(f"{len(contracts)} contracts, {len(report['problems'])} problems", err=True)
    raise typer.Exit(exit_of_problems(report["problems"], strict=strict))


def extract(
    place: Place,
    *,
    form: Form = Format.TEXT,
    explain: Annotated[bool, typer.Option("--explain", help="Show also what was ignored, and why.")] = False,
) -> None:
    """Print the contracts of design documents."""
    report = extract_report(read_documents(working_set(place)))
    if not explain:
        del report["ignored"]
    write_report(report, form)
    raise typer.Exit(Exit.FINE)
