"""The part of `orders` that others see: it announces orders, and learns what billing did with them.

Prices, stock and storage are left out. Everything that crosses the bus goes through a contract.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

LOCK = Path(__file__).with_name("contracts.lock.json")
EXCHANGE = "shop.orders"


class Publisher(Protocol):
    """What `ContractChannel` and `MemoryChannel` have in common."""

    def publish(self, name: str, message: Any, *, exchange: str) -> None:  # noqa: ANN401 - JSON
        """Publish a message of a contract."""


class Orders:
    """Orders and their status, in memory."""

    def __init__(self, publisher: Publisher, *, exchange: str = EXCHANGE) -> None:
        self._publisher = publisher
        self._exchange = exchange
        self.status: dict[str, str] = {}

    def place(self, lines: list[dict[str, Any]], *, channel: str = "web", currency: str = "EUR") -> str:
        """The id of a new order, which is announced as `order.created`."""
        order_id = str(uuid4())
        data = {
            "orderId": order_id,
            "customerId": str(uuid4()),
            "reservationId": str(uuid4()),
            "channel": channel,
            "totalCents": sum(line["quantity"] * line["unitPriceCents"] for line in lines),
            "currency": currency,
            "lines": lines,
        }
        self._publisher.publish("order.created", _event("order.created", data), exchange=self._exchange)
        self.status[order_id] = "pending"
        return order_id

    def on_payment_captured(self, message: dict[str, Any]) -> None:
        """The order is paid."""
        self.status[message["data"]["orderId"]] = "paid"

    def on_payment_failed(self, message: dict[str, Any]) -> None:
        """The order waits for another attempt, or is cancelled for good."""
        data = message["data"]
        self.status[data["orderId"]] = "pending" if data["willRetry"] else "cancelled"


def _event(name: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "eventType": name,
        "eventId": str(uuid4()),
        "timestamp": datetime.now(UTC).isoformat(),
        "source": "orders",
        "data": data,
    }
