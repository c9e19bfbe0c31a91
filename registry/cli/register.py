"""`bindery register`: commit the plan to a registry."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.findings import Looked
from contracts.keywords import Json
from registry.cli.check import report_of_plan
from registry.cli.documents import place_of_work
from registry.cli.exits import Exit, exit_of, stop
from registry.cli.formats import Forms, outputs_of, write_report
from registry.cli.lint import Place
from registry.cli.remote import DEFAULT_URL, Source, Token, Url, ask_for_plan


def register(
    place: Place,
    *,
    accept_breaking: Annotated[
        list[str] | None, typer.Option("--accept-breaking", metavar="NAME", help="Accept the break of this contract.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why the break is intended; kept for ever.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    forms: Forms = None,
    source: Source = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Register the contracts of design documents: all of them, or nothing."""
    if bool(accept_breaking) != bool(reason):
        stop(Exit.USAGE, "--accept-breaking and --reason go together: say which break is intended, and why")
    outputs = outputs_of(forms)
    accepted = [{"name": name, "reason": reason} for name in accept_breaking or []]
    options = {"dry_run": dry_run, "accept_breaking": accepted}
    work = place_of_work(place, source=source)
    plan = ask_for_plan(work, url=url, token=token, options=options)
    looked = Looked(title=f"register {place}", documents=tuple(file.path for file in work.files))
    report = report_of_plan(plan, looked)
    typer.echo(_what_happened(plan, is_dry_run=dry_run), err=True)
    write_report(report, outputs)
    raise typer.Exit(exit_of(report.summary))


def _what_happened(report: Json, *, is_dry_run: bool) -> str:
    if is_dry_run or report["refusal"]:
        return "Nothing was registered."
    return "Nothing had changed." if set(report["summary"]) <= {"unchanged"} else "Registered."
