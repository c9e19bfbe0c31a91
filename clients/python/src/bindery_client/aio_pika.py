"""Contracts on a channel of aio-pika; the same decisions as `bindery_client.pika`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aio_pika import DeliveryMode, Message
from aio_pika.exceptions import CONNECTION_EXCEPTIONS
from pamqp.commands import Basic

from bindery_client import BinderyClientError
from bindery_client.messaging.dead_letters import DeadLetter, DeadLetterFailed, NoDeadLetterExchange
from bindery_client.messaging.delivery import Delivery
from bindery_client.messaging.guard import Guard, Unknown
from bindery_client.messaging.inbox import Handling, Inbox, Settled

if TYPE_CHECKING:
    from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractIncomingMessage, AbstractQueueIterator

    from bindery_client import Contracts
    from bindery_client.json_values import Json

__all__ = ["ContractChannel", "ContractConsumer", "NotConfirmed", "delivery_of", "republish"]


class NotConfirmed(BinderyClientError):
    """The broker did not take a message: it was returned as unroutable, or the channel has no publisher confirms."""

    def __init__(self, exchange: str, routing_key: str, found: object) -> None:
        reason = "the channel was opened without publisher confirms" if found is None else "no queue is bound for it"
        super().__init__(f"exchange {exchange!r} with routing key {routing_key!r} did not take a message: {reason}")


class ContractChannel:
    """A channel that publishes as the contracts say: validated, stamped, persistent, mandatory and confirmed."""

    def __init__(
        self,
        channel: AbstractChannel,
        contracts: Contracts | Guard,
        *,
        dead_letter_exchange: str | None = None,
        unknown: Unknown | str = Unknown.REJECT,
    ) -> None:
        self.channel = channel
        self.guard = contracts if isinstance(contracts, Guard) else Guard(contracts, unknown=unknown)
        self.dead_letter_exchange = dead_letter_exchange
        self._exchanges: dict[str, AbstractExchange] = {}

    async def publish(
        self,
        name: str,
        message: Json,
        *,
        exchange: str = "",
        routing_key: str | None = None,
        **properties: Any,  # noqa: ANN401 - what aio_pika.Message takes
    ) -> None:
        """Publish a message of a contract; the routing key is its name, `properties` are aio-pika's (`message_id=...`).

        Raises `InvalidMessage` or `UnknownContract` before anything is sent, `NotConfirmed` for a message that is
        returned, and what aio-pika raises for a lost connection.
        """
        headers = properties.pop("headers", None) or {}
        body, stamp = self.guard.outgoing(name, message, headers)
        stamped = {**properties, "content_type": stamp.content_type, "type": stamp.type}
        stamped["delivery_mode"] = DeliveryMode.PERSISTENT
        sent = Message(body, headers={**headers, **stamp.headers}, **stamped)
        target = await self._exchange(exchange)
        confirmed = await target.publish(sent, routing_key or name, mandatory=True)
        if not isinstance(confirmed, Basic.Ack):
            raise NotConfirmed(exchange, routing_key or name, confirmed)

    async def _exchange(self, name: str) -> AbstractExchange:
        if not name:
            return self.channel.default_exchange
        if name not in self._exchanges:
            self._exchanges[name] = await self.channel.get_exchange(name, ensure=False)
        return self._exchanges[name]


class ContractConsumer(Handling):
    """Handles the messages of a queue one after the other; each is acknowledged, requeued once, or dead-lettered."""

    def __init__(
        self, channel: ContractChannel, queue: str, *, binding: str | None = None, prefetch_count: int = 50
    ) -> None:
        """A consumer of a queue; `binding` names the contract of every message in it, whatever they say."""
        if (
            not channel.dead_letter_exchange or not channel.channel.publisher_confirms
        ):  # the default exchange would send it back to the queue that it came from
            raise NoDeadLetterExchange(queue)
        self._channel = channel.channel
        self._dead_letter_exchange = channel.dead_letter_exchange
        self._queue = queue
        self._inbox = Inbox(channel.guard, binding=binding)
        self._prefetch_count = prefetch_count
        self._deliveries: AbstractQueueIterator | None = None

    async def run(self) -> None:
        """Handle messages until `stop`; raises `DeadLetterFailed`, and what aio-pika raises for a lost connection."""
        await self._channel.set_qos(prefetch_count=self._prefetch_count)
        queue = await self._channel.get_queue(self._queue, ensure=False)
        async with queue.iterator() as self._deliveries:
            async for incoming in self._deliveries:
                await self._handle(incoming)

    async def drain(self) -> int:
        """Handle what waits in the queue, and give the number of deliveries."""
        queue = await self._channel.get_queue(self._queue, ensure=False)
        count = 0
        while (incoming := await queue.get(fail=False)) is not None:
            await self._handle(incoming)
            count += 1
        return count

    async def stop(self) -> None:
        """End `run` after the message at hand; what was prefetched goes back to the queue."""
        if self._deliveries is not None:
            await self._deliveries.close()

    async def _handle(self, incoming: AbstractIncomingMessage) -> None:
        settled = await self._inbox.deliver_async(delivery_of(incoming))
        if settled is Settled.REQUEUE:
            await incoming.nack(requeue=True)
            return
        if isinstance(settled, DeadLetter):
            await republish(settled, incoming, self._dead_letter_exchange)
        await incoming.ack()


def delivery_of(incoming: AbstractIncomingMessage) -> Delivery:
    """A delivery in no broker's words."""
    return Delivery(
        body=incoming.body,
        type=incoming.type,
        headers=incoming.headers,
        is_redelivered=bool(incoming.redelivered),
    )


async def republish(letter: DeadLetter, incoming: AbstractIncomingMessage, exchange: str) -> None:
    """Publish a refused delivery to an exchange, body intact; raises `DeadLetterFailed` when it is not confirmed."""
    # without its expiration, which would end in the dead-letter queue too, and without its user, who may be another one
    sent = Message(
        incoming.body,
        headers=letter.headers(incoming.headers),
        delivery_mode=DeliveryMode.PERSISTENT,
        content_type=incoming.content_type,
        content_encoding=incoming.content_encoding,
        type=incoming.type,
        message_id=incoming.message_id,
        correlation_id=incoming.correlation_id,
        reply_to=incoming.reply_to,
        priority=incoming.priority,
        timestamp=incoming.timestamp,
        app_id=incoming.app_id,
    )
    try:
        confirmed = await incoming.channel.basic_publish(
            sent.body,
            exchange=exchange,
            routing_key=incoming.routing_key or "",
            properties=sent.properties,
            mandatory=True,
        )
    except CONNECTION_EXCEPTIONS as error:
        raise DeadLetterFailed(letter, exchange, f"{type(error).__name__}: {error}") from error
    if not isinstance(confirmed, Basic.Ack):
        raise DeadLetterFailed(letter, exchange, str(NotConfirmed(exchange, incoming.routing_key or "", confirmed)))
