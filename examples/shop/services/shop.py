"""Orders and billing at work on one transport, each under the contracts of its own lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from examples.shop.services.billing import service as billing
from examples.shop.services.orders import service as orders

if TYPE_CHECKING:
    from pathlib import Path

    from examples.shop.services.transports import Transport

TENT: Final = {"sku": "TENT-2P-GRN", "quantity": 1, "unitPriceCents": 12990}
FLEET: Final = {"sku": "VAN-CAMPER", "quantity": 40, "unitPriceCents": 4_500_000}


class Shop:
    """Both services, and the queues from which they learn of each other."""

    def __init__(
        self, transport: Transport, *, orders_lock: Path = orders.LOCK, billing_lock: Path = billing.LOCK
    ) -> None:
        self._transport = transport
        self._orders_lock, self._billing_lock = orders_lock, billing_lock
        self._exchange, payments = f"{transport.prefix}.orders", f"{transport.prefix}.billing"
        self._of_billing, self._of_orders = f"{self._exchange}-for-billing", f"{payments}-for-orders"
        transport.bind(self._of_billing, self._exchange, "order.*")
        transport.bind(self._of_orders, payments, "payment.*")
        self.orders = orders.Orders(transport.publisher(orders_lock), exchange=self._exchange)
        self.billing = billing.Billing(transport.publisher(billing_lock), exchange=payments)

    def publish_unchecked(self, name: str, body: bytes) -> None:
        """Publish where orders does, as a program that knows no contracts."""
        self._transport.publish_unchecked(self._exchange, name, body)

    def handle_what_waits(self) -> None:
        """Let billing, and then orders, handle what arrived."""
        created = {"order.created": self.billing.on_order_created}
        payments = {
            "payment.captured": self.orders.on_payment_captured,
            "payment.failed": self.orders.on_payment_failed,
        }
        self._transport.handle(self._billing_lock, self._of_billing, created)
        self._transport.handle(self._orders_lock, self._of_orders, payments)
