"""Whoever listens to the events of a registry, over a real RabbitMQ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contracts.keywords import Json
from tests.rabbitmq import Broker, running_rabbitmq


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """A queue that hears everything that is published to the exchange of one test."""

    broker: Broker
    exchange: str
    queue: str

    def heard(self) -> list[Json]:
        """The messages that wait, taken out of the queue."""
        return [json.loads(self.broker.take(self.queue)[1]) for _ in range(self.broker.count(self.queue))]

    def sequences(self) -> list[int]:
        """Their sequence numbers."""
        return [message["sequence"] for message in self.heard()]

    def wait_until(self, sequence: int) -> list[int]:
        """The sequence numbers of the next messages, up to this one; after an outage one may come a second time."""
        found: list[int] = []
        while sequence not in found:
            found += self.wait_for(1)
        return found

    def wait_for(self, count: int) -> list[int]:
        """The sequence numbers of the next messages, as many as are asked for."""
        found: list[int] = []
        channel = self.broker.channel
        channel.basic_qos(prefetch_count=1)  # what is fetched and not acknowledged would change its place in the queue
        for method, _, body in channel.consume(self.queue, inactivity_timeout=60):
            assert method is not None, f"only {found} arrived"
            channel.basic_ack(method.delivery_tag)
            found.append(json.loads(body)["sequence"])
            if len(found) == count:
                break
        channel.cancel()
        return found


@contextmanager
def listening() -> Iterator[Ear]:
    """A listener on an exchange of its own."""
    with running_rabbitmq() as broker:
        exchange = broker.exchange("events")
        yield Ear(broker=broker, exchange=exchange, queue=broker.queue("all", exchange))
