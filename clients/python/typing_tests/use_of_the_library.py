"""What a type checker says of code that uses the client: checked by mypy strict, never run.

A line with `type: ignore[code]` is an error that has to be found: mypy reports an ignore that is not needed.
"""

from __future__ import annotations

from typing import assert_type

import httpx2

from bindery_client import (
    CheckEvent,
    CheckResult,
    Contracts,
    EventContract,
    InvalidMessage,
    OperationContract,
    Policy,
    Side,
    Violation,
)
from bindery_client.http import async_contract_hooks, contract_hooks


def count(event: CheckEvent) -> None:
    """A metrics hook."""
    assert_type(event.side, Side)
    assert_type(event.violations, tuple[Violation, ...])


def make() -> Contracts:
    """Contracts with each kind of policy key."""
    Contracts.from_lock("contracts.lock.json", policies={"*": Policy.WARN}, on_check=count)
    Contracts.from_lock("contracts.lock.json", policies={("a", Side.READER): Policy.OFF})
    Contracts.from_lock("contracts.lock.json", policies={("a", Side.READER): Policy.OFF, "a": Policy.WARN})
    Contracts.from_lock("contracts.lock.json", policies={"a": 1})  # type: ignore[dict-item]
    Contracts.from_registry("https://contracts.internal")  # type: ignore[call-arg]
    return Contracts.resolve(registry="https://contracts.internal", service="billing")


def use_event(contracts: Contracts) -> None:
    """Events."""
    contract = contracts.event("order.created")
    assert_type(contract, EventContract)
    assert_type(contract.version, int | None)
    assert_type(contract.roles, frozenset[str])
    assert_type(contract.encode({"a": 1}), bytes)
    assert_type(contract.check({}, side=Side.WRITER), CheckResult)
    assert_type(contract.check({}).violations, tuple[Violation, ...])
    contract.decode("text")  # type: ignore[arg-type]
    contract.check({}, Side.WRITER)  # type: ignore[call-arg]
    contract.name = "other"  # type: ignore[misc]
    try:
        contract.validate({})
    except InvalidMessage as error:
        assert_type(error.violations, tuple[Violation, ...])
        assert_type(error.side, Side)


def use_operation(contracts: Contracts) -> None:
    """Operations, and clients of both kinds."""
    operation = contracts.operation("inventory:POST:/internal/reservations")
    assert_type(operation, OperationContract)
    assert_type(operation.check_response(201, {}), CheckResult)
    operation.validate_response("201", {})  # type: ignore[arg-type]
    httpx2.Client(event_hooks=contract_hooks(contracts, provider="inventory"))
    httpx2.AsyncClient(event_hooks=async_contract_hooks(contracts, provider="inventory"))
