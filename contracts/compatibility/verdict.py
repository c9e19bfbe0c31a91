"""What a comparison gives back: verdicts with a witness or a reason, and the changes that explain them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from contracts.model import Direction

if TYPE_CHECKING:
    from contracts.keywords import Json
    from contracts.validation import Rejection


class Outcome(StrEnum):
    """`compatible` is proved, `incompatible` has a witness, `undecided` has a reason.

    `could not check` is no verdict: the proof was stopped from outside, or something could not be read.
    """

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    UNDECIDED = "undecided"
    COULD_NOT_CHECK = "could not check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A message that the writer's schema accepts and the reader's rejects, as both validators confirm.

    `exchange` is the complete request or response of an operation that holds the message:
    `{"method": "POST", "path": "/items/1", "query": {}, "headers": {}, "cookies": {}, "credentials": {}, "body": 1}` or
    `{"status": "201", "media_type": "application/json", "headers": {}, "body": 1}`, each with what it has of these.
    """

    message: Json
    rejection: Rejection
    exchange: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a question stayed undecided: a place, a keyword, one sentence.

    `pointer` is a JSON Pointer to the schema object that holds the keyword, in the schema of `side` as it was written:
    `writer` or `reader`; "" where the question as a whole is meant.
    """

    pointer: str
    keyword: str
    sentence: str
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to: is every message that the writer may send accepted by the reader?

    `witness` is set if and only if the outcome is incompatible, `reason` if it is undecided or could not be checked.
    """

    outcome: Outcome
    witness: Witness | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One structural difference between two versions of a part.

    `rule` is an id of the catalogue. `old_pointer` and `new_pointer` are JSON Pointers into the two schemas, None
    on the side that lacks the place. `sentence` says what changed, `fix` what to do if that was not meant.
    """

    rule: str
    old_pointer: str | None
    new_pointer: str | None
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question that was asked about a pair of versions, and its answer.

    `part` is that of the model, `response 204` for a response without a body, or `operation` for what concerns it as
    a whole.
    `old_number` is the version that the new one was compared with. `is_blocking`: the policy refuses the new version
    because of this answer; `is_asked`: its mode looks at this direction. `changes` are those that explain the answer:
    the first is the one the witness trips over.
    """

    direction: Direction
    part: str
    verdict: Verdict
    is_blocking: bool
    is_asked: bool = False
    changes: tuple[Change, ...] = ()
    old_number: int | None = None

    @property
    def is_written_by_old(self) -> bool:
        """Whether the old version is the writer: responses flow the other way than messages and requests."""
        return (self.direction is Direction.BACKWARD) != self.part.startswith("response")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two versions of one contract mean to each other: every part in both directions."""

    checks: tuple[Check, ...]
    changes: tuple[Change, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst outcome among the directions that the mode asks about, whether it blocks or not."""
        asked = {check.verdict.outcome for check in self.checks if check.is_asked}
        order = (Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK, Outcome.UNDECIDED)
        return next((outcome for outcome in order if outcome in asked), Outcome.COMPATIBLE)
