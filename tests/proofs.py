"""What runs in tests in place of the proof: things that go wrong in earnest, and proofs in this process."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.compatibility import Prove, check_schemas
from contracts.compatibility.verdict import Outcome, Reason, Verdict
from contracts.documents import read_design_documents
from contracts.errors import CouldNotCheck, InvalidSchema
from contracts.keywords import Json
from contracts.model import DesignDocument

COMPATIBLE = Verdict(outcome=Outcome.COMPATIBLE)


def misbehave(**question: Json) -> Verdict:
    """Do what the writer's schema says under `x`: work, sleep, eat, die, refuse; or name the process."""
    match question["writer"].get("x"):
        case "hang":
            _work(seconds=3600)
        case "busy":
            _work(seconds=0.2)
        case "sleep":
            time.sleep(60)
        case "eat":
            return Verdict(outcome=Outcome.UNDECIDED, reason=_reason(str(len([0] * 10**9))))
        case "die":
            os._exit(1)
        case "invalid":
            raise InvalidSchema("no such type", pointer="/type")
        case "give up":
            raise CouldNotCheck("too large")
        case "recurse":
            return misbehave(writer={"x": "recurse"})
        case "break":
            raise SystemExit
    return Verdict(outcome=Outcome.UNDECIDED, reason=_reason(str(os.getpid())))


@dataclass(frozen=True, slots=True, kw_only=True)
class InThisProcess:
    """The work of a request without other processes and without limits, with a `prove` of the test's choice."""

    prove: Prove = check_schemas

    def read(self, texts: Mapping[str, str]) -> tuple[DesignDocument, ...]:
        """The documents."""
        return read_design_documents(texts)

    def prover(self) -> Prove:
        """The same `prove` for every attempt."""
        return self.prove


def nested(depth: int) -> Json:
    """A list in a list in a list."""
    found: Json = []
    for _ in range(depth):
        found = [found]
    return found


def _work(*, seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def _reason(sentence: str) -> Reason:
    return Reason(pointer="", keyword="", sentence=sentence)
