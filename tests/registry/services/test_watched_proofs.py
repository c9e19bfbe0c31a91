"""Proofs that are counted."""

from __future__ import annotations

import pytest

from contracts.compatibility.verdict import Outcome, Reason, Verdict
from contracts.errors import CouldNotCheck
from contracts.keywords import Json
from registry.observability.metrics import Metrics
from registry.services.watched_proofs import watched
from registry.workers import ProofPool

QUESTION: Json = {
    "writer": {"type": "string"},
    "reader": {"minLength": 1},
    "content_model": "open",
    "formats": "assert",
}


def undecided(keyword: str) -> Verdict:
    """A verdict with this reason."""
    return Verdict(outcome=Outcome.UNDECIDED, reason=Reason(pointer="", keyword=keyword, sentence="refuted by 1"))


def total(metrics: Metrics, name: str, **labels: str) -> float | None:
    """The value of a figure."""
    return metrics.registry.get_sample_value(name, labels)


def test_a_proof_that_is_stopped_is_counted() -> None:
    """`could not check` is none of the verdicts, and still an outcome; the caller gets the error as before."""

    def stopped(**_question: Json) -> Verdict:
        raise CouldNotCheck("too large")

    metrics = Metrics(ProofPool())
    with pytest.raises(CouldNotCheck):
        watched(stopped, metrics)(**QUESTION)
    assert total(metrics, "bindery_verdicts_total", outcome="could not check") == 1


def test_a_disagreement_is_told_with_both_schemas(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever can mend the engine has all that is needed to repeat it."""
    metrics = Metrics(ProofPool())
    watched(lambda **_question: undecided("engine-disagreement"), metrics)(**QUESTION)
    (record,) = caplog.records
    assert (record.levelname, record.__dict__["question"]) == ("ERROR", QUESTION)
    assert total(metrics, "bindery_engine_disagreements_total") == 1
    assert total(metrics, "bindery_verdicts_total", outcome="undecided") == 1


def test_other_reasons_are_no_disagreement(caplog: pytest.LogCaptureFixture) -> None:
    """An undecided question is usual, and nothing to report."""
    metrics = Metrics(ProofPool())
    watched(lambda **_question: undecided("pattern"), metrics)(**QUESTION)
    assert caplog.records == []
    assert total(metrics, "bindery_engine_disagreements_total") == 0
