"""The handlers of a queue: which one gets a delivery, and what becomes of the delivery after it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum
from inspect import isawaitable, iscoroutine
from typing import TYPE_CHECKING, Any

from bindery_client import BinderyClientError
from bindery_client.messaging.dead_letters import DeadLetter, Reason

if TYPE_CHECKING:
    from typing import Self

    from bindery_client.messaging.delivery import Accepted, Delivery
    from bindery_client.messaging.guard import Guard

Handler = Callable[[Any], Any]  # a handler takes the JSON that its contract describes
logger = logging.getLogger("bindery_client")


class HandlerNotAwaited(BinderyClientError):
    """A coroutine function was given to a consumer that awaits nothing; the message stays in its queue."""

    def __init__(self, handle: Handler) -> None:
        name = getattr(handle, "__qualname__", repr(handle))
        super().__init__(
            f"the handler {name} gave back a coroutine, which this consumer does not await, so the message was not "
            "handled: it stays in its queue, and consuming stops. Use bindery_client.aio_pika, or a plain function"
        )


class Settled(StrEnum):
    """What the broker is told about a delivery that is no dead letter."""

    ACKNOWLEDGE = "acknowledge"
    REQUEUE = "requeue"


class Inbox:
    """Handlers by contract name, and one for messages of no contract when unknown messages pass."""

    def __init__(self, guard: Guard, *, binding: str | None = None) -> None:
        self._guard = guard
        self._binding = None if binding is None else guard.event(binding).name
        self._handlers: dict[str | None, Handler] = {}

    def add(self, name: str | None, handle: Handler) -> None:
        """Have a contract's messages handled; raises `UnknownContract`, at start instead of in production."""
        self._handlers[None if name is None else self._guard.event(name).name] = handle

    def deliver(self, delivery: Delivery) -> Settled | DeadLetter:
        """What becomes of a delivery, after its handler if it may have it; raises `HandlerNotAwaited`."""
        opened = self._open(delivery)
        if isinstance(opened, DeadLetter):
            return opened
        handle, accepted = opened
        try:
            result = handle(accepted.message)
        except Exception as error:  # noqa: BLE001 - the edge of the process: whatever it was, the message must not be lost
            return after_failure(self._guard, delivery, accepted, error)
        if isawaitable(result):
            _discard(result)
            raise HandlerNotAwaited(handle)
        return Settled.ACKNOWLEDGE

    async def deliver_async(self, delivery: Delivery) -> Settled | DeadLetter:
        """The same for handlers that may be coroutine functions."""
        opened = self._open(delivery)
        if isinstance(opened, DeadLetter):
            return opened
        handle, accepted = opened
        try:
            result = handle(accepted.message)
            if isawaitable(result):
                await result
        except Exception as error:  # noqa: BLE001 - the same edge
            return after_failure(self._guard, delivery, accepted, error)
        return Settled.ACKNOWLEDGE

    def _open(self, delivery: Delivery) -> tuple[Handler, Accepted] | DeadLetter:
        found = self._guard.incoming(delivery, self._binding)
        if isinstance(found, DeadLetter):
            return found
        name = found.contract.name if found.contract else None
        handle = self._handlers.get(name)
        if handle is not None:
            return handle, found
        handled = ", ".join(sorted(key for key in self._handlers if key)) or "nothing"
        return DeadLetter.of(Reason.NO_HANDLER, found.contract, f"this consumer handles {handled}")


def _discard(result: Awaitable[object]) -> None:
    """Nothing; a coroutine that is closed does not warn that nobody awaited it."""
    if iscoroutine(result):
        result.close()


def after_failure(guard: Guard, delivery: Delivery, accepted: Accepted, error: Exception) -> Settled | DeadLetter:
    """Requeue a message whose handler raised for the first time; the second time it is a dead letter."""
    name = accepted.contract.name if accepted.contract else "a message of no contract"
    letter = guard.after_failure(delivery, accepted, error)
    follows = "it is requeued once" if letter is None else "it is dead-lettered"
    logger.error("the handler of %s raised, %s", name, follows, exc_info=error)
    return Settled.REQUEUE if letter is None else letter


class Handling:
    """What every consumer is told: who handles the messages of its inbox."""

    _inbox: Inbox

    def on(self, name: str, handle: Handler) -> Self:
        """Have the messages of a contract handled; raises `UnknownContract`. A coroutine function needs aio-pika."""
        self._inbox.add(name, handle)
        return self

    def otherwise(self, handle: Handler) -> Self:
        """Have messages of no contract handled, when unknown messages pass."""
        self._inbox.add(None, handle)
        return self
