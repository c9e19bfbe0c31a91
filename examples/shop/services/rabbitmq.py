"""Orders and billing on a real RabbitMQ: `python -m examples.shop.services.rabbitmq` from the root of the repository.

Declares what it needs, places orders, lets billing and then orders handle what arrived, and shows what became of it,
a message of a stranger that breaks its contract included.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pika

from bindery_client import Contracts
from bindery_client.pika import ContractChannel, ContractConsumer
from examples.shop.services.billing import service as billing
from examples.shop.services.orders import service as orders

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel

URL = os.environ.get("BINDERY_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672/")
DEAD_LETTERS = "shop.dead"
QUEUES = {
    "billing-orders": (orders.EXCHANGE, "order.*"),
    "orders-payments": (billing.EXCHANGE, "payment.*"),
    "shop.dead-letters": (DEAD_LETTERS, "#"),
}
TENT = {"sku": "TENT-2P-GRN", "quantity": 1, "unitPriceCents": 12990}
FLEET = {"sku": "VAN-CAMPER", "quantity": 40, "unitPriceCents": 4_500_000}


def main() -> None:
    """Run both services once, over one connection."""
    with pika.BlockingConnection(pika.URLParameters(URL)) as connection:
        declare(connection.channel())
        for order_id, status in trade(connection).items():
            print(f"order {order_id}: {status}")
        report_dead_letters(connection.channel())


def declare(channel: BlockingChannel) -> None:
    """Durable exchanges and queues, the dead-letter exchange with its queue among them."""
    for queue, (exchange, routing_key) in QUEUES.items():
        channel.exchange_declare(exchange, exchange_type="topic", durable=True)
        channel.queue_declare(queue, durable=True)
        channel.queue_bind(queue, exchange, routing_key)


def trade(connection: pika.BlockingConnection) -> dict[str, str]:
    """The status of each order, after both services have handled what waited for them."""
    shop_channel = guarded(connection, orders.LOCK)
    shop = orders.Orders(shop_channel)
    shop.place([TENT])
    shop.place([FLEET])
    shop_channel.channel.basic_publish(orders.EXCHANGE, "order.created", b'{"eventType": "order.created"}')

    billing_channel = guarded(connection, billing.LOCK)
    cashier = billing.Billing(billing_channel)
    ContractConsumer(billing_channel, "billing-orders").on("order.created", cashier.on_order_created).drain()

    consumer = ContractConsumer(shop_channel, "orders-payments")
    consumer.on("payment.captured", shop.on_payment_captured).on("payment.failed", shop.on_payment_failed).drain()
    return shop.status


def guarded(connection: pika.BlockingConnection, lock: os.PathLike[str]) -> ContractChannel:
    """A channel of a service, under the contracts of its lock file."""
    return ContractChannel(connection.channel(), Contracts.from_lock(lock), dead_letter_exchange=DEAD_LETTERS)


def report_dead_letters(channel: BlockingChannel) -> None:
    """Show what was refused, and take it from its queue."""
    while (letter := channel.basic_get("shop.dead-letters", auto_ack=True))[0] is not None:
        _, properties, body = letter
        print(f"dead letter {body.decode()}\n  {properties.headers['x-contract-errors']}")


if __name__ == "__main__":
    main()
