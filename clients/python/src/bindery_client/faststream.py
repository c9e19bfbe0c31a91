"""Contracts in FastStream: a broker middleware over RabbitMQ, with the same decisions as `bindery_client.pika`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aio_pika import DeliveryMode, Message
from aiormq.abc import DeliveredMessage
from fast_depends.use import SerializerCls
from faststream import BaseMiddleware
from faststream.exceptions import AckMessage, IgnoredException
from faststream.message import encode_message
from faststream.response import PublishType

from bindery_client.aio_pika import NotConfirmed, delivery_of, republish
from bindery_client.messaging.dead_letters import DeadLetter, DeadLetterFailed, NoDeadLetterExchange
from bindery_client.messaging.guard import Guard, Unknown
from bindery_client.messaging.inbox import after_failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from faststream import ContextRepo
    from faststream.message import StreamMessage
    from faststream.rabbit.response import RabbitPublishCommand

    from bindery_client import Contracts
    from bindery_client.messaging.delivery import Accepted, Delivery, Stamp

__all__ = ["ContractMiddleware"]


class ContractMiddleware:
    """What `RabbitBroker(middlewares=[...])` takes.

    The contract of a message is what `bindings` says for its routing key, else its `message_type`, else the type key of
    its body. `failure` holds the reason when consuming has stopped: a message could not be judged or dead-lettered.
    """

    def __init__(
        self,
        contracts: Contracts | Guard,
        *,
        dead_letter_exchange: str,
        bindings: Mapping[str, str] | None = None,
        unknown: Unknown | str = Unknown.REJECT,
    ) -> None:
        self.guard = contracts if isinstance(contracts, Guard) else Guard(contracts, unknown=unknown)
        self.dead_letter_exchange = dead_letter_exchange
        self.bindings = {key: self.guard.event(name).name for key, name in (bindings or {}).items()}
        if not dead_letter_exchange:
            raise NoDeadLetterExchange("any queue")
        self.failure: Exception | None = None
        self._stopping: set[asyncio.Future[None]] = set()

    def stopped(self, error: Exception, subscriber: Any) -> None:  # noqa: ANN401 - FastStream's, internal by name
        """End a subscriber: messages wait in its queue instead of failing one after the other."""
        self.failure = self.failure or error
        if subscriber is not None:
            # not awaited: stopping waits for the message at hand, which is this one; kept, since tasks are held weakly
            self._stopping.add(asyncio.ensure_future(subscriber.stop()))

    def __call__(self, msg: Any, /, *, context: ContextRepo) -> _Scope:  # noqa: ANN401 - as FastStream declares it
        """The scope of one message."""
        return _Scope(msg, context=context, settings=self)


class _Scope(BaseMiddleware["RabbitPublishCommand", Any]):
    def __init__(self, msg: Any, /, *, context: ContextRepo, settings: ContractMiddleware) -> None:  # noqa: ANN401 - the same
        super().__init__(msg, context=context)
        self._settings = settings

    async def publish_scope(self, call_next: Callable[[Any], Awaitable[Any]], cmd: RabbitPublishCommand) -> Any:  # noqa: ANN401 - the same
        """Validate and stamp what is published; an answer to `reply_to` is no event and passes."""
        if cmd.publish_type is not PublishType.PUBLISH:
            return await call_next(cmd)
        self._stamp(cmd)
        confirmed = await call_next(cmd)
        if isinstance(confirmed, DeliveredMessage):  # aio-pika hands a returned message back, and FastStream drops it
            raise NotConfirmed(cmd.exchange.name, cmd.destination, confirmed)
        return confirmed

    async def consume_scope(self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Any]) -> Any:  # noqa: ANN401 - the same
        """Hand a valid message on; dead-letter what is invalid, or what fails for the second time."""
        delivery = delivery_of(msg.raw_message)
        found = self._verdict(delivery, msg)
        if isinstance(found, DeadLetter):
            await self._dead_letter(found, msg)
            raise AckMessage  # the end of this message for FastStream; it is acknowledged by now
        try:
            return await call_next(msg)
        except IgnoredException:  # FastStream's own words: the handler decided about the message itself
            raise
        except Exception as error:
            if not msg.raw_message.processed:  # with ACK_FIRST the user chose that a failure loses it
                letter = after_failure(self._settings.guard, delivery, found, error)
                if isinstance(letter, DeadLetter):
                    await self._dead_letter(letter, msg)
                else:
                    await msg.raw_message.nack(requeue=True)
            raise

    def _verdict(self, delivery: Delivery, msg: StreamMessage[Any]) -> Accepted | DeadLetter:
        binding = self._settings.bindings.get(msg.raw_message.routing_key or "")
        try:
            return self._settings.guard.incoming(delivery, binding)
        except Exception as error:  # whatever it was: FastStream would reject the message, and it would be lost
            self._stop_consuming(error, msg)
            raise

    def _stamp(self, cmd: RabbitPublishCommand) -> None:
        options, headers, guard = cmd.message_options, cmd.headers or {}, self._settings.guard
        binding = self._settings.bindings.get(cmd.destination)
        cmd.publish_options["mandatory"] = True
        if isinstance(cmd.body, Message):  # FastStream sends it as it is, whatever the command says
            stamp = guard.outgoing_bytes(cmd.body.body, binding, cmd.body.type, cmd.body.headers)
            _stamp_message(cmd.body, stamp)
            return
        body, _ = encode_message(cmd.body, SerializerCls)
        stamp = guard.outgoing_bytes(body, binding, options.get("message_type"), headers)
        if stamp is not None:
            cmd.body, cmd.headers = body, {**headers, **stamp.headers}
            options["content_type"], options["message_type"], options["persist"] = stamp.content_type, stamp.type, True

    async def _dead_letter(self, letter: DeadLetter, msg: StreamMessage[Any]) -> None:
        try:
            await republish(letter, msg.raw_message, self._settings.dead_letter_exchange)
        except DeadLetterFailed as error:
            self._stop_consuming(error, msg)
            raise
        if not msg.raw_message.processed:  # ACK_FIRST has acknowledged it
            await msg.raw_message.ack()

    def _stop_consuming(self, error: Exception, msg: StreamMessage[Any]) -> None:
        msg.raw_message.lock()  # FastStream's acknowledgement leaves a locked message alone, whatever its policy
        subscriber, application = self.context.get("handler_"), self.context.get("app")
        self._settings.stopped(error, subscriber)
        if application is not None:
            application.exit()


def _stamp_message(message: Message, stamp: Stamp | None) -> None:
    if stamp is not None:
        message.headers = {**message.headers, **stamp.headers}
        message.content_type, message.type = stamp.content_type, stamp.type
        message.delivery_mode = DeliveryMode.PERSISTENT
