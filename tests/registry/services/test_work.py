"""The work of one request in other processes: what it lets through, when it stops, and whose fault that is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.compatibility import Outcome, Prove, Verdict
from contracts.errors import CouldNotCheck
from contracts.keywords import Schema
from contracts.model import ContentModel, Definition, Formats
from registry.errors import CasesStopped, ReadingStopped, RegistryBusy
from registry.observability.metrics import Metrics
from registry.services.work import RequestWork
from registry.settings import Settings
from registry.workers import ProofPool
from tests.proofs import misbehave

SLOW = {"x": "busy"}  # takes 0.2 s of processor time
HANG = {"x": "hang"}


@pytest.fixture(scope="module")
def pool() -> Iterator[ProofPool]:
    """One process, whose proofs may take half a second."""
    with ProofPool(size=1, timeout_seconds=0.5, target=misbehave) as made:
        yield made


def work(pool: ProofPool, **limits: float) -> RequestWork:
    """The work of a request with these settings."""
    return RequestWork(pool, Settings().model_copy(update=limits), Metrics(pool))


def ask(prove: Prove, writer: Schema) -> Verdict:
    """The answer to a question about a writer."""
    return prove(writer=writer, reader=True, content_model=ContentModel.OPEN, formats=Formats.ASSERT)


def test_questions_within_the_budget_are_asked(pool: ProofPool) -> None:
    """A request with time left gets its verdicts."""
    prove = work(pool, request_proof_seconds=60).prover()
    assert [ask(prove, {}).outcome for _ in range(3)] == [Outcome.UNDECIDED] * 3


def test_a_spent_budget_ends_the_asking(pool: ProofPool) -> None:
    """Once the proofs took too long together, the rest could not be checked, and the error names the setting."""
    prove = work(pool, request_proof_seconds=0.1).prover()
    assert ask(prove, SLOW).outcome is Outcome.UNDECIDED
    with pytest.raises(CouldNotCheck, match=r"more than 0\.1 s .*BINDERY_REQUEST_PROOF_SECONDS"):
        ask(prove, {})


def test_stopped_proofs_spend_the_budget(pool: ProofPool) -> None:
    """A proof that was stopped took its time all the same."""
    prove = work(pool, request_proof_seconds=0.4).prover()
    for reason in ("stopped", "more than"):
        with pytest.raises(CouldNotCheck, match=reason):
            ask(prove, HANG)


def test_every_attempt_has_the_whole_budget(pool: ProofPool) -> None:
    """What an attempt spent that another registration has overtaken is not missing in the next one."""
    shared = work(pool, request_proof_seconds=0.1)
    for _ in range(2):
        assert ask(shared.prover(), SLOW).outcome is Outcome.UNDECIDED


def test_waiting_for_others_is_no_answer(pool: ProofPool) -> None:
    """Who gets no process in time is told to come again; it is neither a verdict nor `could not check`."""
    prove = work(pool, request_wait_seconds=0.1, request_proof_seconds=0.1).prover()
    with pool.reserved(), pytest.raises(RegistryBusy, match="again"):
        ask(prove, {})
    assert ask(prove, {}).outcome is Outcome.UNDECIDED


def test_a_starved_proof_is_no_answer(pool: ProofPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that other programs keep from running says nothing of the question."""
    monkeypatch.setattr("registry.workers.worker._LEAST_PATIENCE_SECONDS", 1)
    with pytest.raises(RegistryBusy):
        ask(work(pool).prover(), {"x": "sleep"})


def test_documents_that_take_too_long_are_told(pool: ProofPool) -> None:
    """A document that is too slow to be read is an error of the request, and the next one is read."""
    slow = "# Heading\n" * 100_000
    with pytest.raises(ReadingStopped, match="stopped after"):
        work(pool, reading_timeout_seconds=0.1, reading_seconds_per_mebibyte=0).read({"a.md": slow})
    (document,) = work(pool).read({"a.md": "# One\n"})
    assert document.path == "a.md"


def test_cases_that_take_too_long_are_told(pool: ProofPool) -> None:
    """A schema with too many shapes is told as such."""
    wide = {"type": "object", "properties": {f"p{number}": {"type": "string"} for number in range(2000)}}
    with pytest.raises(CasesStopped, match="stopped after"):
        work(pool, cases_timeout_seconds=0.1).cases_of(Definition.of_event(wide), Formats.ASSERT)


def test_cases_come_from_another_process(pool: ProofPool) -> None:
    """The cases of a definition arrive whole."""
    (part,) = work(pool).cases_of(Definition.of_event({"type": "boolean"}), Formats.ASSERT)
    assert part.part == "message"
    assert {case.valid for case in part.cases} == {True, False}
