"""`bindery rules`: the catalogue of changes that Bindery names."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from contracts.compatibility import RULES
from registry.cli.formats import write_json
from registry.cli.formats.rules_page import rules_page


class RulesFormat(StrEnum):
    """The formats of a list of rules."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def rules(
    *, form: Annotated[RulesFormat, typer.Option("--format", help="How to print them.")] = RulesFormat.TEXT
) -> None:
    """Print the rules: what each change does to deployed readers and to messages in flight."""
    if form is RulesFormat.JSON:
        write_json([{"id": rule.id, "sentence": rule.sentence, "fix": rule.fix} for rule in RULES])
    elif form is RulesFormat.MARKDOWN:
        typer.echo(rules_page(RULES), nl=False)
    else:
        for rule in RULES:
            typer.echo(f"{rule.id}\n    {rule.sentence}\n    fix: {rule.fix}")
