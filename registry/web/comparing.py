"""A comparison of two versions as people read it: one question per direction, and what each change does to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.verdict import Outcome
from contracts.model import Direction, Kind
from registry.web.marked_json import Line, marked_lines

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Change, Check, Comparison, Witness
    from registry.storage.views import VersionView

_WORST_FIRST = (Outcome.INCOMPATIBLE, Outcome.COULD_NOT_CHECK, Outcome.UNDECIDED, Outcome.COMPATIBLE)
_QUESTIONS = {
    (Kind.EVENT, Direction.FORWARD): "May the producer deploy version {new} while consumers read version {old}?",
    (Kind.EVENT, Direction.BACKWARD): "May consumers read version {new} while messages of version {old} arrive?",
    (Kind.OPERATION, Direction.BACKWARD): "May the provider deploy version {new} while callers use version {old}?",
    (Kind.OPERATION, Direction.FORWARD): "May callers use version {new} while the provider serves version {old}?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two versions that are compared."""

    kind: Kind
    old: VersionView
    new: VersionView

    def writer(self, check: Check) -> VersionView:
        """The version that writes the message of a check."""
        return self.old if check.is_written_by_old else self.new

    def reader(self, check: Check) -> VersionView:
        """The version that reads it."""
        return self.new if check.is_written_by_old else self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What all checks of one direction say together; `checks` are those that are not compatible."""

    direction: Direction
    question: str
    outcome: Outcome
    is_asked: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change, and what it does in each direction; None where it is not what decides there.

    `line` is that of the design document of the newer version, None where the place is not known.
    """

    change: Change
    part: str
    outcomes: tuple[Outcome | None, ...]
    line: int | None

    @property
    def is_decisive(self) -> bool:
        """Whether it stands between some direction and "yes"."""
        return any(outcome not in {None, Outcome.COMPATIBLE} for outcome in self.outcomes)


def answers(comparison: Comparison, sides: Sides) -> tuple[Answer, ...]:
    """One answer per direction, the one that the policy asks about first."""
    found = [_answer(direction, comparison, sides) for direction in (Direction.FORWARD, Direction.BACKWARD)]
    return tuple(sorted(found, key=lambda answer: not answer.is_asked))


def effects(comparison: Comparison, sides: Sides, directions: tuple[Direction, ...]) -> tuple[Effect, ...]:
    """Each change once, those that decide something first, with its outcome in each of the directions."""
    found = [_effect(change, comparison, sides, directions) for change in dict.fromkeys(comparison.changes)]
    return tuple(sorted(found, key=lambda effect: _rank(effect.outcomes)))


def line_of(lines: dict[str, int], part: str, pointer: str | None) -> int | None:
    """The line that declares a place of a part, or the nearest place around it."""
    while pointer:
        if (line := lines.get(f"{part}#{pointer}")) is not None:
            return line
        pointer = pointer.rpartition("/")[0]
    return lines.get(f"{part}#")


def witness_lines(check: Check, witness: Witness, *, marks: bool = False) -> tuple[Line, ...]:
    """The message that proves a refusal, of an operation its whole request or response; `marks` the bad place in it."""
    shown, place = witness.message, witness.rejection.instance_pointer
    if witness.exchange is not None:
        shown, place = witness.exchange, _place_in_exchange(check.part, place)
    return marked_lines(shown, place if marks else None)


def _place_in_exchange(part: str, place: str) -> str:
    if part.startswith("response-headers "):
        return f"/headers{place}"
    return place if part == "parameters" else f"/body{place}"


def _answer(direction: Direction, comparison: Comparison, sides: Sides) -> Answer:
    checks = [check for check in comparison.checks if check.direction is direction]
    question = _QUESTIONS[sides.kind, direction]
    return Answer(
        direction=direction,
        question=question.format(old=sides.old.number, new=sides.new.number),
        outcome=_worst([check.verdict.outcome for check in checks]),
        is_asked=any(check.is_asked for check in checks),
        checks=tuple(check for check in checks if check.verdict.outcome is not Outcome.COMPATIBLE),
    )


def _effect(change: Change, comparison: Comparison, sides: Sides, directions: tuple[Direction, ...]) -> Effect:
    explained = [check for check in comparison.checks if change in check.changes]
    part = explained[0].part if explained else "message" if sides.kind is Kind.EVENT else ""
    return Effect(
        change=change,
        part=part,
        outcomes=tuple(_outcome(change, comparison, direction) for direction in directions),
        line=line_of(sides.new.lines, part, change.new_pointer or change.old_pointer),
    )


def _outcome(change: Change, comparison: Comparison, direction: Direction) -> Outcome | None:
    checks = [check for check in comparison.checks if check.direction is direction]
    explained = [check.verdict.outcome for check in checks if change in check.changes]
    if explained:
        return _worst(explained)
    everywhere = _worst([check.verdict.outcome for check in checks])
    return everywhere if everywhere is Outcome.COMPATIBLE else None


def _worst(outcomes: list[Outcome]) -> Outcome:
    return next((outcome for outcome in _WORST_FIRST if outcome in outcomes), Outcome.COMPATIBLE)


def _rank(outcomes: tuple[Outcome | None, ...]) -> list[int]:
    return sorted(_WORST_FIRST.index(outcome) if outcome else len(_WORST_FIRST) for outcome in outcomes)
