"""Many messages through publish and consume while consumers are killed: nothing may be lost.

    python benchmarks/soak.py --messages 100000 --restarts 20

One message in ten breaks its contract (published by a stranger), one in fifty is refused by its handler. Publishers
and consumers are processes; each consumer is killed with SIGKILL after its share of messages, and another one takes
over. Afterwards every valid message must have been handled at least once, and every other one must lie in the
dead-letter queue with its body intact and its reasons in the headers. Exits 1 otherwise, and 2 when there is no broker.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
import pika
from pika.exceptions import AMQPConnectionError

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "clients" / "python" / "src")]

from bindery_client import Contracts  # noqa: E402 - after the path of the client
from bindery_client.pika import ContractChannel, ContractConsumer  # noqa: E402 - the same
from bindery_client.resolution.canonical import canonical_json, fingerprint_of  # noqa: E402 - the same

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel

URL = os.environ.get("BINDERY_SOAK_URL", "amqp://guest:guest@127.0.0.1:5672/")
EVENT = "order.created"
INVALID_EVERY, FAILING_EVERY = 10, 50
SCHEMA = {
    "type": "object",
    "properties": {"eventType": {"const": EVENT}, "number": {"type": "integer", "minimum": 0}},
    "required": ["eventType", "number"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The names of a run, and the folder with its lock file and journals."""

    folder: Path
    orders: str
    queue: str
    dead: str
    dead_queue: str

    @classmethod
    def set_up(cls, channel: BlockingChannel, folder: Path) -> Stage:
        """Queues, exchanges and a lock file of unique names."""
        prefix = f"bindery-soak-{uuid4().hex[:8]}"
        stage = cls(
            folder=folder,
            orders=f"{prefix}.orders",
            queue=f"{prefix}.billing",
            dead=f"{prefix}.dead",
            dead_queue=f"{prefix}.dead-letters",
        )
        for exchange, queue in ((stage.orders, stage.queue), (stage.dead, stage.dead_queue)):
            channel.exchange_declare(exchange, exchange_type="topic", durable=True)
            channel.queue_declare(queue, durable=True)
            channel.queue_bind(queue, exchange, "#")
        stage.lock.write_bytes(_lock())
        return stage

    @property
    def lock(self) -> Path:
        """The lock file of the service."""
        return self.folder / "contracts.lock.json"

    def consumer(self, number: int) -> list[str]:
        """What a consumer needs to know."""
        return [str(self.lock), self.queue, self.dead, str(self.folder / f"handled-{number:04}")]

    def journals(self) -> list[Path]:
        """What each consumer has written down, one number per line."""
        return sorted(self.folder.glob("handled-*"))

    def take_down(self, channel: BlockingChannel) -> None:
        """Delete what was made on the broker."""
        for queue in (self.queue, self.dead_queue):
            channel.queue_delete(queue)
        for exchange in (self.orders, self.dead):
            channel.exchange_delete(exchange)


@dataclass(kw_only=True)
class Outcome:
    """What is left of all messages, and what is wrong about it."""

    handled: Counter[int] = field(default_factory=Counter)
    dead: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Run the soak, or one of its consumers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--restarts", type=int, default=20, help="how often a consumer is killed")
    parser.add_argument("--publishers", type=int, default=16, help="processes that publish at once")
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        {"publish": publish, "consume": consume}[options.run[0]](*options.run[1:])
        return 0
    parameters = pika.URLParameters(URL)
    parameters.heartbeat = 0  # nobody answers heartbeats while publishers run for minutes
    try:
        connection = pika.BlockingConnection(parameters)
    except AMQPConnectionError as error:
        print(f"no RabbitMQ at {URL.rpartition('@')[2]}: {error!r}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bindery-soak-") as folder:
        channel = connection.channel()
        stage = Stage.set_up(channel, Path(folder))
        try:
            return soak(stage, channel, options)
        finally:
            stage.take_down(channel)
            connection.close()


def soak(stage: Stage, channel: BlockingChannel, options: argparse.Namespace) -> int:
    """Publish, consume with kills, and judge."""
    messages, restarts = options.messages, options.restarts
    started = time.monotonic()
    publish_at_once(stage, messages, options.publishers)
    published = time.monotonic()
    consume_with_kills(stage, channel, messages, restarts)
    consumed = time.monotonic()
    outcome = judge(stage, channel, messages)
    again = sum(outcome.handled.values()) - len(outcome.handled)
    print(f"published {messages} messages in {published - started:.1f} s, each confirmed")
    print(f"consumed in {consumed - published:.1f} s, by {restarts} consumers that were killed and one that was not")
    print(f"handled {len(outcome.handled)}, {again} of them twice; dead letters {len(outcome.dead)}")
    print(f"lost {messages - len(outcome.handled.keys() | outcome.dead.keys())}, faults {len(outcome.faults)}")
    for fault in outcome.faults[:20]:
        print(f"  {fault}")
    return 1 if outcome.faults else 0


def publish_at_once(stage: Stage, messages: int, publishers: int) -> None:
    """All messages, by several processes: one alone mostly waits for the disk of the broker."""
    arguments = [str(stage.lock), stage.orders, str(messages), str(publishers)]
    running = [_start("publish", *arguments, str(index)) for index in range(publishers)]
    codes = [process.wait() for process in running]
    if any(codes):
        raise SystemExit("a publisher failed")


def publish(lock: str, exchange: str, messages: str, publishers: str, index: str) -> None:
    """The share of one publisher: valid messages under the contract, invalid ones as a stranger sends them."""
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    channel = ContractChannel(connection.channel(), Contracts.from_lock(lock))
    for number in range(int(index), int(messages), int(publishers)):
        if number % INVALID_EVERY:
            channel.publish(EVENT, message_of(number), exchange=exchange)
        else:
            properties = pika.BasicProperties(type=EVENT, delivery_mode=pika.DeliveryMode.Persistent)
            body = orjson.dumps(message_of(number))
            channel.channel.basic_publish(exchange, EVENT, body, properties, mandatory=True)
    connection.close()


def message_of(number: int) -> dict[str, Any]:
    """A message; one in ten lacks what it needs, and says which one it is elsewhere."""
    return {"eventType": EVENT, "number" if number % INVALID_EVERY else "lost": number}


def consume(lock: str, queue: str, dead: str, journal: str, mode: str) -> None:
    """A consumer that writes down what it handles, until it is killed (`run`) or nothing is left (`drain`)."""
    logging.disable()  # thousands of handlers fail on purpose
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    channel = ContractChannel(connection.channel(), Contracts.from_lock(lock), dead_letter_exchange=dead)
    with Path(journal).open("a", encoding="ascii", buffering=1) as handled:

        def handle(message: dict[str, Any]) -> None:
            if message["number"] % FAILING_EVERY == 1:
                raise ValueError(f"order {message['number']} is refused")
            handled.write(f"{message['number']}\n")

        consumer = ContractConsumer(channel, queue).on(EVENT, handle)
        consumer.run() if mode == "run" else consumer.drain()
    connection.close()


def consume_with_kills(stage: Stage, channel: BlockingChannel, messages: int, restarts: int) -> None:
    """Kill one consumer after the other when its share is done; the last one handles what they had in their hands."""
    for number in range(1, restarts + 1):
        process = _start("consume", *stage.consumer(number), "run")
        while channel.queue_declare(stage.queue, passive=True).method.message_count > messages * (
            1 - number / restarts
        ):
            if process.poll() is not None:
                raise SystemExit(f"a consumer ended by itself with {process.returncode}")
            channel.connection.sleep(0.02)
        process.kill()
        process.wait()
    if _start("consume", *stage.consumer(restarts + 1), "drain").wait():
        raise SystemExit("the last consumer failed")


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--run", *arguments])  # noqa: S603 - this file


def judge(stage: Stage, channel: BlockingChannel, messages: int) -> Outcome:
    """Where every message is."""
    outcome = Outcome()
    for journal in stage.journals():
        # a line that a kill has cut off is a message that comes again: only whole lines count
        text = journal.read_text(encoding="ascii")
        outcome.handled.update(int(line) for line in text[: text.rfind("\n") + 1].split())
    _read_dead_letters(stage, channel, outcome)
    for number in range(messages):
        is_valid = number % INVALID_EVERY and number % FAILING_EVERY != 1
        if is_valid and not outcome.handled[number]:
            outcome.faults.append(f"message {number} is valid and was not handled")
        if not is_valid and not outcome.dead[number]:
            outcome.faults.append(f"message {number} is no dead letter")
    return outcome


def _read_dead_letters(stage: Stage, channel: BlockingChannel, outcome: Outcome) -> None:
    while True:
        method, properties, body = channel.basic_get(stage.dead_queue, auto_ack=True)
        if method is None:
            return
        message = orjson.loads(body)
        number = message.get("number", message.get("lost"))
        outcome.dead[number] += 1
        if body != orjson.dumps(message_of(number)):
            outcome.faults.append(f"dead letter {number} has another body")
        reason = "handler-failed" if number % INVALID_EVERY else "invalid-message"
        headers = properties.headers
        if headers.get("x-contract") != EVENT or not headers.get("x-contract-errors", "").startswith(f"{reason}\n"):
            outcome.faults.append(f"dead letter {number} does not say {reason}")


def _lock() -> bytes:
    fingerprint = fingerprint_of(canonical_json(SCHEMA))
    entry = {"kind": "event", "name": EVENT, "fingerprint": fingerprint, "version": 1, "content_model": "open"}
    contracts = [{**entry, "role": role, "schema": SCHEMA, "writer_schema": None} for role in ("consumer", "producer")]
    return orjson.dumps({"lock_version": 1, "service": "billing", "contracts": contracts})


if __name__ == "__main__":
    sys.exit(main())
