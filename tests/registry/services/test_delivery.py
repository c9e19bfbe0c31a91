"""Delivery over a real broker: every event at least once, in order, whatever ends in between."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from registry.messaging import BrokerUnavailable, NotAsDeclared, Publisher
from registry.services.delivery import Deliverer, deliver_outbox
from registry.services.registration import Registration, register_documents
from registry.settings import Settings
from registry.storage import Database
from registry.storage.outbox import Event
from registry.storage.turns import delivery_turn
from tests.breakable_wire import BreakableWire, breakable_wire
from tests.direct_registry import ask, register
from tests.event_listener import Ear, listening
from tests.proofs import InThisProcess
from tests.rabbitmq import URL
from tests.registry_texts import events_document

pytestmark = pytest.mark.rabbitmq


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A listener on an exchange of this test's own."""
    with listening() as made:
        yield made


@pytest.fixture
def wire() -> Iterator[BreakableWire]:
    """A way to the broker that can be cut."""
    with breakable_wire() as made:
        yield made


def happen(settings: Settings, *names: str) -> None:
    """Let one event happen for each name, in one registration each."""
    for name in names:
        register(settings, {f"docs/{name}.md": events_document({name: {"id": "uuid"}})})


def deliver(settings: Settings, publisher: Publisher) -> int:
    """How many events were delivered."""
    return ask(settings, lambda database: deliver_outbox(database, publisher))


def undelivered(settings: Settings) -> list[int]:
    """The sequence numbers of the events that no broker has confirmed."""

    async def look(database: Database) -> list[Event]:
        async with database.reading() as store:
            return await store.outbox.undelivered(limit=1000)

    return [event.sequence for event in ask(settings, look)]


def test_every_event_is_delivered_once_in_order(settings: Settings, ear: Ear) -> None:
    """What happened is published in the order of its sequence, and not again."""
    happen(settings, "a.happened", "b.happened", "c.happened")
    publisher = Publisher(URL, exchange=ear.exchange)
    assert deliver(settings, publisher) == 3
    assert deliver(settings, publisher) == 0
    publisher.close()
    assert ear.sequences() == [1, 2, 3]
    assert undelivered(settings) == []


def test_a_message_is_persistent_and_named(settings: Settings, ear: Ear) -> None:
    """A message survives the broker, is JSON, says its type, and has an id that shows a repetition."""
    happen(settings, "a.happened")
    publisher = Publisher(URL, exchange=ear.exchange)
    deliver(settings, publisher)
    publisher.close()
    properties, body = ear.broker.take(ear.queue)
    assert (properties.delivery_mode, properties.content_type) == (2, "application/json")
    assert (properties.type, properties.message_id) == ("contract.registered", json.loads(body)["eventId"])


def test_an_event_that_nobody_listens_to_is_delivered(settings: Settings, ear: Ear) -> None:
    """An exchange without a queue takes every message: nobody missed it."""
    happen(settings, "a.happened")
    publisher = Publisher(URL, exchange=ear.broker.exchange("unheard"))
    assert deliver(settings, publisher) == 1
    publisher.close()


def test_a_broker_that_is_gone_loses_nothing(settings: Settings, ear: Ear, wire: BreakableWire) -> None:
    """Events of an outage wait, and are delivered in order once the broker is back."""
    publisher = Publisher(wire.url, exchange=ear.exchange)
    happen(settings, "a.happened")
    deliver(settings, publisher)
    wire.cut()
    happen(settings, "b.happened", "c.happened")
    with pytest.raises(BrokerUnavailable):
        deliver(settings, publisher)
    assert undelivered(settings) == [2, 3]
    wire.mend()
    assert deliver(settings, publisher) == 2
    publisher.close()
    assert ear.sequences() == [1, 2, 3]


class _Fading(Publisher):
    """A publisher whose broker is gone after one message."""

    def publish(self, message: object) -> None:
        super().publish(message)  # type: ignore[arg-type]  # what the delivery hands over
        self.wire.cut()

    wire: BreakableWire


def test_what_was_confirmed_before_the_outage_is_not_sent_again(
    settings: Settings, ear: Ear, wire: BreakableWire
) -> None:
    """A delivery that stops half-way continues where it stopped."""
    happen(settings, "a.happened", "b.happened")
    fading = _Fading(wire.url, exchange=ear.exchange)
    fading.wire = wire
    with pytest.raises(BrokerUnavailable):
        deliver(settings, fading)
    assert undelivered(settings) == [2]
    publisher = Publisher(URL, exchange=ear.exchange)
    deliver(settings, publisher)
    publisher.close()
    assert ear.sequences() == [1, 2]


def test_an_event_that_is_not_as_declared_is_not_sent(settings: Settings, ear: Ear) -> None:
    """What breaks Bindery's own contract stays where it is, and so does all that comes after it."""
    happen(settings, "a.happened", "b.happened", "c.happened")
    with sqlite3.connect(make_url(settings.database_url).database or "") as connection:
        connection.execute("UPDATE outbox SET payload = json_set(payload, '$.kind', 7) WHERE sequence = 2")
    publisher = Publisher(URL, exchange=ear.exchange)
    with pytest.raises(NotAsDeclared, match="/data/kind"):
        deliver(settings, publisher)
    publisher.close()
    assert ear.sequences() == [1]
    assert undelivered(settings) == [2, 3]


@pytest.mark.parametrize("where", ["file", pytest.param("server", marks=pytest.mark.postgres)])
def test_one_process_delivers_at_a_time(
    request: pytest.FixtureRequest, settings: Settings, ear: Ear, where: str
) -> None:
    """Whoever finds another process delivering leaves it to that one."""
    if where == "server":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    happen(settings, "a.happened")
    publisher = Publisher(URL, exchange=ear.exchange)

    async def deliver_while_another_does(database: Database) -> list[int]:
        other = Database(settings.database_url)
        async with delivery_turn(other) as is_mine:
            assert is_mine
            during = await deliver_outbox(database, publisher)
        await other.close()
        return [during, await deliver_outbox(database, publisher)]

    assert ask(settings, deliver_while_another_does) == [0, 1]
    publisher.close()


def test_a_deliverer_wakes_up_for_a_commit(settings: Settings, ear: Ear) -> None:
    """A commit of the same process is delivered at once, long before it is time to look again."""
    happen(settings, "a.happened")

    async def commit_while_delivering(database: Database) -> None:
        deliverer = Deliverer(database, Publisher(URL, exchange=ear.exchange), poll_seconds=3600)
        task = asyncio.create_task(deliverer.run())
        assert await asyncio.to_thread(ear.wait_for, 1) == [1]
        await _register_in(database, "b.happened")
        assert await asyncio.to_thread(ear.wait_for, 1) == [2]
        deliverer.stop()
        await task

    ask(settings, commit_while_delivering)


def test_a_deliverer_survives_an_outage(settings: Settings, ear: Ear, wire: BreakableWire) -> None:
    """What happens while the broker is away is delivered when it is back, in order, by the same deliverer."""
    wire.cut()
    happen(settings, "a.happened", "b.happened")

    async def mend_while_delivering(database: Database) -> None:
        deliverer = Deliverer(database, Publisher(wire.url, exchange=ear.exchange), poll_seconds=0.01)
        task = asyncio.create_task(deliverer.run())
        await _register_in(database, "c.happened")
        wire.mend()
        assert await asyncio.to_thread(ear.wait_for, 3) == [1, 2, 3]
        wire.cut()
        await _register_in(database, "d.happened")
        wire.mend()
        assert await asyncio.to_thread(ear.wait_until, 4) in ([4], [3, 4])
        deliverer.stop()
        await task

    ask(settings, mend_while_delivering)


async def _register_in(database: Database, name: str) -> None:
    texts = {f"docs/{name}.md": events_document({name: {"id": "uuid"}})}
    await register_documents(database, InThisProcess(), Registration(source="shop", texts=texts))
