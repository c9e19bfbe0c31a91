"""The budget of proofs: what it lets through, and when it stops."""

from __future__ import annotations

import time

import pytest

from contracts.compatibility import Outcome, Verdict
from contracts.errors import CouldNotCheck
from contracts.keywords import Json
from registry.services.proof_budget import ProofBudget

COMPATIBLE = Verdict(outcome=Outcome.COMPATIBLE)


def slow(**_question: Json) -> Verdict:
    """Answer after a moment."""
    until = time.monotonic() + 0.02
    while time.monotonic() < until:
        pass
    return COMPATIBLE


def test_questions_within_the_budget_are_asked() -> None:
    """A request with time left gets its verdicts."""
    prove = ProofBudget(slow, seconds=60)
    assert [prove(writer=True, reader=True) for _ in range(3)] == [COMPATIBLE] * 3


def test_a_spent_budget_ends_the_asking() -> None:
    """Once the questions took too long together, the rest could not be checked."""
    prove = ProofBudget(slow, seconds=0.01)
    assert prove(writer=True, reader=True) is COMPATIBLE
    with pytest.raises(CouldNotCheck, match=r"more than 0\.01 s"):
        prove(writer=True, reader=True)


def test_stopped_proofs_spend_the_budget() -> None:
    """A proof that was stopped took its time all the same."""

    def stopped(**question: Json) -> Verdict:
        slow(**question)
        raise CouldNotCheck("stopped")

    prove = ProofBudget(stopped, seconds=0.01)
    for reason in ("stopped", "more than"):
        with pytest.raises(CouldNotCheck, match=reason):
            prove(writer=True, reader=True)
