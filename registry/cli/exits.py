"""What the command line answers with: a code for scripts, a sentence for people."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from contracts.keywords import Json

NOT_KNOWN = frozenset({"undecided", "could not check"})


class Exit(IntEnum):
    """The documented exit codes."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    NOT_KNOWN = 3
    NOT_AUTHORISED = 4


def stop(code: Exit, sentence: str) -> NoReturn:
    """End the command with a sentence on standard error."""
    typer.secho(f"bindery: {sentence}", err=True, fg=None if code is Exit.FINE else typer.colors.RED)
    raise typer.Exit(code)


def exit_of_plan(report: Json, *, strict: bool = False) -> Exit:
    """The exit code of a plan report: findings before what is not known."""
    blocking = [result["outcome"] for result in report["results"] if result["blocking"]]
    if any(outcome not in NOT_KNOWN for outcome in blocking):
        return Exit.FINDINGS
    found = exit_of_problems(report["problems"], strict=strict)
    return Exit.NOT_KNOWN if blocking and not found else found


def exit_of_problems(problems: Json, *, strict: bool = False) -> Exit:
    """The exit code of a list of problems; `strict` counts warnings as errors."""
    bad = {"error", "warning"} if strict else {"error"}
    return Exit.FINDINGS if any(problem["severity"] in bad for problem in problems) else Exit.FINE


def has_errors(report: Json) -> bool:
    """Whether a report holds a problem that blocks a registration."""
    return exit_of_problems(report["problems"]) is Exit.FINDINGS
