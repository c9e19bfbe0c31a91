"""`bindery users`: who runs builds that were made against a version of a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def users(
    contract: ContractName, *, version: VersionNumber = None, url: Url = DEFAULT_URL, token: Token = None
) -> None:
    """Say who runs builds that were made against a version, by default the current one, and so whether it may end."""
    key = contract_key(contract)
    registry = remote_registry(url=url, token=token)
    with asking_the_registry():
        number = version or current_version(registry, key)
        found = registry.users(key, number)
        if found is None:
            stop(Exit.FINDINGS, not_registered(registry, [key]) or f"{key} version {number} is not registered")
    for item in found["users"]:
        typer.echo(f"{user_line(item)}  since {item['since'][:16].replace('T', ' ')}")
    safe = "safe to deprecate: nobody runs" if found["safe_to_deprecate"] else "in use: the above run"
    typer.echo(f"{key} version {number} is {safe} a build that was made against it", err=True)


def user_line(item: Json) -> str:
    """A deployment in a few words: `billing 1.0 in production (eu)`."""
    label = f" ({item['instance']})" if item["instance"] else ""
    return f"{item['service']} {item['version']} in {item['environment']}{label}"
