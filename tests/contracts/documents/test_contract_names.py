"""Contracts as people name them."""

from __future__ import annotations

import pytest

from contracts.documents import contract_named
from contracts.errors import InvalidName
from contracts.model import ContractKey, Kind

RESERVE = ContractKey(kind=Kind.OPERATION, name="inventory:POST:/reservations/{}")


@pytest.mark.parametrize(
    "text",
    [
        "inventory:POST:/reservations/{}",
        "inventory:POST:/reservations/{itemId}",
        "inventory:POST:/reservations/:itemId",
        "inventory:POST:/reservations/<itemId>",
        "inventory:POST:/reservations/[itemId]",
        "inventory:post:~1reservations~1{}",
        "Inventory:POST:/reservations/{id}?dry=1",
    ],
)
def test_every_spelling_names_the_operation(text: str) -> None:
    """As documents, routes and URLs write it."""
    assert contract_named(text) == RESERVE


@pytest.mark.parametrize("name", ["order.created", "order:created", "orders/created", "order~1created", ""])
def test_everything_else_is_an_event(name: str) -> None:
    """Its name stays as it is: it is the value of a key on the wire."""
    assert contract_named(name) == ContractKey(kind=Kind.EVENT, name=name)


def test_a_name_names_itself() -> None:
    """What the registry calls a contract is one of its spellings."""
    assert contract_named(RESERVE.name) == RESERVE


def test_nobody_provides_an_operation_whose_provider_is_no_service() -> None:
    """A fullwidth colon becomes a colon, which no service has in its name."""
    with pytest.raises(InvalidName):
        contract_named("a\uff1ab:GET:/a")
