"""Contracts on a channel of pika: nothing invalid is published, nothing invalid reaches a handler, nothing is lost."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from pika import BasicProperties, DeliveryMode
from pika.exceptions import AMQPError

from bindery_client.errors import BinderyClientError
from bindery_client.messaging.dead_letters import DeadLetter, DeadLetterFailed, NoDeadLetterExchange
from bindery_client.messaging.delivery import Delivery, Stamp
from bindery_client.messaging.guard import Guard, Unknown
from bindery_client.messaging.inbox import Handling, Inbox, Settled

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel
    from pika.spec import Basic

    from bindery_client import Contracts
    from bindery_client.json_values import Json

__all__ = ["ContractChannel", "ContractConsumer"]


class ContractChannel:
    """A channel that publishes as the contracts say: validated, stamped, persistent, mandatory and confirmed.

    `confirms=False` gives up the last: a message may be lost without an error, and no consumer may use the channel.
    """

    def __init__(
        self,
        channel: BlockingChannel,
        contracts: Contracts | Guard,
        *,
        dead_letter_exchange: str | None = None,
        unknown: Unknown | str = Unknown.REJECT,
        confirms: bool = True,
    ) -> None:
        self.channel = channel
        self.guard = contracts if isinstance(contracts, Guard) else Guard(contracts, unknown=unknown)
        self.dead_letter_exchange = dead_letter_exchange if confirms else None
        self._properties: dict[Stamp, BasicProperties] = {}
        if confirms:
            channel.confirm_delivery()

    def publish(
        self,
        name: str,
        message: Json,
        *,
        exchange: str = "",
        routing_key: str | None = None,
        properties: BasicProperties | None = None,
    ) -> None:
        """Publish a message of a contract; the routing key is its name unless given.

        Raises `InvalidMessage` or `UnknownContract` before anything is sent, and what pika raises when the broker does
        not take the message: `UnroutableError`, `NackError`, or an `AMQPError` of a lost connection.
        """
        body, stamp = self.guard.outgoing(name, message, properties.headers if properties else None)
        self.channel.basic_publish(
            exchange, routing_key or name, body, self._stamped(stamp, properties), mandatory=True
        )

    def dead_letter(self, letter: DeadLetter, method: Any, properties: BasicProperties, body: bytes) -> None:  # noqa: ANN401 - Basic.Deliver or Basic.GetOk
        """Republish a refused delivery, body intact; raises `DeadLetterFailed` when the broker does not confirm it."""
        exchange = self.dead_letter_exchange or ""
        try:
            self.channel.basic_publish(
                exchange, method.routing_key, body, _dead_letter_properties(letter, properties), mandatory=True
            )
        except AMQPError as error:
            raise DeadLetterFailed(letter, exchange, f"{type(error).__name__}: {error}") from error

    def _stamped(self, stamp: Stamp, properties: BasicProperties | None) -> BasicProperties:
        if properties is not None:
            stamped = copy(properties)
            stamped.headers = {**(properties.headers or {}), **stamp.headers}
            stamped.content_type, stamped.type = stamp.content_type, stamp.type
            stamped.delivery_mode = DeliveryMode.Persistent.value
            return stamped
        cached = self._properties.get(stamp)
        if cached is None:
            cached = self._properties[stamp] = self._stamped(stamp, BasicProperties())
            pieces = cached.encode()
            cached.encode = lambda: list(pieces)  # the same for every message, and a tenth of the cost of publishing
        return cached


class ContractConsumer(Handling):
    """Handles the messages of a queue one after the other; each is acknowledged, requeued once, or dead-lettered."""

    def __init__(
        self, channel: ContractChannel, queue: str, *, binding: str | None = None, prefetch_count: int = 50
    ) -> None:
        """A consumer of a queue; `binding` names the contract of every message in it, whatever they say."""
        if not channel.dead_letter_exchange:  # the default exchange would send it back to the queue that it came from
            raise NoDeadLetterExchange(queue)
        self._channel = channel
        self._queue = queue
        self._inbox = Inbox(channel.guard, binding=binding)
        self._prefetch_count = prefetch_count
        self._is_stopping = False

    def run(self) -> None:
        """Handle messages until `stop`; raises `DeadLetterFailed`, `HandlerNotAwaited`, and what pika raises.

        What pika raises is a lost connection, or a channel that the broker closed.
        """
        channel = self._channel.channel
        channel.basic_qos(prefetch_count=self._prefetch_count)
        self._is_stopping = False
        tag = channel.basic_consume(self._queue, lambda _channel, *delivery: self._receive(*delivery))
        try:
            channel.start_consuming()
        except BinderyClientError:
            if channel.is_open:  # the channel stays the caller's; what was prefetched goes back to the queue
                channel.basic_cancel(tag)
            raise

    def drain(self) -> int:
        """Handle what waits in the queue, and give the number of deliveries."""
        count = 0
        while True:
            method, properties, body = self._channel.channel.basic_get(self._queue)
            if method is None:
                return count
            self._handle(method, properties, body)
            count += 1

    def stop(self) -> None:
        """End `run` after the message at hand; may be called from a handler, another thread or a signal handler."""
        self._is_stopping = True
        channel = self._channel.channel
        channel.connection.add_callback_threadsafe(channel.stop_consuming)

    def _receive(self, method: Basic.Deliver, properties: BasicProperties, body: bytes) -> None:
        if self._is_stopping:  # pika hands out all that was prefetched before it looks at anything else
            self._channel.channel.basic_nack(method.delivery_tag, requeue=True)
        else:
            self._handle(method, properties, body)

    def _handle(self, method: Basic.Deliver | Basic.GetOk, properties: BasicProperties, body: bytes) -> None:
        channel = self._channel.channel
        delivery = Delivery(
            body=body, type=properties.type, headers=properties.headers or {}, is_redelivered=method.redelivered
        )
        settled = self._inbox.deliver(delivery)
        if settled is Settled.REQUEUE:
            channel.basic_nack(method.delivery_tag, requeue=True)
            return
        if isinstance(settled, DeadLetter):
            self._channel.dead_letter(settled, method, properties, body)
        channel.basic_ack(method.delivery_tag)


def _dead_letter_properties(letter: DeadLetter, properties: BasicProperties) -> BasicProperties:
    """The properties of a delivery as a dead letter: kept for good, and sent in this connection's own name."""
    kept = copy(properties)
    kept.headers = letter.headers(properties.headers)
    kept.delivery_mode = DeliveryMode.Persistent.value
    kept.expiration = None  # it would end in the dead-letter queue too
    kept.user_id = None  # the broker closes the channel when it is not the user of this connection
    return kept
