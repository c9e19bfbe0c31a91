"""`bindery validate`: a message checked against a registered version."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.contract_names import (
    ContractName,
    VersionNumber,
    asking_the_registry,
    contract_key,
    current_version,
    not_registered,
)
from registry.cli.exits import Exit, stop
from registry.cli.remote import DEFAULT_URL, Token, Url, remote_registry

if TYPE_CHECKING:
    from contracts.keywords import Json


class Side(StrEnum):
    """Who checks the message."""

    READER = "reader"
    WRITER = "writer"


def validate(
    contract: ContractName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with one JSON message, - for standard input.")],
    *,
    version: VersionNumber = None,
    side: Annotated[Side, typer.Option("--as", help="A writer sends declared fields only.")] = Side.READER,
    part: Annotated[str | None, typer.Option("--part", help="The part of an operation, `request` for example.")] = None,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Check a message against a registered version of a contract, by default the current one."""
    key = contract_key(contract)
    question = {"message": _message(file), "as": side.value, "part": part}
    registry = remote_registry(url=url, token=token)
    with asking_the_registry():
        number = version or current_version(registry, key)
        found = registry.validate(key, number, question)
        if found is None:
            stop(Exit.FINDINGS, not_registered(registry, [key]) or f"{key} version {number} is not registered")
    for violation in found["violations"]:
        typer.echo(f"{violation['instance_pointer'] or '/'}: {violation['message']}")
    typer.echo(f"{'valid' if found['valid'] else 'not valid'} for {key} version {number}", err=True)
    raise typer.Exit(Exit.FINE if found["valid"] else Exit.FINDINGS)


def _message(file: Path) -> Json:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return json.loads(text)
    except OSError as error:
        stop(Exit.USAGE, f"{file} cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        stop(Exit.USAGE, f"{file} is no JSON: {error}")
