"""Contracts as they are named on the command line."""

from __future__ import annotations

from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.documents import contract_named
from contracts.errors import InvalidName
from registry.cli.exits import Exit, stop
from registry.sources import RegistryUnreachable, RemoteRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.model import ContractKey
    from registry.sources import RemoteRegistry

ContractName = Annotated[
    str,
    typer.Argument(metavar="CONTRACT", help="The name of an event, or of an operation: inventory:POST:/reservations."),
]
VersionNumber = Annotated[int | None, typer.Option("--version", min=1, help="The number of a version.")]


def contract_key(name: str) -> ContractKey:
    """The contract of this name, in any spelling. Ends the command with exit 2 if no contract can have it."""
    try:
        return contract_named(name)
    except InvalidName as error:
        stop(Exit.USAGE, str(error))


def not_registered(registry: RemoteRegistry, keys: Iterable[ContractKey]) -> str:
    """A sentence that names those of the contracts that the registry does not know, each with its nearest names."""
    known = registry.contracts()
    names = sorted({key.name for key in known})
    return "; ".join(f"{key} is not registered{_near(key.name, names)}" for key in keys if key not in known)


def _near(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=3)
    return f": did you mean {' or '.join(near)}?" if near else ""


def current_version(registry: RemoteRegistry, key: ContractKey) -> int:
    """The number of the current version. Ends the command with exit 1 if there is none."""
    found = registry.contract(key)
    if found is None:
        stop(Exit.FINDINGS, not_registered(registry, [key]))
    if found["version"] is None:
        stop(Exit.FINDINGS, f"{key} has no schema yet")
    number: int = found["version"]
    return number


@contextmanager
def asking_the_registry() -> Iterator[None]:
    """End the command with exit 3 if the registry gives no usable answer, 4 if it refuses the caller."""
    try:
        yield
    except RegistryUnreachable as error:
        stop(Exit.NOT_KNOWN, str(error))
    except RemoteRefusal as error:
        stop(Exit.NOT_AUTHORISED, str(error))
