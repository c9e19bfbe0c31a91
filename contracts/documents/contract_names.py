"""Contracts as people name them: on a command line, or copied from a URL or a framework's routes."""

from __future__ import annotations

import re
from typing import Final

from contracts.documents.vocabulary.names import clean_path
from contracts.model import ContractKey, Kind, operation_name, service_name

_OPERATION: Final = re.compile(r"([^:\s][^:]*):([A-Za-z]+):(/.*)")


def contract_named(text: str) -> ContractKey:
    """The contract of this name; that of an operation says provider, method and path.

    A path is spelt as documents may spell it (`:id`, `{id}`, `<id>`), or as in URLs (`~1` for `/`).

    >>> contract_named("Inventory:post:~1reservations~1:id").name
    'inventory:POST:/reservations/{}'
    >>> str(contract_named("order.created"))
    'event order.created'

    Raises:
        InvalidName: no service can have the name of the provider.
    """
    operation = _OPERATION.fullmatch(text.replace("~1", "/").replace("~0", "~"))
    if operation is None:
        return ContractKey(kind=Kind.EVENT, name=text)
    provider, method, path = operation.groups()
    name = operation_name(service_name(provider), method, clean_path(path))
    return ContractKey(kind=Kind.OPERATION, name=name)
