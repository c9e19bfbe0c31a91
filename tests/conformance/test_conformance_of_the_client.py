"""The Python client gives the answers that the conformance vectors state, from a lock file made of the vectors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bindery_client import Contracts, Side
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import ContentModel, ContractKey, Definition, Kind, Policy, Role
from tests.conformance_vectors import Vector, vectors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> Contracts:
    """Contracts of a service that consumes one event per vector."""
    path: Path = tmp_path_factory.mktemp("conformance") / "contracts.lock.json"
    path.write_bytes(lock_of_vectors())
    return Contracts.from_lock(path)


@cache
def lock_of_vectors() -> bytes:
    """The lock file; its content model is open, since the vectors are about the schemas as they are."""
    entries = [
        lock_entry(
            LockedContract(
                key=ContractKey(kind=Kind.EVENT, name=vector.name),
                role=role,
                definition=Definition.of_event(vector.schema),
                policy=Policy(content_model=ContentModel.OPEN, formats=vector.formats),
                version=1,
            )
        )
        for vector in vectors()
        for role in (Role.PRODUCER, Role.CONSUMER)
    ]
    return file_bytes(lock_file("conformance", entries))


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_the_client_finds_the_stated_violations(contracts: Contracts, vector: Vector, side: Side) -> None:
    """Each message has exactly the violations that the vector lists, whether it is written or read."""
    contract = contracts.event(vector.name)
    for message, errors in vector.tests:
        result = contract.check(message, side=side)
        found = sorted((item.pointer, item.keyword) for item in result.violations)
        assert (message, found, result.valid) == (message, errors, not errors)
