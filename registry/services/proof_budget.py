"""How long all proofs of one request may take together: each one is limited already, but there may be many."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from contracts.errors import CouldNotCheck

if TYPE_CHECKING:
    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json


class ProofBudget:
    """A `prove` that stops asking once its questions have taken too long, waiting for a free worker included."""

    def __init__(self, prove: Prove, *, seconds: float) -> None:
        self._prove = prove
        self._seconds = seconds
        self._left_seconds = seconds

    def __call__(self, **question: Json) -> Verdict:
        """The verdict of one question.

        Raises:
            CouldNotCheck: the proof was stopped, or nothing is left of the budget.
        """
        if self._left_seconds <= 0:
            raise CouldNotCheck(f"the proofs of this request took more than {self._seconds:g} s: send fewer documents")
        begun = monotonic()
        try:
            return self._prove(**question)
        finally:
            self._left_seconds -= monotonic() - begun
