"""The broker in memory decides as the real one does."""

from __future__ import annotations

import orjson
import pytest

from bindery_client import InvalidMessage
from bindery_client.memory import MemoryBroker, MemoryChannel, MemoryConsumer, Published, Unroutable
from bindery_client.messaging.dead_letters import DeadLetterFailed, NoDeadLetterExchange
from bindery_client.messaging.inbox import HandlerNotAwaited
from contracts.keywords import Json
from tests.order_contracts import VERSION, order, order_contracts

ORDERS, QUEUE, DEAD, DEAD_QUEUE = "orders", "billing-orders", "dead", "dead-letters"


def wired() -> tuple[MemoryBroker, MemoryChannel]:
    """A broker with a queue for orders and one for dead letters, and a channel on it."""
    broker = MemoryBroker()
    broker.bind(QUEUE, ORDERS, "order.*")
    broker.bind(DEAD_QUEUE, DEAD)
    return broker, MemoryChannel(broker, order_contracts(), dead_letter_exchange=DEAD)


def put(broker: MemoryBroker, message: Json) -> None:
    """A message of a stranger."""
    broker.route(Published(exchange="", routing_key=QUEUE, body=orjson.dumps(message)))


def test_a_published_message_is_stamped_and_reaches_its_handler() -> None:
    """The way of a message, without a broker."""
    broker, channel = wired()
    channel.publish("order.created", order(), exchange=ORDERS, headers={"tenant": "eu"})
    (published,) = broker.queues[QUEUE]
    assert (published.type, published.content_type) == ("order.created", "application/json")
    assert published.headers.items() >= {"tenant": "eu", "x-contract-version": VERSION}.items()
    seen: list[Json] = []
    assert MemoryConsumer(channel, QUEUE).on("order.created", seen.append).drain() == 1
    assert (seen, list(broker.queues[QUEUE])) == ([order()], [])


def test_an_invalid_message_is_never_sent() -> None:
    """The writer's closed schema refuses it."""
    broker, channel = wired()
    with pytest.raises(InvalidMessage):
        channel.publish("order.created", order(coupon="X"), exchange=ORDERS)
    assert list(broker.queues[QUEUE]) == []


def test_an_unroutable_message_is_an_error() -> None:
    """As with a mandatory message on a real channel."""
    _, channel = wired()
    with pytest.raises(Unroutable, match=r"invoice\.paid"):
        channel.publish("order.created", order(), exchange=ORDERS, routing_key="invoice.paid")


def test_an_invalid_message_is_dead_lettered() -> None:
    """Body intact, reasons in the headers."""
    broker, channel = wired()
    put(broker, order(totalCents=-1))
    MemoryConsumer(channel, QUEUE).on("order.created", print).run()
    (dead,) = broker.queues[DEAD_QUEUE]
    assert orjson.loads(dead.body) == order(totalCents=-1)
    assert dead.headers["x-contract-errors"].startswith("invalid-message\n/data/totalCents")
    assert list(broker.queues[QUEUE]) == []


def test_a_handler_that_always_fails_is_tried_twice() -> None:
    """Then the message is a dead letter."""
    broker, channel = wired()
    put(broker, order())
    calls: list[Json] = []

    def handle(message: Json) -> None:
        calls.append(message)
        raise RuntimeError("the ledger is locked")

    assert MemoryConsumer(channel, QUEUE).on("order.created", handle).drain() == len(calls) == 2
    assert broker.queues[DEAD_QUEUE][0].headers["x-contract-errors"].startswith("handler-failed")


def test_a_dead_letter_that_cannot_be_sent_stops_consuming() -> None:
    """The message stays where it is."""
    broker = MemoryBroker()
    broker.bind(QUEUE)
    channel = MemoryChannel(broker, order_contracts(), dead_letter_exchange=DEAD)
    put(broker, order(totalCents=-1))
    with pytest.raises(DeadLetterFailed, match=DEAD):
        MemoryConsumer(channel, QUEUE).run()
    assert len(broker.queues[QUEUE]) == 1


def test_a_consumer_may_be_stopped_by_its_handler() -> None:
    """What waits behind the message at hand stays in the queue."""
    broker, channel = wired()
    for number in range(3):
        put(broker, order(number))
    consumer = MemoryConsumer(channel, QUEUE)
    assert consumer.on("order.created", lambda _message: consumer.stop()).drain() == 1
    assert len(broker.queues[QUEUE]) == 2


def test_unknown_messages_pass_to_their_own_handler() -> None:
    """With `unknown="pass"`."""
    broker, _ = wired()
    put(broker, {"event": "other"})
    channel = MemoryChannel(broker, order_contracts(), dead_letter_exchange=DEAD, unknown="pass")
    seen: list[Json] = []
    MemoryConsumer(channel, QUEUE).otherwise(seen.append).run()
    assert seen == [{"event": "other"}]


@pytest.mark.parametrize("exchange", [None, ""])
def test_a_consumer_needs_a_route_for_refused_messages(exchange: str | None) -> None:
    """What would not start in production does not start here; the default exchange would make messages go round."""
    broker, _ = wired()
    with pytest.raises(NoDeadLetterExchange, match=QUEUE):
        MemoryConsumer(MemoryChannel(broker, order_contracts(), dead_letter_exchange=exchange), QUEUE)


def test_a_handler_that_nobody_awaits_loses_no_message() -> None:
    """A coroutine function does nothing until it is awaited, so its message is not handled."""
    broker, channel = wired()
    put(broker, order())

    async def handle(_message: Json) -> None:
        raise AssertionError

    with pytest.raises(HandlerNotAwaited, match=r"handle.*bindery_client\.aio_pika"):
        MemoryConsumer(channel, QUEUE).on("order.created", handle).run()
    assert len(broker.queues[QUEUE]) == 1


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        ("order.*", "order.created", True),
        ("order.*", "order.created.eu", False),
        ("order.#", "order.created.eu", True),
        ("order.#", "order", True),
        ("#.eu", "order.created.eu", True),
        ("#", "order", True),
        ("order", "orders", False),
        ("*", "order", True),
        ("order.*", "order", False),
    ],
)
def test_topics_are_matched_as_rabbitmq_matches_them(pattern: str, key: str, *, fits: bool) -> None:
    """`*` stands for exactly one word, `#` for any number of them."""
    broker = MemoryBroker()
    broker.bind("all", ORDERS)
    broker.bind(QUEUE, ORDERS, pattern)
    broker.route(Published(exchange=ORDERS, routing_key=key, body=b"{}"))
    assert len(broker.queues[QUEUE]) == fits
