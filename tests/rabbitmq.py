"""A real RabbitMQ for tests: queues and exchanges of unique names, deleted at the end."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "amqp://guest:guest@127.0.0.1:5672/"
PORT = 5672


@dataclass(kw_only=True)
class Broker:
    """What one test uses of the broker; `channel` is for looking, not for the code under test."""

    connection: pika.BlockingConnection
    channel: BlockingChannel
    prefix: str = field(default_factory=lambda: f"bindery-test-{uuid4().hex[:12]}")
    queues: list[str] = field(default_factory=list)
    exchanges: list[str] = field(default_factory=list)

    def queue(self, name: str, exchange: str = "", routing_key: str = "#") -> str:
        """The full name of a durable queue, bound to an exchange if one is named."""
        full = f"{self.prefix}.{name}"
        self.channel.queue_declare(full, durable=True)
        if exchange:
            self.channel.queue_bind(full, exchange, routing_key)
        self.queues.append(full)
        return full

    def exchange(self, name: str) -> str:
        """The full name of a durable topic exchange."""
        full = f"{self.prefix}.{name}"
        self.channel.exchange_declare(full, exchange_type="topic", durable=True)
        self.exchanges.append(full)
        return full

    def send(self, queue: str, body: bytes, **properties: object) -> None:
        """Put a message into a queue, as a stranger would."""
        self.channel.basic_publish("", queue, body, pika.BasicProperties(**properties))

    def take(self, queue: str) -> tuple[pika.BasicProperties, bytes]:
        """The next message of a queue, which must be there."""
        method, properties, body = self.channel.basic_get(queue, auto_ack=True)
        assert method is not None, f"{queue} is empty"
        return properties, body

    def count(self, queue: str) -> int:
        """How many messages wait in a queue."""
        ready: int = self.channel.queue_declare(queue, passive=True).method.message_count
        return ready

    def new_channel(self) -> BlockingChannel:
        """A channel of the same connection."""
        return self.connection.channel()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The names that a test publishes to and consumes from."""

    broker: Broker
    orders: str
    queue: str
    dead: str
    dead_queue: str


def wired(broker: Broker) -> Wiring:
    """An orders exchange with a queue of billing, and a dead-letter exchange with its queue."""
    orders, dead = broker.exchange("orders"), broker.exchange("dead")
    return Wiring(
        broker=broker,
        orders=orders,
        queue=broker.queue("billing-orders", orders),
        dead=dead,
        dead_queue=broker.queue("dead-letters", dead),
    )


@contextmanager
def running_rabbitmq() -> Iterator[Broker]:
    """The broker on this machine; skips where there is none, unless services are required."""
    try:
        connection = pika.BlockingConnection(pika.URLParameters(URL))
    except AMQPConnectionError as error:
        if os.environ.get("BINDERY_REQUIRE_SERVICES"):
            raise
        pytest.skip(f"no RabbitMQ server on 127.0.0.1:{PORT}: {error!r}")
    channel = connection.channel()
    channel.confirm_delivery()
    broker = Broker(connection=connection, channel=channel)
    try:
        yield broker
    finally:
        if connection.is_open:
            connection.close()
        _delete(broker)


def _delete(broker: Broker) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    channel = connection.channel()
    for queue in broker.queues:
        channel.queue_delete(queue)
    for exchange in broker.exchanges:
        channel.exchange_delete(exchange)
    connection.close()
