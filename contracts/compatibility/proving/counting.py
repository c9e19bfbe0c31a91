"""How many items of each sort an array holds: an order of sorts that meets all counts, or the proof of none.

A *sort* says of each condition whether the item meets it. An array is read item by item; all that matters of what was
read are the counts, and of a count only whether it is enough and not too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.compatibility.proving.terms import Literal
    from contracts.validation.effort import Budget

Sort: TypeAlias = tuple[bool, ...]
_Counts: TypeAlias = tuple[int, ...]
_MAX_CONDITIONS = 4
_MAX_COUNTS = 20_000
_MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What `least` to `most` items meet; `at` gives it for a position, with the sign that is asked for."""

    at: Callable[[int, bool], Literal]
    least: int
    most: int | None = None

    @property
    def cap(self) -> int:
        """The count beyond which nothing changes."""
        return max(self.least, 0 if self.most is None else self.most + 1)

    def is_exceeded_by(self, count: int) -> bool:
        """Whether so many items are too many."""
        return self.most is not None and count > self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many items there may be; `rest` is the first position that all later ones are like."""

    least: int
    most: int | None
    rest: int


def sorts(conditions: list[Condition]) -> list[Sort]:
    """All sorts of items, those first that meet many conditions."""
    return list(product((True, False), repeat=len(conditions)))


def is_countable(conditions: list[Condition], lengths: Lengths) -> bool:
    """Whether there are few enough cases to go through."""
    cases = 1
    for condition in conditions:
        cases *= condition.cap + 1
    longest = lengths.rest + lengths.least + sum(condition.cap for condition in conditions)
    return len(conditions) <= _MAX_CONDITIONS and cases <= _MAX_COUNTS and longest <= _MAX_LENGTH


def order_of_sorts(
    conditions: list[Condition], lengths: Lengths, possible: list[list[Sort]], budget: Budget
) -> list[Sort] | None:
    """The sorts of the items of a shortest array; None if there is none. `possible` are those of each position."""
    start: _Counts = (0,) * len(conditions)
    layers: list[dict[_Counts, tuple[_Counts, Sort] | None]] = [{start: None}]
    seen: set[_Counts] = set()
    while layers[-1]:
        length = len(layers) - 1
        if length >= lengths.least:
            enough = next((counts for counts in layers[-1] if _is_enough(conditions, counts)), None)
            if enough is not None:
                return _way_to(layers, enough)
        if lengths.most is not None and length >= lengths.most:
            return None
        if length >= max(lengths.rest, lengths.least):  # from here on only new counts lead on
            layers[-1] = {counts: way for counts, way in layers[-1].items() if counts not in seen}
            seen.update(layers[-1])
        at_hand = possible[min(length, lengths.rest)]
        budget.spend(1 + 2 * len(layers[-1]) * len(at_hand))
        layers.append(_following(conditions, layers[-1], at_hand))
    return None


def _is_enough(conditions: list[Condition], counts: _Counts) -> bool:
    return all(count >= condition.least for count, condition in zip(counts, conditions, strict=True))


def _following(
    conditions: list[Condition], layer: dict[_Counts, tuple[_Counts, Sort] | None], at_hand: list[Sort]
) -> dict[_Counts, tuple[_Counts, Sort] | None]:
    following: dict[_Counts, tuple[_Counts, Sort] | None] = {}
    for counts in layer:
        for sort in at_hand:
            summed = tuple(
                min(count + met, condition.cap) for count, met, condition in zip(counts, sort, conditions, strict=True)
            )
            is_too_much = any(
                condition.is_exceeded_by(count) for condition, count in zip(conditions, summed, strict=True)
            )
            if not is_too_much:
                following.setdefault(summed, (counts, sort))
    return following


def _way_to(layers: list[dict[_Counts, tuple[_Counts, Sort] | None]], counts: _Counts) -> list[Sort]:
    way: list[Sort] = []
    for layer in reversed(layers):
        step = layer[counts]
        if step is not None:
            counts = step[0]
            way.append(step[1])
    return way[::-1]
