"""The order in which the two sides of an operation may go, for edits that people make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.deployment import Answer, Deployment, can_i_deploy
from contracts.lock_file import LockedContract
from contracts.model import Policy, Role
from tests.openapi_edits import EDITS, Edit, the_operation, warehouse

if TYPE_CHECKING:
    from contracts.keywords import Json

# What one side sends in one way and the other takes in another has no order: it takes a version that knows both.
SWAPS = {
    "move a parameter to the headers",
    "write a list of a query in one parameter",
    "move to another base path",
    "answer with another media type",
}


def build(role: Role, document: Json, number: int) -> Deployment:
    """A build of the provider or of a caller, made with the operation of a document."""
    contract = the_operation(document)
    assert contract.definition is not None
    locked = LockedContract(
        key=contract.key, role=role, definition=contract.definition, policy=Policy(), version=number
    )
    service = "warehouse" if role is Role.PROVIDER else "orders"
    return Deployment(service=service, version=f"{number}.0", contracts=(locked,))


def edited(edit: Edit) -> Json:
    """The document with this edit made."""
    document = warehouse()
    edit.make(document)
    return document


def orders(old: Json, new: Json) -> set[Role]:
    """Who may be the first to go from the old document to the new one."""
    sides = (Role.PROVIDER, Role.CALLER)
    return {
        first
        for first, second in (sides, sides[::-1])
        if can_i_deploy(build(first, new, 2), [build(second, old, 1)]).answer is Answer.YES
    }


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_can_be_rolled_out_in_some_order(edit: Edit) -> None:
    """And so can its undoing, which takes the other order; nobody waits for one who waits for them."""
    there, back = orders(warehouse(), edited(edit)), orders(edited(edit), warehouse())
    assert bool(there) is bool(back) is (edit.name not in SWAPS)
    assert there | back == (set() if edit.name in SWAPS else {Role.PROVIDER, Role.CALLER})
