"""`bindery problems`: the catalogue of what can be found wrong in a design document."""

from __future__ import annotations

from typing import Annotated

import typer

from contracts.documents import CATALOGUE
from registry.cli.formats import write_json
from registry.cli.formats.problems_page import problems_page
from registry.cli.rules import RulesFormat


def problems(
    *, form: Annotated[RulesFormat, typer.Option("--format", help="How to print them.")] = RulesFormat.TEXT
) -> None:
    """Print the problems: what can be wrong in a design document, how much it matters, and what to do."""
    rows = CATALOGUE.values()
    if form is RulesFormat.JSON:
        write_json(
            [{"code": row.code, "severity": row.severity, "message": row.message, "fix": row.fix} for row in rows]
        )
    elif form is RulesFormat.MARKDOWN:
        typer.echo(problems_page(rows), nl=False)
    else:
        for row in rows:
            typer.echo(f"{row.code} ({row.severity})\n    {row.message}\n    fix: {row.fix}")
