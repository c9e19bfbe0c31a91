"""What carries the shop's messages: RabbitMQ where it answers, else queues in memory, with the same decisions.

On RabbitMQ all names are of one run and all that was declared goes with the connection: a real service declares durable
exchanges and queues once, under names of its own.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

import pika
from pika.exceptions import AMQPConnectionError

from bindery_client import BinderyClientError, Contracts
from bindery_client.memory import MemoryBroker, MemoryChannel, MemoryConsumer, Published
from bindery_client.pika import ContractChannel, ContractConsumer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from examples.shop.services.orders.service import Publisher

    Handlers = Mapping[str, Callable[[dict[str, Any]], None]]

URL = "amqp://guest:guest@127.0.0.1:5672/"
DEAD = "shop.dead"
ERRORS = "x-contract-errors"


class TransportRequired(BinderyClientError):
    """There is no RabbitMQ, and memory is not enough."""


class Transport(Protocol):
    """Queues, and how a service publishes and handles what waits, under the contracts of its lock file."""

    title: str
    prefix: str

    def bind(self, queue: str, exchange: str, routing_key: str) -> None:
        """Make a queue that gets what an exchange receives for a routing key."""

    def publisher(self, lock: Path) -> Publisher:
        """What a service publishes through."""

    def handle(self, lock: Path, queue: str, handlers: Handlers) -> None:
        """Have what waits in a queue handled; what is refused becomes a dead letter."""

    def publish_unchecked(self, exchange: str, routing_key: str, body: bytes) -> None:
        """Publish as a program does that knows no contracts."""

    def dead_letters(self) -> Iterator[tuple[bytes, str]]:
        """The dead letters so far, each with its reasons; they leave their queue."""


@contextmanager
def reachable_transport() -> Iterator[Transport]:
    """RabbitMQ at `BINDERY_RABBITMQ_URL` or on this machine, else memory; the title says which.

    Raises:
        TransportRequired: RabbitMQ does not answer, and `BINDERY_REQUIRE_SERVICES` is set.
    """
    parameters = pika.URLParameters(os.environ.get("BINDERY_RABBITMQ_URL", URL))
    address = f"{parameters.host}:{parameters.port}"
    try:
        connection = pika.BlockingConnection(parameters)
    except (AMQPConnectionError, OSError) as error:
        if os.environ.get("BINDERY_REQUIRE_SERVICES"):
            raise TransportRequired(
                f"no RabbitMQ answers at {address} ({error!r}): start one, name another with BINDERY_RABBITMQ_URL, "
                "or unset BINDERY_REQUIRE_SERVICES"
            ) from error
        yield InMemory(f"queues in memory, because no RabbitMQ answers at {address}")
        return
    with connection:
        yield OnRabbitMQ(connection, f"RabbitMQ at {address}")


class OnRabbitMQ:
    """A transport over one connection."""

    def __init__(self, connection: pika.BlockingConnection, title: str) -> None:
        self.title = title
        self.prefix = f"shop-{uuid4().hex[:12]}"
        self._connection = connection
        self._own = connection.channel()
        self._own.confirm_delivery()
        self._dead = f"{self.prefix}.dead"
        self.bind(self._dead, self._dead, "#")

    def bind(self, queue: str, exchange: str, routing_key: str) -> None:
        """Make a queue that gets what an exchange receives for a routing key."""
        self._own.exchange_declare(exchange, exchange_type="topic", auto_delete=True)
        self._own.queue_declare(queue, exclusive=True)
        self._own.queue_bind(queue, exchange, routing_key)

    def publisher(self, lock: Path) -> ContractChannel:
        """What a service publishes through."""
        contracts = Contracts.from_lock(lock)
        return ContractChannel(self._connection.channel(), contracts, dead_letter_exchange=self._dead)

    def handle(self, lock: Path, queue: str, handlers: Handlers) -> None:
        """Have what waits in a queue handled; what is refused becomes a dead letter."""
        consumer = ContractConsumer(self.publisher(lock), queue)
        for name, handle in handlers.items():
            consumer.on(name, handle)
        consumer.drain()

    def publish_unchecked(self, exchange: str, routing_key: str, body: bytes) -> None:
        """Publish as a program does that knows no contracts."""
        self._own.basic_publish(exchange, routing_key, body, mandatory=True)

    def dead_letters(self) -> Iterator[tuple[bytes, str]]:
        """The dead letters so far, each with its reasons; they leave their queue."""
        while (letter := self._own.basic_get(self._dead, auto_ack=True))[0] is not None:
            _, properties, body = letter
            yield body, properties.headers[ERRORS]


class InMemory:
    """A transport in this process."""

    prefix = "shop"

    def __init__(self, title: str) -> None:
        self.title = title
        self.broker = MemoryBroker()
        self.bind(DEAD, DEAD, "#")

    def bind(self, queue: str, exchange: str, routing_key: str) -> None:
        """Make a queue that gets what an exchange receives for a routing key."""
        self.broker.bind(queue, exchange, routing_key)

    def publisher(self, lock: Path) -> MemoryChannel:
        """What a service publishes through."""
        return MemoryChannel(self.broker, Contracts.from_lock(lock), dead_letter_exchange=DEAD)

    def handle(self, lock: Path, queue: str, handlers: Handlers) -> None:
        """Have what waits in a queue handled; what is refused becomes a dead letter."""
        consumer = MemoryConsumer(self.publisher(lock), queue)
        for name, handle in handlers.items():
            consumer.on(name, handle)
        consumer.drain()

    def publish_unchecked(self, exchange: str, routing_key: str, body: bytes) -> None:
        """Publish as a program does that knows no contracts."""
        self.broker.route(Published(exchange=exchange, routing_key=routing_key, body=body))

    def dead_letters(self) -> Iterator[tuple[bytes, str]]:
        """The dead letters so far, each with its reasons; they leave their queue."""
        letters = self.broker.queues[DEAD]
        while letters:
            letter = letters.popleft()
            yield letter.body, str(letter.headers[ERRORS])
