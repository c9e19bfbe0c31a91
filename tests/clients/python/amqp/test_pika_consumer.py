"""Consuming with pika, over a real RabbitMQ: each fault, and where the message is afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import orjson
import pika
import pytest

from bindery_client import Policy, Side, UnknownContract
from bindery_client.messaging.dead_letters import DeadLetterFailed, NoDeadLetterExchange, Reason
from bindery_client.messaging.inbox import HandlerNotAwaited
from bindery_client.pika import ContractChannel, ContractConsumer
from tests.order_contracts import VERSION, order, order_contracts, order_lock_file
from tests.rabbitmq import URL, Wiring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bindery_client.policies import Policies
    from contracts.keywords import Json

pytestmark = pytest.mark.rabbitmq

INVALID = orjson.dumps(order(totalCents=-1))


class Desk:
    """A handler that keeps what it is given, and raises as often as it is told."""

    def __init__(self, *, failures: int = 0) -> None:
        self.seen: list[Json] = []
        self.failures = failures

    def __call__(self, message: Json) -> None:
        """Take a message."""
        self.seen.append(message)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the ledger is locked")

    def then(self, follow: Callable[[], None]) -> Callable[[Json], None]:
        """A handler that does something else afterwards."""

        def handle(message: Json) -> None:
            self(message)
            follow()

        return handle


def consumer_of(
    wiring: Wiring, desk: Desk, *, policies: Policies | None = None, unknown: str = "reject", binding: str | None = None
) -> ContractConsumer:
    """A consumer that gives `order.created` to a desk."""
    contracts = order_contracts(policies=policies)
    channel = ContractChannel(wiring.broker.new_channel(), contracts, dead_letter_exchange=wiring.dead, unknown=unknown)
    return ContractConsumer(channel, wiring.queue, binding=binding).on("order.created", desk)


def test_a_published_message_reaches_its_handler(wiring: Wiring) -> None:
    """What was published with a contract is handled under it, once, and is gone from the queue."""
    channel = ContractChannel(wiring.broker.new_channel(), order_contracts())
    channel.publish("order.created", order(7), exchange=wiring.orders)
    desk = Desk()
    assert consumer_of(wiring, desk).drain() == 1
    assert desk.seen == [order(7)]
    assert wiring.broker.count(wiring.queue) == 0


def test_a_message_of_a_stranger_is_known_by_its_body(wiring: Wiring) -> None:
    """Without a stamp, the type key of the body names the contract."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(8)))
    desk = Desk()
    consumer_of(wiring, desk).drain()
    assert desk.seen == [order(8)]


def test_a_reader_takes_properties_that_it_does_not_know(wiring: Wiring) -> None:
    """Only writers are closed: a newer writer's field does not reach the dead letters."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(giftNote="hi")))
    desk = Desk()
    consumer_of(wiring, desk).drain()
    assert desk.seen == [order(giftNote="hi")]


def test_an_invalid_message_is_dead_lettered_with_its_reasons(wiring: Wiring) -> None:
    """Its body is intact, its headers say what is wrong, and no handler has seen it."""
    wiring.broker.send(wiring.queue, INVALID, type="order.created", message_id="m-1", headers={"tenant": "eu"})
    desk = Desk()
    consumer_of(wiring, desk).drain()
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (body, desk.seen, wiring.broker.count(wiring.queue)) == (INVALID, [], 0)
    assert (properties.message_id, properties.headers["tenant"]) == ("m-1", "eu")
    assert (properties.headers["x-contract"], properties.headers["x-contract-version"]) == ("order.created", VERSION)
    reason, error = properties.headers["x-contract-errors"].splitlines()
    assert reason == Reason.INVALID_MESSAGE
    assert error.startswith("/data/totalCents: ")


def test_a_dead_letter_stays_until_it_is_taken(wiring: Wiring) -> None:
    """It is persistent and has no expiration, whatever the message had; nor does it travel where CC would copy it."""
    headers = {"CC": [wiring.queue]}
    wiring.broker.send(wiring.queue, INVALID, expiration="60000", delivery_mode=1, user_id="guest", headers=headers)
    consumer_of(wiring, Desk()).drain()
    properties, _ = wiring.broker.take(wiring.dead_queue)
    assert (properties.delivery_mode, properties.expiration, properties.user_id) == (2, None, None)
    assert "CC" not in properties.headers


def test_a_failure_between_versions_explains_itself(wiring: Wiring) -> None:
    """The version that the message announces stands beside the one that it was read with."""
    wiring.broker.send(wiring.queue, INVALID, headers={"x-contract-version": 4})
    consumer_of(wiring, Desk()).drain()
    properties, _ = wiring.broker.take(wiring.dead_queue)
    assert "written with version 4, read with version 3" in properties.headers["x-contract-errors"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\x00 not json", Reason.UNKNOWN_CONTRACT),
        (orjson.dumps({"eventType": "order.lost"}), Reason.UNKNOWN_CONTRACT),
        (orjson.dumps(order(name="order.cancelled")), Reason.NO_HANDLER),
    ],
    ids=["no-json", "unknown", "no-handler"],
)
def test_what_nobody_can_handle_is_dead_lettered(wiring: Wiring, body: bytes, reason: Reason) -> None:
    """Bytes, messages of no contract and messages without a handler are kept, with the reason."""
    wiring.broker.send(wiring.queue, body)
    consumer_of(wiring, Desk()).drain()
    properties, kept = wiring.broker.take(wiring.dead_queue)
    assert (kept, properties.headers["x-contract-errors"].splitlines()[0]) == (body, reason)


def test_a_body_that_is_not_json_is_dead_lettered_whatever_the_policy(wiring: Wiring) -> None:
    """A handler cannot be given what cannot be read."""
    wiring.broker.send(wiring.queue, b"{", type="order.created")
    consumer_of(wiring, Desk(), policies={"*": Policy.OFF}).drain()
    properties, _ = wiring.broker.take(wiring.dead_queue)
    assert properties.headers["x-contract-errors"].startswith(Reason.NOT_JSON)


def test_unknown_messages_pass_to_their_own_handler(wiring: Wiring) -> None:
    """With `unknown="pass"`, `otherwise` gets JSON as JSON and other bytes as bytes."""
    for body in (b'{"event": "other"}', b"\x00"):
        wiring.broker.send(wiring.queue, body)
    desk = Desk()
    consumer_of(wiring, Desk(), unknown="pass").otherwise(desk).drain()
    assert desk.seen == [{"event": "other"}, b"\x00"]


def test_unknown_messages_without_a_handler_are_not_lost(wiring: Wiring) -> None:
    """Passing is no permission to throw away."""
    wiring.broker.send(wiring.queue, b'{"event": "other"}')
    consumer_of(wiring, Desk(), unknown="pass").drain()
    properties, _ = wiring.broker.take(wiring.dead_queue)
    assert properties.headers["x-contract-errors"].startswith(Reason.NO_HANDLER)


def test_a_binding_wins_over_what_a_message_says(wiring: Wiring) -> None:
    """Every message of a bound queue is read under that contract."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(9)), type="com.example.Whatever")
    desk = Desk()
    consumer_of(wiring, desk, binding="order.created").drain()
    assert desk.seen == [order(9)]


@pytest.mark.parametrize("policy", [Policy.WARN, Policy.OFF])
def test_a_lenient_policy_hands_invalid_messages_on(wiring: Wiring, policy: Policy) -> None:
    """With `warn` or `off` for the reader, the handler decides."""
    wiring.broker.send(wiring.queue, INVALID)
    desk = Desk()
    consumer_of(wiring, desk, policies={("order.created", Side.READER): policy}).drain()
    assert desk.seen == [order(totalCents=-1)]
    assert wiring.broker.count(wiring.dead_queue) == 0


def test_a_handler_that_fails_once_gets_the_message_again(wiring: Wiring) -> None:
    """The first failure requeues, the second try succeeds, and nothing is dead-lettered."""
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    desk = Desk(failures=1)
    assert consumer_of(wiring, desk).drain() == len(desk.seen) == 2
    assert wiring.broker.count(wiring.dead_queue) == 0


def test_a_handler_that_always_fails_is_tried_twice(wiring: Wiring) -> None:
    """Then the message is dead-lettered with `handler-failed`, and nothing loops."""
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    desk = Desk(failures=100)
    consumer_of(wiring, desk).drain()
    properties, body = wiring.broker.take(wiring.dead_queue)
    assert (len(desk.seen), orjson.loads(body)) == (2, order())
    assert properties.headers["x-contract-errors"] == "handler-failed\nRuntimeError: the ledger is locked"
    assert wiring.broker.count(wiring.queue) == 0


def test_a_missing_dead_letter_exchange_stops_consuming(wiring: Wiring) -> None:
    """The message stays in its queue, and the error says what is missing."""
    wiring.broker.send(wiring.queue, INVALID)
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    wiring.broker.channel.exchange_delete(wiring.dead)
    desk = Desk()
    with pytest.raises(DeadLetterFailed, match="no exchange"):
        consumer_of(wiring, desk).run()
    assert desk.seen == []
    assert wiring.broker.take(wiring.queue)[1] == INVALID
    assert wiring.broker.count(wiring.queue) == 1


def test_an_unroutable_dead_letter_stops_consuming(wiring: Wiring) -> None:
    """An exchange without a queue takes nothing: the message stays unacknowledged until the channel is closed."""
    wiring.broker.send(wiring.queue, INVALID)
    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    wiring.broker.channel.queue_unbind(wiring.dead_queue, wiring.dead, "#")
    desk = Desk()
    channel = ContractChannel(wiring.broker.new_channel(), order_contracts(), dead_letter_exchange=wiring.dead)
    with pytest.raises(DeadLetterFailed, match="UnroutableError"):
        ContractConsumer(channel, wiring.queue).on("order.created", desk).run()
    assert channel.channel.is_open
    assert channel.channel.consumer_tags == []
    assert desk.seen == []
    channel.channel.close()
    assert {wiring.broker.take(wiring.queue)[1] for _ in range(2)} == {INVALID, orjson.dumps(order())}


def test_a_consumer_that_is_killed_loses_nothing(wiring: Wiring, tmp_path: Path) -> None:
    """After kill -9 in the middle of a handler, the message comes again."""
    wiring.broker.send(wiring.queue, orjson.dumps(order(5)))
    command = [sys.executable, "-c", DYING, str(order_lock_file(tmp_path)), wiring.queue, wiring.dead]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        assert process.stdout.readline() == "handling order-5\n"
        os.kill(process.pid, signal.SIGKILL)
    desk = Desk()
    with pika.BlockingConnection(pika.URLParameters(URL)) as connection:
        channel = ContractChannel(connection.channel(), order_contracts(), dead_letter_exchange=wiring.dead)
        consumer = ContractConsumer(channel, wiring.queue)
        consumer.on("order.created", desk.then(consumer.stop)).run()
    assert desk.seen == [order(5)]


DYING = f"""
import sys, threading
import pika
from bindery_client import Contracts
from bindery_client.pika import ContractChannel, ContractConsumer

def handle(message):
    print("handling", message["data"]["orderId"], flush=True)
    threading.Event().wait()

lock, queue, dead = sys.argv[1:]
channel = pika.BlockingConnection(pika.URLParameters("{URL}")).channel()
guarded = ContractChannel(channel, Contracts.from_lock(lock), dead_letter_exchange=dead)
ContractConsumer(guarded, queue).on("order.created", handle).run()
"""


def test_stopping_gives_back_what_was_prefetched(wiring: Wiring) -> None:
    """A consumer that ends after its first message leaves the others to the next one."""
    for number in range(5):
        wiring.broker.send(wiring.queue, orjson.dumps(order(number)))
    consumer = consumer_of(wiring, Desk())
    desk = Desk()
    consumer.on("order.created", desk.then(consumer.stop)).run()
    assert len(desk.seen) < 5
    consumer_of(wiring, desk).drain()
    assert sorted(message["data"]["totalCents"] for message in desk.seen) == list(range(5))


def test_a_consumer_may_be_stopped_from_another_thread(wiring: Wiring) -> None:
    """A service that shuts down ends its consumers."""
    with pika.BlockingConnection(pika.URLParameters(URL)) as connection:
        channel = ContractChannel(connection.channel(), order_contracts(), dead_letter_exchange=wiring.dead)
        handled = threading.Event()
        consumer = ContractConsumer(channel, wiring.queue).on("order.created", lambda _message: handled.set())
        thread = threading.Thread(target=consumer.run)
        thread.start()
        wiring.broker.send(wiring.queue, orjson.dumps(order()))
        assert handled.wait(timeout=10)
        consumer.stop()
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_a_consumer_needs_a_route_for_refused_messages(wiring: Wiring) -> None:
    """Without a dead-letter exchange, or without confirms, it does not start."""
    channel = wiring.broker.new_channel()
    for guarded in (
        ContractChannel(channel, order_contracts(), confirms=False, dead_letter_exchange=wiring.dead),
        ContractChannel(channel, order_contracts()),
    ):
        with pytest.raises(NoDeadLetterExchange, match=wiring.queue):
            ContractConsumer(guarded, wiring.queue)


def test_a_handler_that_nobody_awaits_loses_no_message(wiring: Wiring) -> None:
    """The consumer ends, the channel stays usable, and the message is in its queue."""

    async def handle(_message: Json) -> None:
        raise AssertionError

    wiring.broker.send(wiring.queue, orjson.dumps(order()))
    channel = wiring.broker.new_channel()
    guarded = ContractChannel(channel, order_contracts(), dead_letter_exchange=wiring.dead)
    with pytest.raises(HandlerNotAwaited):
        ContractConsumer(guarded, wiring.queue).on("order.created", handle).run()
    channel.close()
    assert orjson.loads(wiring.broker.take(wiring.queue)[1]) == order()


def test_a_handler_of_no_contract_is_an_error_at_start(wiring: Wiring) -> None:
    """A misspelt name is found before the first message."""
    with pytest.raises(UnknownContract, match=r"order\.created"):
        consumer_of(wiring, Desk()).on("order.craeted", Desk())
