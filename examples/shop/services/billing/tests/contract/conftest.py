"""What connects the generated contract tests to billing: the three contracts that this part of it implements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from service import EXCHANGE, LOCK, Billing  # type: ignore[import-not-found] # they run in the folder of billing

from bindery_client import Contracts
from bindery_client.memory import MemoryBroker, MemoryChannel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bindery_client.testing import Published

    Handler = Callable[[dict[str, Any]], None]
    Publishing = Callable[[Published], None]


@pytest.fixture
def handle_order_created() -> Handler:
    """The handler; what it publishes goes to memory, and is checked on its way."""
    broker = MemoryBroker()
    broker.bind("payments", EXCHANGE, "payment.*")
    handler: Handler = Billing(MemoryChannel(broker, Contracts.from_lock(LOCK))).on_order_created
    return handler


@pytest.fixture
def publish_payment_captured() -> Publishing:
    """An order that the provider takes."""
    return lambda publish: Billing(publish).on_order_created(order(12_990))


@pytest.fixture
def publish_payment_failed() -> Publishing:
    """An order that the provider declines."""
    return lambda publish: Billing(publish).on_order_created(order(180_000_000))


def order(total_cents: int) -> dict[str, Any]:
    """What billing reads of an order."""
    data = {"orderId": str(uuid4()), "totalCents": total_cents, "currency": "EUR"}
    return {"eventId": str(uuid4()), "data": data}
