"""`bindery register`: commit the plan to a registry."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.keywords import Json
from registry.cli.documents import place_of_work
from registry.cli.exits import Exit, exit_of_plan, stop
from registry.cli.formats import Format, write_report
from registry.cli.lint import Form, Place
from registry.cli.remote import DEFAULT_URL, Source, Token, Url, ask_for_plan


def register(
    place: Place,
    *,
    accept_breaking: Annotated[
        list[str] | None, typer.Option("--accept-breaking", metavar="NAME", help="Accept the break of this contract.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why the break is intended; kept for ever.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    form: Form = Format.TEXT,
    source: Source = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Register the contracts of design documents: all of them, or nothing."""
    if bool(accept_breaking) != bool(reason):
        stop(Exit.USAGE, "--accept-breaking and --reason go together: say which break is intended, and why")
    accepted = [{"name": name, "reason": reason} for name in accept_breaking or []]
    options = {"dry_run": dry_run, "accept_breaking": accepted}
    report = ask_for_plan(place_of_work(place, source=source), url=url, token=token, options=options)
    write_report(report, form)
    typer.echo(_what_happened(report, is_dry_run=dry_run), err=True)
    raise typer.Exit(exit_of_plan(report))


def _what_happened(report: Json, *, is_dry_run: bool) -> str:
    if is_dry_run or report["refusal"]:
        return "Nothing was registered."
    return "Nothing had changed." if set(report["summary"]) <= {"unchanged"} else "Registered."
