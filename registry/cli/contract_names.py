"""Contracts as they are named on the command line."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from contracts.model import ContractKey, Kind
from registry.cli.exits import Exit, stop
from registry.sources import RegistryUnreachable, RemoteRefusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPERATION = re.compile(r"[^:]+:[A-Z]+:/")
ContractName = Annotated[
    str,
    typer.Argument(metavar="CONTRACT", help="The name of an event, or of an operation: inventory:POST:/reservations."),
]
VersionNumber = Annotated[int | None, typer.Option("--version", min=1, help="The number of a version.")]


def contract_key(name: str) -> ContractKey:
    """The contract of this name: that of an operation says provider, method and path.

    >>> str(contract_key("inventory:POST:/reservations")), str(contract_key("order.created"))
    ('operation inventory:POST:/reservations', 'event order.created')
    """
    return ContractKey(kind=Kind.OPERATION if _OPERATION.match(name) else Kind.EVENT, name=name)


@contextmanager
def asking_the_registry() -> Iterator[None]:
    """End the command with exit 3 if the registry gives no usable answer, 4 if it refuses the caller."""
    try:
        yield
    except RegistryUnreachable as error:
        stop(Exit.NOT_KNOWN, str(error))
    except RemoteRefusal as error:
        stop(Exit.NOT_AUTHORISED, str(error))
