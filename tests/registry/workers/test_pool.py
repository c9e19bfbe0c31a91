"""The pool of proof workers: limits hold, and what was stopped is never taken for an answer."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility.verdict import Outcome
from contracts.documents import read_design_documents
from contracts.errors import CouldNotCheck, InvalidSchema
from registry.workers import ProofPool, Question, Starved
from tests.proofs import misbehave, nested

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT_SECONDS = 0.5


@pytest.fixture(scope="module")
def pool() -> Iterator[ProofPool]:
    """One worker with little time and memory, which every test must leave able to answer."""
    with ProofPool(size=1, timeout_seconds=SHORT_SECONDS, memory_bytes=512 * 1024**2, target=misbehave) as made:
        yield made


def process_of(pool: ProofPool) -> int:
    """The process that answers a question."""
    reason = pool.prove(writer={}).reason
    assert reason is not None
    return int(reason.sentence)


def test_the_default_pool_proves() -> None:
    """Without a target of its own, the pool answers with verdicts of the core."""
    text, number = {"type": "string"}, {"type": "integer"}
    with ProofPool(size=1) as pool:
        assert pool.prove(writer=text, reader=text).outcome is Outcome.COMPATIBLE
        assert pool.prove(writer=text, reader=number).outcome is Outcome.INCOMPATIBLE


def test_proofs_run_in_another_process(pool: ProofPool) -> None:
    """A question is not answered in the process that asks."""
    assert process_of(pool) != os.getpid()


def test_a_worker_is_used_again(pool: ProofPool) -> None:
    """Two questions after another are answered by the same process."""
    assert process_of(pool) == process_of(pool)


def test_nothing_starts_before_the_first_question() -> None:
    """A pool that is never asked has no process."""
    with ProofPool(target=misbehave) as pool:
        assert all(worker is None for worker in pool._idle.queue)


def test_a_hanging_proof_is_stopped_in_time(pool: ProofPool) -> None:
    """A proof that never ends is killed after its time, is no verdict, and its process does not live on."""
    hung, killed = process_of(pool), pool.killed
    begun = time.monotonic()
    with pytest.raises(CouldNotCheck, match=r"stopped after 0\.5 s"):
        pool.prove(writer={"x": "hang"})
    assert time.monotonic() - begun < SHORT_SECONDS + 2
    with pytest.raises(ProcessLookupError):
        os.kill(hung, 0)
    assert pool.killed == killed + 1


def test_a_proof_that_gets_no_processor_time_says_nothing(pool: ProofPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is told apart from a proof that takes too long: asked again later, it may well be answered."""
    monkeypatch.setattr("registry.workers.worker._LEAST_PATIENCE_SECONDS", 1)
    with pytest.raises(Starved, match="too little processor time"):
        pool.prove(writer={"x": "sleep"})
    assert process_of(pool)


def test_waiting_for_a_worker_has_an_end(pool: ProofPool) -> None:
    """Who waits for a process that others keep is told so, and the process stays theirs."""
    with pool.reserved() as first:
        with pytest.raises(Starved, match="within 0 s"), pool.reserved(wait_seconds=0):
            pass
        assert first.prove(writer={}).outcome is Outcome.UNDECIDED


def test_processor_time_is_counted_stopped_proofs_too(pool: ProofPool) -> None:
    """A stopped proof took its whole time, an answered one what it needed; waiting takes nothing."""
    with pool.reserved() as reservation:
        reservation.prove(writer={})
        assert reservation.used_seconds < 0.2
        with pytest.raises(CouldNotCheck):
            reservation.prove(writer={"x": "hang"})
        assert SHORT_SECONDS <= reservation.used_seconds < SHORT_SECONDS + 0.2
        with pytest.raises(CouldNotCheck, match="earlier question"):
            reservation.prove(writer={})


def test_other_tasks_are_asked_for_as_well(pool: ProofPool) -> None:
    """Any function of a module can be asked for, with a time of its own and a noun for its sentences."""
    reading = Question(
        task=read_design_documents, arguments={"documents": {"a.md": ""}}, seconds=30, noun="the reading"
    )
    with pool.reserved() as reservation:
        (document,) = reservation.ask(reading)
        assert document.path == "a.md"
        with pytest.raises(CouldNotCheck, match=r"the reading failed \(AttributeError\)"):
            reservation.ask(replace(reading, arguments={"documents": None}))


def test_a_result_too_deep_to_hand_over_is_no_result(pool: ProofPool) -> None:
    """A result that cannot be written down for another process is told as such."""
    with pool.reserved() as reservation, pytest.raises(CouldNotCheck, match="hand over"):
        reservation.ask(Question(task=nested, arguments={"depth": 100_000}, seconds=30, noun="the nesting"))


@pytest.mark.parametrize("harm", ["eat", "die", "break"])
def test_the_pool_survives_a_lost_worker(pool: ProofPool, harm: str) -> None:
    """After a proof that ate the memory or died, a new process answers."""
    lost = process_of(pool)
    with pytest.raises(CouldNotCheck):
        pool.prove(writer={"x": harm})
    assert process_of(pool) != lost


def test_memory_is_limited(pool: ProofPool) -> None:
    """A proof that wants gigabytes is told that there is no more memory."""
    with pytest.raises(CouldNotCheck, match="memory"):
        pool.prove(writer={"x": "eat"})


@pytest.mark.parametrize(("harm", "reason"), [("give up", "too large"), ("recurse", "nested too deeply")])
def test_a_proof_that_gives_up_keeps_its_process(pool: ProofPool, harm: str, reason: str) -> None:
    """What the proof itself could not check is passed on, and the process goes on."""
    before = process_of(pool)
    with pytest.raises(CouldNotCheck, match=reason):
        pool.prove(writer={"x": harm})
    assert process_of(pool) == before


def test_an_invalid_schema_is_told_as_it_was_found(pool: ProofPool) -> None:
    """The error of the core arrives with its place and its words."""
    with pytest.raises(InvalidSchema) as caught:
        pool.prove(writer={"x": "invalid"})
    assert str(caught.value) == str(InvalidSchema("no such type", pointer="/type"))
    assert caught.value.pointer == "/type"


def test_a_worker_that_died_idle_is_replaced(pool: ProofPool) -> None:
    """A process that the system ended between two questions is not noticed by who asks."""
    before = process_of(pool)
    os.kill(before, signal.SIGKILL)
    worker = pool._idle.queue[0]
    assert worker is not None
    worker._process.wait()
    assert process_of(pool) != before


def test_a_question_too_deep_to_hand_over_is_not_checked(pool: ProofPool) -> None:
    """A schema that cannot be written down for another process is no crash."""
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"not": deep}
    with pytest.raises(CouldNotCheck, match="handed"):
        pool.prove(writer=deep)


def test_an_interrupted_question_never_answers_the_next() -> None:
    """A caller that is interrupted while it waits takes the worker with it: its answer must not reach anybody."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    with ProofPool(size=1, timeout_seconds=30, target=misbehave) as pool:
        before = process_of(pool)
        previous = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(KeyboardInterrupt):
                pool.prove(writer={"x": "hang"})
        finally:
            signal.signal(signal.SIGALRM, previous)
        assert process_of(pool) != before


def test_threads_share_the_workers(pool: ProofPool) -> None:
    """Many threads get their answers from as many processes as the pool has."""
    with ThreadPoolExecutor(8) as threads:
        seen = set(threads.map(lambda _: process_of(pool), range(40)))
    assert len(seen) == 1


def test_closing_ends_the_workers() -> None:
    """After the pool is closed, its processes are gone."""
    with ProofPool(size=1, target=misbehave) as pool:
        process = process_of(pool)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_hung_proof_ends_even_without_its_pool() -> None:
    """The system stops a proof by its processor time when nobody is left to kill it."""
    pool = ProofPool(size=1, timeout_seconds=1, target=misbehave)
    process_of(pool)
    worker = pool._idle.queue[0]
    assert worker is not None
    arguments = {"writer": {"x": "hang"}}
    worker._connection.send(Question(task=misbehave, arguments=arguments, seconds=0.5, noun="the proof"))
    assert worker._process.wait(timeout=20) == -signal.SIGPROF
    pool.close()
