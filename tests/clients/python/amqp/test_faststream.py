"""The FastStream middleware, over a real RabbitMQ."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import aio_pika
import orjson
import pytest

from bindery_client import InvalidLockFile, InvalidMessage, UnknownContract
from bindery_client.messaging.dead_letters import NoDeadLetterExchange, Reason
from tests.client_locks import event_entry, locked
from tests.order_contracts import VERSION, order, order_contracts
from tests.rabbitmq import URL, Wiring

if not os.environ.get("BINDERY_REQUIRE_SERVICES"):
    pytest.importorskip("faststream", reason="FastStream is not installed")

from faststream import AckPolicy
from faststream.exceptions import AckMessage
from faststream.rabbit import ExchangeType, RabbitBroker, RabbitExchange, RabbitQueue
from pydantic import BaseModel

from bindery_client.aio_pika import NotConfirmed
from bindery_client.faststream import ContractMiddleware

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from contracts.keywords import Json

pytestmark = pytest.mark.rabbitmq

INVALID = orjson.dumps(order(totalCents=-1))
PATIENCE_SECONDS = 20


class Payload(BaseModel):
    """What an application hands to FastStream instead of JSON."""

    orderId: str  # noqa: N815 - as the contract spells it
    totalCents: int  # noqa: N815 - the same


class Event(BaseModel):
    """The whole message."""

    eventType: str = "order.created"  # noqa: N815 - the same
    data: Payload


def middleware_of(wiring: Wiring, **options: Json) -> ContractMiddleware:
    """The middleware of a service that produces and consumes orders."""
    return ContractMiddleware(order_contracts(), dead_letter_exchange=wiring.dead, **options)


def publish(wiring: Wiring, message: Json, **options: Json) -> None:
    """Publish to the orders exchange through FastStream."""

    async def run() -> None:
        settings = {key: options.pop(key) for key in ("bindings", "unknown") if key in options}
        async with RabbitBroker(URL, middlewares=[middleware_of(wiring, **settings)]) as broker:
            exchange = RabbitExchange(wiring.orders, type=ExchangeType.TOPIC, durable=True)
            await broker.publish(message, exchange=exchange, **{"routing_key": "order.created", **options})

    asyncio.run(run())


def consume(
    wiring: Wiring, handle: Callable[[Json], Awaitable[None]], until: Callable[[], bool], **options: Json
) -> ContractMiddleware:
    """Run a subscriber until something is so; gives back its middleware."""
    middleware = middleware_of(wiring, **options.pop("settings", {}))

    async def run() -> None:
        broker = RabbitBroker(URL, middlewares=[middleware])
        queue = RabbitQueue(wiring.queue, durable=True, declare=False)
        broker.subscriber(queue, **options)(handle)
        async with broker, asyncio.timeout(PATIENCE_SECONDS):
            await broker.start()
            await wait_until(until)

    asyncio.run(run())
    return middleware


async def wait_until(claim: Callable[[], bool]) -> None:
    """Return when something is so: brokers do not tell when a message has arrived."""
    while not claim():  # noqa: ASYNC110 - polled, for that reason
        await asyncio.sleep(0.01)


class Desk:
    """A handler that keeps what it is given, and raises if it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.seen: list[Json] = []
        self.fails = fails

    async def handle(self, message: dict[str, object]) -> None:
        """Take a message."""
        self.seen.append(message)
        if self.fails:
            raise RuntimeError("the ledger is locked")


def is_dead(wiring: Wiring, count: int = 1) -> Callable[[], bool]:
    """Whether there are dead letters."""
    return lambda: wiring.broker.count(wiring.dead_queue) >= count


@pytest.mark.parametrize(
    "message",
    [order(), Event(data=Payload(orderId="order-1", totalCents=1)), aio_pika.Message(orjson.dumps(order()))],
    ids=["json", "pydantic", "aio-pika"],
)
def test_a_published_message_is_stamped_and_persistent(wiring: Wiring, message: Json) -> None:
    """Whatever FastStream is given, the broker gets JSON with the contract in its properties."""
    publish(wiring, message)
    properties, body = wiring.broker.take(wiring.queue)
    assert (orjson.loads(body), properties.type, properties.delivery_mode) == (order(), "order.created", 2)
    assert properties.content_type == "application/json"
    assert properties.headers["x-contract-version"] == VERSION


def test_an_invalid_message_is_never_sent(wiring: Wiring) -> None:
    """The writer's closed schema refuses it before anything reaches the broker."""
    with pytest.raises(InvalidMessage):
        publish(wiring, order(coupon="X"))
    assert wiring.broker.count(wiring.queue) == 0


def test_a_message_of_no_contract_is_refused(wiring: Wiring) -> None:
    """Unless unknown messages pass, in which case it goes as it is."""
    with pytest.raises(UnknownContract):
        publish(wiring, {"event": "other"})
    publish(wiring, {"event": "other"}, unknown="pass")
    properties, _ = wiring.broker.take(wiring.queue)
    assert "x-contract-version" not in properties.headers


def test_a_binding_wins_over_what_a_message_says(wiring: Wiring) -> None:
    """The routing key may name the contract."""
    with pytest.raises(InvalidMessage, match=r"order\.cancelled"):
        publish(wiring, order(), routing_key="orders.v1", bindings={"orders.v1": "order.cancelled"})


def test_a_message_type_names_the_contract(wiring: Wiring) -> None:
    """FastStream's own option is the `type` property."""
    with pytest.raises(InvalidMessage, match=r"order\.cancelled"):
        publish(wiring, order(), message_type="order.cancelled")


def test_an_unroutable_message_is_an_error(wiring: Wiring) -> None:
    """FastStream alone would drop the message that the broker returns."""
    wiring.broker.channel.queue_unbind(wiring.queue, wiring.orders, "#")
    with pytest.raises(NotConfirmed, match="no queue"):
        publish(wiring, order())


def test_a_handler_may_publish_and_decide_by_itself(wiring: Wiring) -> None:
    """What a handler gives back is validated too, and FastStream's own words about a message are left alone."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(1)), content_type="application/json")
    answers = wiring.broker.queue("answers")
    decided: list[Json] = []

    async def run() -> None:
        broker = RabbitBroker(URL, middlewares=[middleware_of(wiring)])

        async def handle(message: dict[str, object]) -> object:
            await asyncio.sleep(0)
            if message == order(2):
                decided.append(message)
                raise AckMessage
            return order(3, name="order.cancelled")

        answering = broker.publisher(RabbitQueue(answers, durable=True, declare=False))
        answering(broker.subscriber(RabbitQueue(wiring.queue, durable=True, declare=False))(handle))
        async with broker, asyncio.timeout(PATIENCE_SECONDS):
            await broker.start()
            await wait_until(lambda: wiring.broker.count(answers) > 0)
            wiring.broker.send(wiring.queue, orjson.dumps(order(2)), content_type="application/json")
            await wait_until(lambda: bool(decided))

    asyncio.run(run())
    properties, _ = wiring.broker.take(answers)
    assert properties.type == "order.cancelled"
    assert wiring.broker.count(wiring.dead_queue) == 0


def test_a_valid_message_reaches_its_handler(wiring: Wiring) -> None:
    """It is acknowledged afterwards."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(6)), type="order.created", content_type="application/json")
    desk = Desk()
    consume(wiring, desk.handle, lambda: bool(desk.seen))
    assert desk.seen == [order(6)]
    assert (wiring.broker.count(wiring.queue), wiring.broker.count(wiring.dead_queue)) == (0, 0)


@pytest.mark.parametrize("policy", list(AckPolicy))
def test_an_invalid_message_is_dead_lettered_whatever_the_policy(wiring: Wiring, policy: AckPolicy) -> None:
    """Body intact, reasons in the headers, no handler has seen it, and nothing is left in the queue."""
    wiring.broker.send(wiring.queue, INVALID, type="order.created", message_id="m-1")
    desk = Desk()
    consume(wiring, desk.handle, is_dead(wiring), ack_policy=policy)
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (body, properties.message_id, desk.seen) == (INVALID, "m-1", [])
    assert properties.headers["x-contract-errors"].startswith("invalid-message\n/data/totalCents: ")
    assert wiring.broker.count(wiring.queue) == 0


@pytest.mark.parametrize(
    "policy", [AckPolicy.REJECT_ON_ERROR, AckPolicy.NACK_ON_ERROR, AckPolicy.ACK, AckPolicy.MANUAL]
)
def test_a_handler_that_always_fails_is_tried_twice(wiring: Wiring, policy: AckPolicy) -> None:
    """Then the message is dead-lettered with `handler-failed`, whatever FastStream would have done with it."""
    wiring.broker.send(wiring.queue, orjson.dumps(order()), content_type="application/json")
    desk = Desk(fails=True)
    consume(wiring, desk.handle, is_dead(wiring), ack_policy=policy)
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (len(desk.seen), orjson.loads(body), wiring.broker.count(wiring.queue)) == (2, order(), 0)
    assert properties.headers["x-contract-errors"] == f"{Reason.HANDLER_FAILED}\nRuntimeError: the ledger is locked"


@pytest.mark.parametrize("fault", ["missing", "unroutable"])
def test_a_dead_letter_that_cannot_be_sent_stops_consuming(wiring: Wiring, fault: str) -> None:
    """The message and those behind it stay in the queue, and the middleware knows why."""
    wiring.broker.send(wiring.queue, INVALID)
    if fault == "missing":
        wiring.broker.channel.exchange_delete(wiring.dead)
    else:
        wiring.broker.channel.queue_unbind(wiring.dead_queue, wiring.dead, "#")
    desk = Desk()
    middleware = middleware_of(wiring)

    async def run() -> None:
        broker = RabbitBroker(URL, middlewares=[middleware])
        subscriber = broker.subscriber(RabbitQueue(wiring.queue, durable=True, declare=False))
        subscriber(desk.handle)
        async with broker, asyncio.timeout(PATIENCE_SECONDS):
            await broker.start()
            await wait_until(lambda: not subscriber.running)

    asyncio.run(run())
    assert wiring.dead in str(middleware.failure)
    assert desk.seen == []
    assert wiring.broker.take(wiring.queue)[1] == INVALID


def test_a_schema_that_cannot_be_used_loses_no_message(wiring: Wiring) -> None:
    """FastStream rejects what a middleware raises about, and a rejected message is gone."""
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    unusable = event_entry(schema={"type": "nope"}, content_model="open")
    middleware = ContractMiddleware(locked(unusable), dead_letter_exchange=wiring.dead)

    async def run() -> None:
        broker = RabbitBroker(URL, middlewares=[middleware])
        subscriber = broker.subscriber(RabbitQueue(wiring.queue, durable=True, declare=False))
        subscriber(Desk().handle)
        async with broker, asyncio.timeout(PATIENCE_SECONDS):
            await broker.start()
            await wait_until(lambda: not subscriber.running or not wiring.broker.count(wiring.queue))

    asyncio.run(run())
    assert isinstance(middleware.failure, InvalidLockFile)
    assert orjson.loads(wiring.broker.take(wiring.queue)[1]) == order()


def test_the_default_exchange_is_no_dead_letter_exchange() -> None:
    """It would send a dead letter back to the queue that it came from."""
    with pytest.raises(NoDeadLetterExchange):
        ContractMiddleware(order_contracts(), dead_letter_exchange="")
