"""Publishing and consuming with aio-pika, over a real RabbitMQ."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aio_pika
import orjson
import pytest

from bindery_client import InvalidMessage, UnknownContract
from bindery_client.aio_pika import ContractChannel, ContractConsumer, NotConfirmed
from bindery_client.messaging.dead_letters import DeadLetterFailed, NoDeadLetterExchange, Reason
from tests.order_contracts import VERSION, order, order_contracts
from tests.rabbitmq import URL, Wiring
from tests.severed_wire import severed_at

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aio_pika.abc import AbstractChannel

    from contracts.keywords import Json

pytestmark = pytest.mark.rabbitmq

INVALID = orjson.dumps(order(totalCents=-1))


def on_channel(work: Callable[[AbstractChannel], Awaitable[None]], url: str = URL) -> None:
    """Run a piece of work on a channel of its own connection."""

    async def run() -> None:
        async with await aio_pika.connect(url) as connection:
            await work(await connection.channel())

    asyncio.run(run())


def consumer_of(channel: AbstractChannel, wiring: Wiring) -> ContractConsumer:
    """A consumer of the queue of billing."""
    guarded = ContractChannel(channel, order_contracts(), dead_letter_exchange=wiring.dead)
    return ContractConsumer(guarded, wiring.queue)


def test_a_published_message_is_stamped_and_reaches_its_handler(wiring: Wiring) -> None:
    """The stamp is the same as with pika, and a coroutine function may handle."""
    seen: list[Json] = []

    async def handle(message: Json) -> None:
        await asyncio.sleep(0)
        seen.append(message)

    async def work(channel: AbstractChannel) -> None:
        guarded = ContractChannel(channel, order_contracts())
        await guarded.publish(
            "order.created", order(), exchange=wiring.orders, message_id="m-1", headers={"tenant": "eu"}
        )
        properties, body = wiring.broker.take(wiring.queue)
        assert (properties.type, properties.content_type, properties.delivery_mode, properties.message_id) == (
            "order.created",
            "application/json",
            2,
            "m-1",
        )
        assert properties.headers.items() >= {"tenant": "eu", "x-contract-version": VERSION}.items()
        wiring.broker.send(wiring.queue, body, type=properties.type)
        assert await consumer_of(channel, wiring).on("order.created", handle).drain() == 1

    on_channel(work)
    assert seen == [order()]


def test_an_invalid_message_is_never_sent(wiring: Wiring) -> None:
    """The writer's closed schema refuses it before anything reaches the broker."""

    async def work(channel: AbstractChannel) -> None:
        guarded = ContractChannel(channel, order_contracts())
        with pytest.raises(InvalidMessage):
            await guarded.publish("order.created", order(coupon="X"), exchange=wiring.orders)
        with pytest.raises(UnknownContract):
            await guarded.publish("order.craeted", order(), exchange=wiring.orders)

    on_channel(work)
    assert wiring.broker.count(wiring.queue) == 0


@pytest.mark.parametrize("raises", [True, False])
def test_an_unroutable_message_is_an_error(wiring: Wiring, *, raises: bool) -> None:
    """Whether the channel raises for returned messages or hands them back, the caller learns."""

    async def run() -> None:
        async with await aio_pika.connect(URL) as connection:
            guarded = ContractChannel(await connection.channel(on_return_raises=raises), order_contracts())
            with pytest.raises((NotConfirmed, aio_pika.exceptions.DeliveryError)):
                await guarded.publish("order.created", order(), routing_key=f"{wiring.broker.prefix}.nowhere")

    asyncio.run(run())


def test_a_channel_without_confirms_cannot_promise_anything(wiring: Wiring) -> None:
    """Silence of the broker is not taken for a yes."""

    async def run() -> None:
        async with await aio_pika.connect(URL) as connection:
            guarded = ContractChannel(await connection.channel(publisher_confirms=False), order_contracts())
            with pytest.raises(NotConfirmed, match="publisher confirms"):
                await guarded.publish("order.created", order(), exchange=wiring.orders)

    asyncio.run(run())


def test_a_connection_that_breaks_during_publish_is_an_error(wiring: Wiring) -> None:
    """When the wire is cut under a publish, the caller learns that the message was not confirmed."""

    async def work(channel: AbstractChannel) -> None:
        guarded = ContractChannel(channel, order_contracts())
        with pytest.raises(aio_pika.exceptions.CONNECTION_EXCEPTIONS):
            await guarded.publish("order.created", order(4711), exchange=wiring.orders)

    with severed_at(b"order-4711") as port:
        on_channel(work, URL.replace("5672", str(port)))
    assert wiring.broker.count(wiring.queue) == 0


def test_an_invalid_message_is_dead_lettered_with_its_reasons(wiring: Wiring) -> None:
    """Body intact, reasons in the headers, properties kept but for those that would endanger it."""
    wiring.broker.send(
        wiring.queue, INVALID, message_id="m-1", expiration="60000", user_id="guest", headers={"CC": ["x"], "a": 1}
    )

    async def work(channel: AbstractChannel) -> None:
        await consumer_of(channel, wiring).on("order.created", print).drain()

    on_channel(work)
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (body, properties.message_id, properties.expiration, properties.user_id) == (INVALID, "m-1", None, None)
    assert properties.delivery_mode == 2
    assert "CC" not in properties.headers
    assert properties.headers.items() >= {"a": 1, "x-contract": "order.created", "x-contract-version": 3}.items()
    assert properties.headers["x-contract-errors"].startswith("invalid-message\n/data/totalCents: ")


def test_a_handler_that_always_fails_is_tried_twice(wiring: Wiring) -> None:
    """Then the message is dead-lettered with `handler-failed`, and nothing loops."""
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    seen: list[Json] = []

    async def handle(message: Json) -> None:
        await asyncio.sleep(0)
        seen.append(message)
        raise RuntimeError("the ledger is locked")

    async def work(channel: AbstractChannel) -> None:
        await consumer_of(channel, wiring).on("order.created", handle).drain()

    on_channel(work)
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (len(seen), orjson.loads(body), wiring.broker.count(wiring.queue)) == (2, order(), 0)
    assert properties.headers["x-contract-errors"] == f"{Reason.HANDLER_FAILED}\nRuntimeError: the ledger is locked"


def test_stopping_gives_back_what_was_prefetched(wiring: Wiring) -> None:
    """A consumer that ends after its first message leaves the others to the next one."""
    for number in range(5):
        wiring.broker.send(wiring.queue, orjson.dumps(order(number)))
    seen: list[int] = []

    async def work(channel: AbstractChannel) -> None:
        consumer = consumer_of(channel, wiring)

        async def handle(message: Json) -> None:
            seen.append(message["data"]["totalCents"])
            await consumer.stop()

        await consumer.on("order.created", handle).run()
        await consumer.on("order.created", lambda message: seen.append(message["data"]["totalCents"])).drain()

    on_channel(work)
    assert sorted(seen) == list(range(5))


@pytest.mark.parametrize("fault", ["missing", "unroutable"])
@pytest.mark.parametrize("connect", [aio_pika.connect, aio_pika.connect_robust], ids=["plain", "robust"])
def test_a_dead_letter_that_cannot_be_sent_stops_consuming(
    wiring: Wiring, fault: str, connect: Callable[..., Awaitable[aio_pika.abc.AbstractConnection]]
) -> None:
    """The message stays in its queue, also where a robust channel opens itself again."""
    wiring.broker.send(wiring.queue, INVALID)
    if fault == "missing":
        wiring.broker.channel.exchange_delete(wiring.dead)
    else:
        wiring.broker.channel.queue_unbind(wiring.dead_queue, wiring.dead, "#")

    async def run() -> None:
        async with await connect(URL) as connection:
            with pytest.raises(DeadLetterFailed, match=wiring.dead):
                await consumer_of(await connection.channel(), wiring).on("order.created", print).run()

    asyncio.run(run())
    assert wiring.broker.take(wiring.queue)[1] == INVALID


def test_unknown_messages_pass_to_their_own_handler(wiring: Wiring) -> None:
    """With `unknown="pass"`, `otherwise` gets what no contract claims."""
    wiring.broker.send(wiring.queue, b'{"event": "other"}')
    seen: list[Json] = []

    async def work(channel: AbstractChannel) -> None:
        guarded = ContractChannel(channel, order_contracts(), dead_letter_exchange=wiring.dead, unknown="pass")
        await ContractConsumer(guarded, wiring.queue).otherwise(seen.append).drain()

    on_channel(work)
    assert seen == [{"event": "other"}]


def test_a_consumer_needs_a_route_for_refused_messages(wiring: Wiring) -> None:
    """Without a dead-letter exchange it does not start."""

    async def work(channel: AbstractChannel) -> None:
        await asyncio.sleep(0)
        with pytest.raises(NoDeadLetterExchange, match=wiring.queue):
            ContractConsumer(ContractChannel(channel, order_contracts()), wiring.queue)

    on_channel(work)


def test_a_consumer_needs_confirms(wiring: Wiring) -> None:
    """Otherwise nobody would know whether a refused message has reached the dead-letter exchange."""

    async def work(channel: AbstractChannel) -> None:
        await asyncio.sleep(0)
        channel.publisher_confirms = False
        guarded = ContractChannel(channel, order_contracts(), dead_letter_exchange=wiring.dead)
        with pytest.raises(NoDeadLetterExchange, match="leave its confirms on"):
            ContractConsumer(guarded, wiring.queue)

    on_channel(work)
