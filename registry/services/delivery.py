"""Delivering the outbox: every event reaches the broker at least once, in the order of its sequence."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import orjson

from registry.errors import ServiceError
from registry.messaging import BrokerUnavailable, Message, NotAsDeclared, Publisher, check_event
from registry.services.events import message_of
from registry.storage.turns import delivery_turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from registry.settings import Settings
    from registry.storage import Database
    from registry.storage.outbox import Backlog, Event

_BATCH = 100
_LONGEST_PAUSE_SECONDS = 10.0
_LOG = logging.getLogger(__name__)


async def deliver_outbox(database: Database, publisher: Publisher) -> int:
    """How many events the broker has taken; 0 if there are none, or if another process is delivering them.

    An event is marked after the broker's confirmation: a process that is killed in between delivers it again.

    Raises:
        BrokerUnavailable: the broker does not answer; what it had confirmed before is marked.
        NotAsDeclared: an event is none of Bindery's own design document; it and all after it are not sent.
        DatabaseUnavailable: the database does not answer.
    """
    delivered = 0
    if not await _undelivered(database, limit=1):
        return delivered
    async with delivery_turn(database) as is_mine:
        while is_mine and (events := await _undelivered(database, limit=_BATCH)):
            await _deliver(database, publisher, events)
            delivered += len(events)
    return delivered


async def _undelivered(database: Database, *, limit: int) -> list[Event]:
    async with database.reading() as store:
        return await store.outbox.undelivered(limit=limit)


async def _deliver(database: Database, publisher: Publisher, events: Sequence[Event]) -> None:
    confirmed: list[Event] = []
    try:
        await asyncio.to_thread(_publish, publisher, events, confirmed)
    finally:
        if confirmed:
            async with database.writing() as store:
                await store.outbox.mark_delivered(confirmed)


def _publish(publisher: Publisher, events: Sequence[Event], confirmed: list[Event]) -> None:
    """Publish one after the other, if it is what was promised: the next only once the broker has the one before."""
    for event in events:
        message = message_of(event)
        check_event(event.type, message)
        publisher.publish(
            Message(
                id=str(event.id),
                type=event.type,
                seconds=int(event.happened_at.timestamp()),
                body=orjson.dumps(message),
            )
        )
        confirmed.append(event)


async def outbox_backlog(database: Database) -> Backlog:
    """What the broker was told so far, and what waits.

    Raises:
        DatabaseUnavailable: the database does not answer.
        DatabaseBehind: it has no outbox yet.
    """
    async with database.reading() as store:
        return await store.outbox.backlog()


class Deliverer:
    """Delivers until it is stopped: after each commit of this process, and every `poll_seconds` for those of others.

    While the broker or the database does not answer, the pauses double, up to ten seconds; `on_failure` is called after
    each attempt in vain.
    """

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        *,
        poll_seconds: float,
        on_failure: Callable[[], object] = lambda: None,
    ) -> None:
        self._database = database
        self._on_failure = on_failure
        self._publisher = publisher
        self._poll_seconds = poll_seconds
        self._stopped = asyncio.Event()
        self._failures = 0

    async def run(self) -> None:
        """Deliver until `stop` is called; what is then being sent is finished."""
        try:
            while not self._stopped.is_set():
                self._database.committed.clear()
                await self._attempt()
                await self._pause()
        finally:
            await asyncio.to_thread(self._publisher.close)

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stopped.set()
        self._database.committed.set()

    async def _attempt(self) -> None:
        try:
            if not await deliver_outbox(self._database, self._publisher):
                await asyncio.to_thread(self._publisher.keep_alive)
        except (BrokerUnavailable, ServiceError) as error:
            if not self._failures:
                _LOG.warning("%s; it is tried again until it works, no event is lost", error)
            self._failed()
        except NotAsDeclared as error:
            _LOG.error("%s", error)
            self._failed()
        except Exception:  # noqa: BLE001 - the edge of a task that nobody watches: one error must not end it
            _LOG.exception("the delivery of events failed; it is tried again")
            self._failed()
        else:
            if self._failures:
                _LOG.warning("events are delivered again after %d attempts", self._failures)
            self._failures = 0

    def _failed(self) -> None:
        self._failures += 1
        self._on_failure()

    async def _pause(self) -> None:
        """Wait for a commit or the time to look again; after a failure, for the time only."""
        seconds = min(self._poll_seconds * 2 ** min(self._failures, 10), _LONGEST_PAUSE_SECONDS)
        awaited = self._stopped if self._failures else self._database.committed
        with suppress(TimeoutError):
            await asyncio.wait_for(awaited.wait(), max(seconds, self._poll_seconds))


@asynccontextmanager
async def delivering(
    database: Database, settings: Settings, *, on_failure: Callable[[], object] = lambda: None
) -> AsyncIterator[None]:
    """Deliver the outbox while the block runs, if the settings name a broker.

    Raises:
        CannotServe: they name what is no URL of a broker.
    """
    if settings.amqp_url is None:
        yield
        return
    deliverer = deliverer_of(database, settings.amqp_url, settings, on_failure=on_failure)
    task = asyncio.create_task(deliverer.run())
    try:
        yield
    finally:
        deliverer.stop()
        await task


def deliverer_of(
    database: Database, url: str, settings: Settings, *, on_failure: Callable[[], object] = lambda: None
) -> Deliverer:
    """A deliverer to the broker at this URL.

    Raises:
        CannotServe: it is no URL of a broker.
    """
    publisher = Publisher(url, exchange=settings.amqp_exchange)
    return Deliverer(database, publisher, poll_seconds=settings.outbox_poll_seconds, on_failure=on_failure)
