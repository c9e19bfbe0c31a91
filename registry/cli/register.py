"""`bindery register`: commit the plan to a registry."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.documents import working_set
from registry.cli.exits import Exit, exit_of_plan, stop
from registry.cli.formats import Format, write_report
from registry.cli.lint import Form, Place
from registry.cli.remote import Source, Token, Url, ask_for_plan


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
    url: Url = "http://127.0.0.1:8000",
    token: Token = None,
) -> None:
    """Register the contracts of design documents: all of them, or nothing."""
    if accept_breaking and not reason:
        stop(Exit.USAGE, "--accept-breaking needs --reason: say why this break is intended")
    accepted = [{"name": name, "reason": reason} for name in accept_breaking or []]
    options = {"dry_run": dry_run, "accept_breaking": accepted}
    report = ask_for_plan(working_set(place, source=source), url=url, token=token, options=options)
    write_report(report, form)
    typer.echo("Nothing was registered." if dry_run or report["refusal"] else "Registered.", err=True)
    raise typer.Exit(exit_of_plan(report))
