"""What proof workers run in tests instead of the proof: things that go wrong in earnest."""

from __future__ import annotations

import os

from contracts.compatibility.verdict import Outcome, Reason, Verdict
from contracts.errors import CouldNotCheck, InvalidSchema
from contracts.keywords import Json

COMPATIBLE = Verdict(outcome=Outcome.COMPATIBLE)


def misbehave(**question: Json) -> Verdict:
    """Do what the writer's schema says under `x`: hang, eat, die, refuse; or answer, naming the process."""
    match question["writer"].get("x"):
        case "hang":
            while True:
                pass
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


def _reason(sentence: str) -> Reason:
    return Reason(pointer="", keyword="", sentence=sentence)
