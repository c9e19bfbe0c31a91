"""A broker in memory, for tests of your own: the interface and decisions of `bindery_client.pika`, without RabbitMQ.

Topic exchanges and the default exchange only, since every routing of a test can be written with them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bindery_client import BinderyClientError
from bindery_client.messaging.dead_letters import DeadLetter, DeadLetterFailed, NoDeadLetterExchange
from bindery_client.messaging.delivery import Delivery, Headers
from bindery_client.messaging.guard import Guard, Unknown
from bindery_client.messaging.inbox import Handling, Inbox, Settled

if TYPE_CHECKING:
    from bindery_client import Contracts
    from bindery_client.json_values import Json

__all__ = ["MemoryBroker", "MemoryChannel", "MemoryConsumer", "Published", "Unroutable"]


class Unroutable(BinderyClientError):
    """No queue is bound for a message: a real channel raises here too."""

    def __init__(self, exchange: str, routing_key: str) -> None:
        super().__init__(f"no queue is bound to exchange {exchange!r} for routing key {routing_key!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A message as it lies in a queue."""

    exchange: str
    routing_key: str
    body: bytes
    type: str | None = None
    content_type: str | None = None
    headers: Headers = field(default_factory=dict)
    is_redelivered: bool = False


class MemoryBroker:
    """Queues, and what is bound to them."""

    def __init__(self) -> None:
        self.queues: dict[str, deque[Published]] = {}
        self._bindings: list[tuple[str, list[str], str]] = []

    def bind(self, queue: str, exchange: str = "", routing_key: str = "#") -> None:
        """Make a queue, bound to an exchange with a topic pattern; every queue has its name in the default exchange.

        >>> broker = MemoryBroker()
        >>> broker.bind("billing-orders", "orders", "order.*")
        """
        self.queues.setdefault(queue, deque())
        if exchange:
            self._bindings.append((exchange, routing_key.split("."), queue))

    def route(self, published: Published) -> None:
        """Put a message into the queues that are bound for it; raises `Unroutable` if there is none."""
        key = published.routing_key.split(".")
        names = {
            queue
            for exchange, pattern, queue in self._bindings
            if exchange == published.exchange and _fits(pattern, key)
        }
        if not published.exchange and published.routing_key in self.queues:
            names = {published.routing_key}
        if not names:
            raise Unroutable(published.exchange, published.routing_key)
        for name in names:
            self.queues[name].append(published)


class MemoryChannel:
    """A channel that publishes as the contracts say; several services may share one broker."""

    def __init__(
        self,
        broker: MemoryBroker,
        contracts: Contracts | Guard,
        *,
        dead_letter_exchange: str | None = None,
        unknown: Unknown | str = Unknown.REJECT,
    ) -> None:
        self.broker = broker
        self.guard = contracts if isinstance(contracts, Guard) else Guard(contracts, unknown=unknown)
        self.dead_letter_exchange = dead_letter_exchange

    def publish(
        self,
        name: str,
        message: Json,
        *,
        exchange: str = "",
        routing_key: str | None = None,
        headers: Headers | None = None,
    ) -> None:
        """Publish a message of a contract; raises `InvalidMessage`, `UnknownContract` or `Unroutable`."""
        body, stamp = self.guard.outgoing(name, message, headers)
        self.broker.route(
            Published(
                exchange=exchange,
                routing_key=routing_key or name,
                body=body,
                type=stamp.type,
                content_type=stamp.content_type,
                headers={**(headers or {}), **stamp.headers},
            )
        )


class MemoryConsumer(Handling):
    """Handles the messages of a queue; each is acknowledged, requeued once, or dead-lettered."""

    def __init__(self, channel: MemoryChannel, queue: str, *, binding: str | None = None) -> None:
        """A consumer of a queue; `binding` names the contract of every message in it, whatever they say."""
        if not channel.dead_letter_exchange:  # the default exchange would send it back to the queue that it came from
            raise NoDeadLetterExchange(queue)
        self._broker = channel.broker
        self._dead_letter_exchange = channel.dead_letter_exchange
        self._queue = queue
        self._inbox = Inbox(channel.guard, binding=binding)
        self._is_stopped = False

    def run(self) -> None:
        """Handle what waits in the queue: in memory nothing comes later. Raises `DeadLetterFailed`."""
        self.drain()

    def drain(self) -> int:
        """Handle what waits in the queue, and give the number of deliveries."""
        queue, count, self._is_stopped = self._broker.queues[self._queue], 0, False
        while queue and not self._is_stopped:
            self._handle(queue)
            count += 1
        return count

    def stop(self) -> None:
        """End `run` after the message at hand."""
        self._is_stopped = True

    def _handle(self, queue: deque[Published]) -> None:
        message = queue[0]  # it leaves the queue when it is settled, not before
        delivery = Delivery(
            body=message.body, type=message.type, headers=message.headers, is_redelivered=message.is_redelivered
        )
        settled = self._inbox.deliver(delivery)
        if settled is Settled.REQUEUE:
            queue[0] = replace(message, is_redelivered=True)
            return
        if isinstance(settled, DeadLetter):
            self._dead_letter(settled, message)
        queue.remove(message)

    def _dead_letter(self, letter: DeadLetter, message: Published) -> None:
        dead = replace(
            message, exchange=self._dead_letter_exchange, headers=letter.headers(message.headers), is_redelivered=False
        )
        try:
            self._broker.route(dead)
        except Unroutable as error:
            raise DeadLetterFailed(letter, self._dead_letter_exchange, str(error)) from error


def _fits(pattern: list[str], key: list[str]) -> bool:
    """Whether a topic pattern takes a routing key: `*` stands for one word, `#` for any number of them."""
    if not pattern:
        return not key
    if pattern[0] == "#":
        return any(_fits(pattern[1:], key[start:]) for start in range(len(key) + 1))
    return bool(key) and pattern[0] in {"*", key[0]} and _fits(pattern[1:], key[1:])
