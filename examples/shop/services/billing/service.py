"""The part of `billing` that others see: it captures the money for an order, and says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

LOCK = Path(__file__).with_name("contracts.lock.json")
EXCHANGE = "shop.billing"
LIMIT_CENTS = 500_000


class Publisher(Protocol):
    """What `ContractChannel` and `MemoryChannel` have in common."""

    def publish(self, name: str, message: Any, *, exchange: str) -> None:  # noqa: ANN401 - JSON
        """Publish a message of a contract."""


class Billing:
    """Captures payments with a provider that declines what is too expensive."""

    def __init__(self, publisher: Publisher, *, exchange: str = EXCHANGE) -> None:
        self._publisher = publisher
        self._exchange = exchange
        self._captured: set[str] = set()

    def on_order_created(self, message: dict[str, Any]) -> None:
        """Capture the money once: an event may arrive twice, and `eventId` is the idempotency key."""
        if message["eventId"] in self._captured:
            return
        order = message["data"]
        payment = {"paymentId": str(uuid4()), "orderId": order["orderId"], "amountCents": order["totalCents"]}
        if order["totalCents"] > LIMIT_CENTS:
            self._publish("payment.failed", {**payment, "reason": "declined", "attempt": 1, "willRetry": False})
        else:
            captured = {"currency": order["currency"], "method": "card", "invoiceId": str(uuid4())}
            self._publish("payment.captured", {**payment, **captured})
        self._captured.add(message["eventId"])

    def _publish(self, name: str, data: dict[str, Any]) -> None:
        envelope = {"eventType": name, "eventId": str(uuid4()), "timestamp": datetime.now(UTC).isoformat()}
        self._publisher.publish(name, {**envelope, "source": "billing", "data": data}, exchange=self._exchange)
