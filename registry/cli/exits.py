"""What the command line answers with: a code for scripts, a sentence for people."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

import typer

from contracts.findings import Standing

if TYPE_CHECKING:
    from contracts.findings import Summary
    from contracts.keywords import Json


class Exit(IntEnum):
    """The documented exit codes."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    NOT_KNOWN = 3
    NOT_AUTHORISED = 4


EXITS = {Standing.PASSED: Exit.FINE, Standing.FAILED: Exit.FINDINGS, Standing.NOT_KNOWN: Exit.NOT_KNOWN}


def stop(code: Exit, sentence: str) -> NoReturn:
    """End the command with a sentence on standard error."""
    typer.secho(f"bindery: {sentence}", err=True, fg=None if code is Exit.FINE else typer.colors.RED)
    raise typer.Exit(code)


def exit_of(summary: Summary) -> Exit:
    """The exit code for what was found: findings before what is not known."""
    return EXITS[summary.standing]


def has_errors(report: Json) -> bool:
    """Whether a report holds a problem that blocks a registration."""
    return any(problem["severity"] == "error" for problem in report["problems"])
