"""What a search for a value comes back with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.validation.effort import OutOfBudget

if TYPE_CHECKING:
    from contracts.compatibility.proving.splitting import Atom
    from contracts.keywords import Json, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What could not be settled: a condition on the part of the value at `path`, which leads through the *value*.

    `("properties", "lines", "items")` are the items of the field `lines`. `keyword` names the condition, "" the largest
    one there; `given` is what it holds, where that is known; `holds` whether it must hold or must fail.
    """

    path: tuple[Step, ...]
    keyword: str
    sentence: str
    given: Json = None
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`is_empty` is a proof of none; else `values` are candidates, and `gap` says what is open if they fail."""

    is_empty: bool = False
    values: tuple[Json, ...] = ()
    gap: Gap | None = None


EMPTY = Answer(is_empty=True)


class Exhausted(OutOfBudget):
    """The search ran out of steps; `gap` is where most of them went."""

    def __init__(self, gap: Gap) -> None:
        super().__init__(gap.sentence)
        self.gap = gap


def found(*values: Json, gap: Gap | None = None) -> Answer:
    """These candidates."""
    return Answer(values=values, gap=gap)


def unknown(path: tuple[Step, ...], keyword: str, sentence: str) -> Answer:
    """No proof and no candidates, because of a keyword."""
    return Answer(gap=Gap(path=path, keyword=keyword, sentence=sentence))


def gap_at(path: tuple[Step, ...], atom: Atom, sentence: str) -> Gap:
    """What is open about a condition."""
    return Gap(
        path=path, keyword=atom.keyword, sentence=sentence, given=atom.schema.get(atom.keyword), holds=atom.holds
    )


def moved(answer: Answer, origin: tuple[Step, ...], path: tuple[Step, ...]) -> Answer:
    """The answer to the same question about another part of the value."""
    if answer.gap is None or origin == path:
        return answer
    return replace(answer, gap=replace(answer.gap, path=(*path, *answer.gap.path[len(origin) :])))


def sharper(one: Gap | None, other: Gap | None) -> Gap | None:
    """That of two gaps which says more: the one deeper in the value, else the first."""
    if one is None or other is None:
        return one or other
    return other if len(other.path) > len(one.path) else one
