"""Measure the client against its bars: python benchmarks/client.py (needs the dependency group `bench`).

The rows of a broker need RabbitMQ on AMQP_URL (default amqp://guest:guest@127.0.0.1:5672/) and are skipped without it.
Exits 1 if a bar is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import orjson
import pika
from client_messages import Sample, message_set, order, small_envelope
from client_peers import Confluent, Glue, bare_check, fastjsonschema_check, jsonschema_check
from measuring import ROUNDS, Bar, Row, calibration_seconds, informed, paired, row, skipped, write_results

from bindery_client import Contracts
from bindery_client.pika import ContractChannel
from contracts.lock_file import LockedContract, file_bytes, lock_entry, lock_file
from contracts.model import ContractKey, Definition, Kind, Policy, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bindery_client import EventContract

MICROSECONDS = 1e6
SMALL_BYTES = 1000
AGAINST_JSONSCHEMA = Bar(value=80, unit="x", at_least=True)
AGAINST_BARE = Bar(value=1.5, unit="x")
ABOVE_BARE = Bar(value=1.5, unit="us more")
ENCODE = Bar(value=30, unit="x", at_least=True)
DECODE = Bar(value=20, unit="x", at_least=True)
GLUE = Bar(value=2, unit="x", at_least=True)
PUBLISH = {False: Bar(value=1.3, unit="x"), True: Bar(value=1.25, unit="x")}
IMPORT = Bar(value=200, unit="ms")
MEMORY = {2_000: Bar(value=60, unit="KB"), 25_000: Bar(value=250, unit="KB")}
PUBLISH_BLOCK_SECONDS = 0.25  # a socket is noisier than a validator
GROWTH_ITEMS = (1, 4, 16, 64, 256)


def main() -> int:
    """Print the table, write the results, and say with the exit code whether a bar was missed."""
    samples = message_set()
    rows: list[Row] = []
    for measured in measurements(samples):
        print(measured, flush=True)
        rows.append(measured)
    growth = growing()
    for size, microseconds in growth:
        print(
            f"growth: {size:>7} bytes  {microseconds:8.2f} us  {'#' * max(1, int(microseconds / growth[-1][1] * 60))}"
        )
    seconds = calibration_seconds()
    print(f"calibration loop: {1000 * seconds:.1f} ms")
    sizes = {sample.name: sample.size_bytes for sample in samples}
    write_results("client", rows, calibration_seconds=seconds, message_bytes=sizes, growth_bytes_microseconds=growth)
    missed = [item.what for item in rows if item.verdict == "missed"]
    bars = sum(item.bar != "none" for item in rows)
    print(f"{bars} bars, {len(missed)} missed{': ' if missed else ''}{'; '.join(missed)}")
    return 1 if missed else 0


def measurements(samples: list[Sample]) -> Iterator[Row]:
    """All rows, one after the other."""
    contracts = contracts_of(samples)
    for sample in samples:
        contract = contracts.event(sample.name)
        yield from validation(sample, contract)
        yield from serialisation(sample, contract)
    for confirms in (False, True):
        yield publishing(confirms=confirms)
    yield importing()
    yield from memory()


def contracts_of(samples: list[Sample]) -> Contracts:
    """Contracts of a service that publishes and consumes every sample."""
    entries = [
        lock_entry(
            LockedContract(
                key=ContractKey(kind=Kind.EVENT, name=sample.name),
                role=role,
                definition=Definition.of_event(sample.schema),
                policy=Policy(),
                version=1,
            )
        )
        for sample in samples
        for role in (Role.PRODUCER, Role.CONSUMER)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contracts.lock.json"
        path.write_bytes(file_bytes(lock_file("bench", entries)))
        return Contracts.from_lock(path)


def validation(sample: Sample, contract: EventContract) -> Iterator[Row]:
    """`contract.validate` against other validators, and against the one that it is made of."""
    ours = validating(contract, sample.message)
    yield row(
        f"validate / jsonschema, {sample.name}", AGAINST_JSONSCHEMA, ratios(paired(ours, jsonschema_check(sample)))
    )
    pairs = paired(ours, bare_check(contract.schema, sample.message))
    if sample.size_bytes < SMALL_BYTES:
        more = [MICROSECONDS * (mine - bare) for mine, bare in pairs]
        yield row(f"validate / bare jsonschema-rs, {sample.name}", ABOVE_BARE, more)
    else:
        yield row(f"validate / bare jsonschema-rs, {sample.name}", AGAINST_BARE, [mine / bare for mine, bare in pairs])
    pairs = paired(ours, fastjsonschema_check(sample))
    yield informed(f"validate / fastjsonschema, {sample.name}", ratios(pairs))


def serialisation(sample: Sample, contract: EventContract) -> Iterator[Row]:
    """`encode` and `decode` against the serialisers of other registries."""
    confluent, message, body = Confluent(sample), sample.message, orjson.dumps(sample.message)
    pairs = paired(partial(contract.encode, message), confluent.encode)
    yield row(f"encode / Confluent JSONSerializer, {sample.name}", ENCODE, ratios(pairs))
    pairs = paired(partial(contract.decode, body), confluent.decode)
    yield row(f"decode / Confluent JSONDeserializer, {sample.name}", DECODE, ratios(pairs))
    what = f"encode / AWS Glue KafkaSerializer, {sample.name}"
    try:
        glue = Glue(sample)
    except ImportError as error:
        yield skipped(what, GLUE, str(error))
    else:
        yield row(what, GLUE, ratios(paired(partial(contract.encode, message), glue.encode)))


def validating(contract: EventContract, message: object) -> Callable[[], None]:
    """A call of `contract.validate`, as a service makes it."""
    return partial(contract.validate, message)


def ratios(pairs: list[tuple[float, float]]) -> list[float]:
    """How many times as long the other one takes."""
    return [theirs / ours for ours, theirs in pairs]


def publishing(*, confirms: bool) -> Row:
    """A validated publish against the same without validation: pika, orjson, persistent, mandatory."""
    what = f"publish / pika + orjson, 1 KB, {'confirmed' if confirms else 'plain'}"
    url = os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1:5672/")
    sample = order(4)
    contracts, queue = contracts_of([sample]), f"bindery-bench-{uuid4().hex}"
    try:
        connection = pika.BlockingConnection(pika.URLParameters(url))
    except pika.exceptions.AMQPError as error:
        return skipped(what, PUBLISH[confirms], f"no broker: {type(error).__name__}")
    try:
        ours, theirs = connection.channel(), connection.channel()
        theirs.queue_declare(queue, exclusive=True, arguments={"x-max-length": 100})
        guarded = ContractChannel(ours, contracts, confirms=confirms)
        if confirms:
            theirs.confirm_delivery()
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, type=sample.name)

        def bare() -> None:
            theirs.basic_publish("", queue, orjson.dumps(sample.message), properties, mandatory=True)

        pairs = paired(
            lambda: guarded.publish(sample.name, sample.message, routing_key=queue),
            bare,
            block_seconds=PUBLISH_BLOCK_SECONDS,
        )
    finally:
        connection.close()
    return row(what, PUBLISH[confirms], [mine / other for mine, other in pairs])


def importing() -> Row:
    """The import in fresh processes; bringing a server package along is a missed bar."""
    answers = [in_a_process("import") for _ in range(ROUNDS)]
    forbidden = answers[0]["forbidden"]
    measured = row("import bindery_client", IMPORT, [1000 * answer["cpu_seconds"] for answer in answers])
    if forbidden:
        return Row(**{**vars_of(measured), "verdict": "missed", "note": f"imports {forbidden}"})
    return measured


def memory() -> Iterator[Row]:
    """The memory of compiled schemas, which the cache bounds."""
    for size, bar in MEMORY.items():
        answers = [in_a_process("memory", str(size)) for _ in range(3)]
        measured = row(
            f"cached validator of a schema of {size // 1000} KB",
            bar,
            [answer["bytes_per_validator"] / 1000 for answer in answers],
        )
        is_bounded = all(answer["kept"] == answers[0]["kept"] <= 128 for answer in answers)  # noqa: PLR2004 - its capacity
        yield measured if is_bounded else Row(**{**vars_of(measured), "verdict": "missed", "note": "not bounded"})
    described = [in_a_process("memory", "25000", "described")["bytes_per_validator"] / 1000 for _ in range(3)]
    yield informed("cached validator of a schema of 25 KB, described, in KB", described)


def vars_of(measured: Row) -> dict[str, object]:
    """The fields of a row."""
    return {name: getattr(measured, name) for name in Row.__slots__}


def in_a_process(*arguments: str) -> dict[str, float]:
    """What `client_process.py` says."""
    command = [sys.executable, str(Path(__file__).with_name("client_process.py")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def growing() -> list[tuple[int, float]]:
    """The CPU microseconds of a validation by the size of the message in bytes."""
    samples = [small_envelope(), *(order(items) for items in GROWTH_ITEMS)]
    contracts = contracts_of(samples)
    found = []
    for sample in samples:
        contract, best = contracts.event(sample.name), float("inf")
        for _ in range(ROUNDS):
            start, calls = time.process_time(), 200
            for _ in range(calls):
                contract.validate(sample.message)
            best = min(best, (time.process_time() - start) / calls)
        found.append((sample.size_bytes, MICROSECONDS * best))
    return found


if __name__ == "__main__":
    sys.exit(main())
