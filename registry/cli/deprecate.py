"""`bindery deprecate`: say that a contract, or one version of it, should no longer be used."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from registry.cli.contract_names import (
    ContractName,
    VersionNumber,
    asking_the_registry,
    contract_key,
    not_registered,
)
from registry.cli.exits import Exit, stop
from registry.cli.remote import DEFAULT_URL, Token, Url, remote_registry
from registry.cli.users import user_line


def deprecate(
    contract: ContractName,
    *,
    version: VersionNumber = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, and what to use instead.")] = "",
    sunset: Annotated[
        datetime | None, typer.Option("--sunset", formats=["%Y-%m-%d"], help="The day from which nobody may use it.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
    url: Url = DEFAULT_URL,
    token: Token = None,
) -> None:
    """Say that a contract, or one version of it, should no longer be used."""
    if undo and (reason or sunset):
        stop(Exit.USAGE, "--undo takes a deprecation back: it goes with neither --reason nor --sunset")
    key = contract_key(contract)
    told = {"deprecated": not undo, "reason": reason, "sunset_on": sunset and sunset.date().isoformat()}
    registry = remote_registry(url=url, token=token)
    what = f"{key} version {version}" if version else str(key)
    with asking_the_registry():
        if registry.deprecate(key, version, told) is None:
            stop(Exit.FINDINGS, not_registered(registry, [key]) or f"{what} is not registered")
        used = registry.users(key, version) if version and not undo else None
    for item in used["users"] if used else ():
        typer.echo(f"still used by {user_line(item)}", err=True)
    typer.echo(f"{what} is {'no longer ' if undo else ''}deprecated", err=True)
