"""The `bindery` command. It asks a registry over HTTP, or runs the core directly where no server is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from registry.cli.check import check, diff
from registry.cli.deployments import can_i_deploy, environments, record_deployment, record_verification, undeploy
from registry.cli.deprecate import deprecate
from registry.cli.dev import dev
from registry.cli.generate import generate
from registry.cli.keys import keys
from registry.cli.lint import extract, lint
from registry.cli.problems import problems
from registry.cli.pull import pull
from registry.cli.register import register
from registry.cli.rules import rules
from registry.cli.serve import migrate, serve
from registry.cli.transfer import export, import_
from registry.cli.users import users
from registry.cli.validate import validate
from registry.cli.worker import worker

app = typer.Typer(
    name="bindery",
    help="Make design documents binding.",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help texts hold brackets
    epilog="Exit codes: 0 fine, 1 findings, 2 usage, 3 undecided or could not check, 4 not authorised.",
)
COMMANDS: tuple[Callable[..., None], ...] = (
    *(lint, extract, check, diff, dev, register, pull, validate, users, deprecate),
    *(can_i_deploy, record_deployment, undeploy, environments, record_verification),
    *(serve, worker, migrate, export, rules, problems),
)
for command in COMMANDS:
    app.command()(command)
app.command(name="import")(import_)
app.add_typer(generate)
app.add_typer(keys)


@app.callback()
def bindery(
    *, version: Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version and end.")] = False
) -> None:
    """Make design documents binding."""
    if version:
        from registry.settings import VERSION  # noqa: PLC0415 - every other command would wait for its imports

        typer.echo(f"bindery {VERSION}")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    app()
