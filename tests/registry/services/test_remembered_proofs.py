"""Verdicts that need no second proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import check_schemas
from contracts.errors import CouldNotCheck
from registry.services.remembered_proofs import RememberedProofs

if TYPE_CHECKING:
    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json

INTEGER, NUMBER = {"type": "integer"}, {"type": "number"}


class Counted:
    """A `prove` that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, **question: Json) -> Verdict:
        """The verdict of the engine."""
        self.asked += 1
        return check_schemas(**question)


def ask(prove: Prove, **changed: Json) -> Verdict:
    """The answer to a question, changed in some places."""
    question: Json = {"writer": INTEGER, "reader": NUMBER, "content_model": "open", "formats": "assert", **changed}
    return prove(**question)


def test_the_same_question_is_proved_once() -> None:
    """Whatever the order of the keys in a schema."""
    prove = Counted()
    remembered = RememberedProofs().before(prove)
    first = ask(remembered, writer={"type": "integer", "minimum": 0})
    assert ask(remembered, writer={"minimum": 0, "type": "integer"}) == first
    assert prove.asked == 1


@pytest.mark.parametrize("change", [{"writer": True}, {"reader": True}, {"content_model": "closed-writer"}])
def test_another_question_is_proved(change: Json) -> None:
    """Everything that decides is part of the question."""
    prove = Counted()
    remembered = RememberedProofs().before(prove)
    ask(remembered)
    assert ask(remembered, **change) == ask(check_schemas, **change)
    assert prove.asked == 2


def test_only_so_many_are_remembered() -> None:
    """What was used longest ago goes first."""
    prove = Counted()
    remembered = RememberedProofs(capacity=2).before(prove)
    for minimum in (0, 1, 0, 2, 0):
        ask(remembered, writer={"type": "integer", "minimum": minimum})
    assert prove.asked == 3
    ask(remembered, writer={"type": "integer", "minimum": 1})
    assert prove.asked == 4


def test_what_was_stopped_is_asked_again() -> None:
    """The next time there may be more time for it."""
    asked = []

    def stopped(**question: Json) -> Verdict:
        asked.append(question)
        raise CouldNotCheck("it took too long")

    remembered = RememberedProofs().before(stopped)
    for _ in range(2):
        with pytest.raises(CouldNotCheck):
            ask(remembered)
    assert len(asked) == 2
