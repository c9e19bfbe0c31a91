"""What a test says of itself: which contract it tests, and in which role."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])
MARK = "bindery"
FIXTURES = {  # what a test in a role asks for: without it, nothing would be tested
    "consumer": "contract_message",
    "producer": "published",
    "provider": "contract_api",
    "caller": "contract_server",
}


def consumes(*events: str) -> Callable[[Test], Test]:
    """A decorator: the test runs once per message that the contract allows, in the fixture `contract_message`."""
    return _declared("consumer", events)


def produces(*events: str) -> Callable[[Test], Test]:
    """A decorator: what the test publishes through the fixture `published` must conform."""
    return _declared("producer", events)


def provides(*names: str) -> Callable[[Test], Test]:
    """A decorator: `contract_api.verify(app)` tries every operation of a service, or the operations that are named."""
    return _declared("provider", names)


def calls(*operations: str) -> Callable[[Test], Test]:
    """A decorator: the test runs once per response that the contract allows, answered by `contract_server.client`."""
    return _declared("caller", operations)


def _declared(role: str, names: tuple[str, ...]) -> Callable[[Test], Test]:
    if not names or not all(isinstance(name, str) for name in names):
        raise TypeError(f"name the contracts of which the test is {role}: @consumes('order.created'), for example")
    mark: Callable[[Test], Test] = pytest.mark.bindery(role, names)
    return mark
