"""`bindery generate`; and its `tests`: the contract tests of a service as a module in its own repository."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.errors import InvalidName
from contracts.exports import contract_tests
from contracts.model import service_name
from contracts.model.counts import counted
from registry.cli.descriptions import write_asyncapi, write_openapi
from registry.cli.exits import Exit, stop
from registry.cli.pull import Lock, Service, read_lock
from registry.cli.written import read_bytes, write_bytes, write_or_compare

if TYPE_CHECKING:
    from contracts.exports import Fixture

generate = typer.Typer(name="generate", help="Write files from contracts.", no_args_is_help=True)
generate.command("openapi")(write_openapi)
generate.command("asyncapi")(write_asyncapi)


@generate.callback()
def _root() -> None:
    """Write files from contracts."""


@generate.command("tests")
def write_tests(
    *,
    service: Service,
    output: Annotated[Path, typer.Option("--output", help="The folder of the tests.")],
    lock: Lock = Path("contracts.lock.json"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the tests are stale.")] = False,
) -> None:
    """Write one test per contract and role, and the fixtures that connect them, where there are none yet."""
    made = contract_tests(_lock(lock, service))
    module = output / made.name
    write_or_compare(
        {module: made.module.encode()},
        check=check,
        command=f"bindery generate tests --service {service} --output {output}",
    )
    conftest = output / "conftest.py"
    mine = read_bytes(conftest)
    if mine is None and not check:
        write_bytes(conftest, made.conftest.encode())
        typer.echo(f"{conftest}: written; fill in its {counted(len(made.fixtures), 'fixture')}", err=True)
    elif mine is not None:
        _tell_missing([item for item in made.fixtures if item.name not in _functions(mine)], conftest)


def _tell_missing(fixtures: list[Fixture], conftest: Path) -> None:
    """Say which fixtures a conftest.py does not define: they may stand in one further up."""
    if fixtures:
        names = ", ".join(fixture.name for fixture in fixtures)
        typer.echo(f"{conftest} does not define {names}; unless they stand elsewhere, add:", err=True)
        typer.echo("".join(fixture.text for fixture in fixtures).strip())


def _functions(text: bytes) -> set[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _lock(path: Path, service: str) -> dict[str, object]:
    lock = read_lock(path)
    if lock is None:
        stop(Exit.USAGE, f"there is no {path}: run `bindery pull --service {service} --cases` first")
    try:
        name = service_name(service)
    except InvalidName as error:
        stop(Exit.USAGE, str(error))
    if lock["service"] != name:
        stop(Exit.USAGE, f"{path} is the lock file of {lock['service']!r}, not of {name!r}: name another with --lock")
    return lock
