"""Threads, forks, and how many compiled schemas are kept."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest

from bindery_client import Contracts, EventContract, InvalidMessage
from bindery_client.enforcement.validators import SchemaSource, ValidatorCache
from bindery_client.resolution.lock_file import read_lock
from contracts.model import Role
from tests.client_locks import event_entry, lock_bytes, locked, order

NAMES = tuple(f"event.{number}" for number in range(8))


def several(max_validators: int = 1024) -> Contracts:
    """Eight events, each with a schema of its own."""
    entries = [
        event_entry(name=name, schema={"type": "integer", "minimum": number}) for number, name in enumerate(NAMES)
    ]
    return Contracts(read_lock(lock_bytes(*entries), origin="a lock"), max_validators=max_validators)


def verdicts(contracts: Contracts) -> list[bool]:
    """Whether 3 is valid, contract by contract."""
    return [is_valid(contracts.event(name)) for name in NAMES]


def is_valid(contract: EventContract) -> bool:
    """Whether 3 is valid, by both ways of asking."""
    try:
        contract.validate(3)
    except InvalidMessage:
        return contract.check(3).valid
    return True


EXPECTED = [number <= 3 for number in range(8)]


@pytest.mark.parametrize("max_validators", [1, 3, 1024])
def test_threads_share_contracts(max_validators: int) -> None:
    """Many threads get right verdicts at once, also while schemas are thrown out and compiled again."""
    contracts = several(max_validators)
    together = threading.Barrier(8)

    def work(_: int) -> list[list[bool]]:
        together.wait()
        return [verdicts(contracts) for _ in range(30)]

    with ThreadPoolExecutor(8) as pool:
        results = [verdict for found in pool.map(work, range(8)) for verdict in found]
    assert results == [EXPECTED] * 240


def source(key: str) -> SchemaSource:
    """A schema to compile."""
    return SchemaSource(key=key, schema={"const": key}, asserts_formats=True, label=key)


def test_the_least_recently_used_schema_goes() -> None:
    """The cache is bounded, and keeps what was asked for last."""
    cache = ValidatorCache(2)
    first, second = cache.get(source("a")), cache.get(source("b"))
    assert cache.get(source("a")) is first
    cache.get(source("c"))
    assert len(cache) == 2
    assert cache.get(source("a")) is first
    assert cache.get(source("b")) is not second


def test_schemas_in_use_stay_when_another_has_to_go() -> None:
    """A contract that validates without asking the cache still counts as used."""
    contracts = several(max_validators=2)
    first, second, third = (contracts.event(name) for name in NAMES[:3])
    cache = second.own_gate.validators
    first.validate(9)
    second.validate(9)
    compiled = cache.get(second.own_gate.source)
    for contract in (third, second, first):  # third takes the place of first, and first that of third
        contract.validate(9)
    assert cache.get(second.own_gate.source) is compiled
    assert len(cache) == 2


def test_a_contract_does_not_keep_a_schema_that_had_to_go() -> None:
    """The bound holds for what contracts have at hand, too."""
    contracts = several(max_validators=2)
    for name in NAMES[:3]:
        contracts.event(name).validate(9)
    assert [contracts.event(name).own_gate.passes(9) for name in NAMES[:3]] == [False, False, True]


def test_nothing_is_compiled_before_it_is_needed() -> None:
    """A lock file of many contracts costs its start nothing but reading."""
    contract = locked(event_entry(Role.PRODUCER), event_entry(Role.CONSUMER)).event("order.created")
    cache = contract.gates[None].validators
    assert len(cache) == 0
    contract.validate(order())
    assert len(cache) == 1


def test_both_sides_of_an_open_contract_share_a_schema() -> None:
    """Under `open` the writer's form is the reader's."""
    entries = [event_entry(role, content_model="open") for role in (Role.PRODUCER, Role.CONSUMER)]
    contract = locked(*entries).event("order.created")
    contract.encode(order())
    contract.validate(order())
    assert len(contract.gates[None].validators) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot fork")
def test_a_fork_while_threads_validate_goes_on() -> None:
    """A child that is forked in the middle of other threads' checks gives verdicts and does not hang."""
    contracts, stop = several(2), threading.Event()

    def work() -> None:
        while not stop.is_set():
            verdicts(contracts)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        codes = [_forked(contracts) for _ in range(10)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert codes == [0] * 10


def _forked(contracts: Contracts) -> int | None:
    """The exit code of a child that checks with the contracts of its parent; None if it hangs."""
    child = multiprocessing.get_context("fork").Process(target=_checked_in_child, args=(contracts,))
    with warnings.catch_warnings():
        # Python >= 3.12 warns of forking with threads, which is what this test is about.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    child.join(timeout=20)
    if child.is_alive():
        child.kill()
        child.join()
        return None
    return child.exitcode


def _checked_in_child(contracts: Contracts) -> None:
    sys.settrace(None)  # a coverage tracer has locks of its own, which other threads hold during the fork
    os._exit(0 if verdicts(contracts) == EXPECTED else 1)
