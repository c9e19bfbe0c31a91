"""`bindery rules`: the catalogue of changes that Bindery names."""

from __future__ import annotations

import typer

from contracts.compatibility import RULES
from registry.cli.formats import Format, write_json
from registry.cli.lint import Form


def rules(*, form: Form = Format.TEXT) -> None:
    """Print the rules: what each change does to deployed readers and to messages in flight."""
    if form is Format.JSON:
        write_json([{"id": rule.id, "sentence": rule.sentence, "fix": rule.fix} for rule in RULES])
    else:
        for rule in RULES:
            typer.echo(f"{rule.id}\n    {rule.sentence}\n    fix: {rule.fix}")
