"""Proofs that are counted; one that a validator contradicts is told to whoever can mend the engine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from contracts.compatibility.verdict import Outcome
from contracts.errors import CouldNotCheck

if TYPE_CHECKING:
    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json
    from registry.observability.metrics import Metrics

_LOG = logging.getLogger(__name__)
_DISAGREEMENT = "engine-disagreement"


def watched(prove: Prove, metrics: Metrics) -> Prove:
    """The same `prove`, counted by the outcome of what it is asked."""

    def watch(**question: Json) -> Verdict:
        try:
            verdict = prove(**question)
        except CouldNotCheck:
            metrics.count_verdict(Outcome.COULD_NOT_CHECK)
            raise
        metrics.count_verdict(verdict.outcome)
        if verdict.reason is not None and verdict.reason.keyword == _DISAGREEMENT:
            metrics.disagreements.inc()
            _LOG.error("the validators disagree", extra={"question": question, "found": verdict.reason.sentence})
        return verdict

    return watch
