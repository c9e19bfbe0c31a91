"""A number within bounds, a multiple of some steps and of none of others: found, or proved not to exist. Exact."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from contracts.validation.referee import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.keywords import Json

_MANY = 4_000
_MAX_BITS = 16_000  # of a common multiple
_NICE = tuple(Fraction(text) for text in ("0", "1", "-1", "0.5", "1.5", "-0.5", "2", "10", "100", "0.1", "0.01"))


@dataclass(slots=True, kw_only=True)
class NumberQuestion:
    """What the number must be. A bound is `(value, is_strict)`."""

    least: tuple[Fraction, bool] | None = None
    most: tuple[Fraction, bool] | None = None
    steps: list[Fraction] = field(default_factory=list)
    no_steps: list[Fraction] = field(default_factory=list)
    excluded: set[Fraction] = field(default_factory=set)
    allowed: list[Fraction] | None = None

    def raise_least(self, value: Fraction, *, is_strict: bool) -> None:
        """Demand at least (more than) this value too."""
        if self.least is None or (value, is_strict) > self.least:
            self.least = (value, is_strict)

    def lower_most(self, value: Fraction, *, is_strict: bool) -> None:
        """Demand at most (less than) this value too."""
        if self.most is None or (value, not is_strict) < (self.most[0], not self.most[1]):
            self.most = (value, is_strict)

    def is_met_by(self, value: Fraction) -> bool:
        """Whether the value is such a number."""
        if self.least is not None and (value < self.least[0] or (self.least[1] and value == self.least[0])):
            return False
        if self.most is not None and (value > self.most[0] or (self.most[1] and value == self.most[0])):
            return False
        is_allowed = self.allowed is None or value in self.allowed
        is_step = all(value % step == 0 for step in self.steps) and all(value % step != 0 for step in self.no_steps)
        return is_allowed and is_step and value not in self.excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers that were asked for. `is_complete` with none is a proof that there are none."""

    found: tuple[Fraction, ...]
    is_complete: bool


def find_numbers(question: NumberQuestion, *, enough: int = 4) -> Numbers:
    """A few such numbers, those first that a person would write."""
    tried, is_complete = _candidates(question)
    found: list[Fraction] = []
    for value in tried:
        if value not in found and question.is_met_by(value):
            found.append(value)
            if len(found) == enough:
                break
    return Numbers(found=tuple(found), is_complete=is_complete)


def _candidates(question: NumberQuestion) -> tuple[Iterable[Fraction], bool]:
    """Values to try, and whether no others can be such numbers."""
    if question.allowed is not None:
        return question.allowed, True
    if not question.steps:
        return _reals(question)
    step = question.steps[0]
    for other in question.steps[1:]:
        if step.numerator.bit_length() > _MAX_BITS:
            return (), False
        step = _common_multiple(step, other)
    return _multiples(question, step)


def _reals(question: NumberQuestion) -> tuple[Iterable[Fraction], bool]:
    low, high = question.least, question.most
    if low is None or high is None:
        return _spread(question), False
    if low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])):
        return (), True
    if low[0] == high[0]:
        return (low[0],), True
    return _spread(question), False


def _spread(question: NumberQuestion) -> Iterator[Fraction]:
    """Nice numbers, the bounds and their surroundings, then ever finer ones: an interval always holds some."""
    yield from _NICE
    ends = [bound[0] for bound in (question.least, question.most) if bound is not None]
    for end in ends:
        yield from (end, end + 1, end - 1, end + Fraction(1, 2), end - Fraction(1, 2), end + Fraction(1, 10))
    if len(ends) == 1 or not ends:
        base = ends[0] if ends else Fraction(0)
        yield from (base + sign * Fraction(odd, 1000) for odd in (1237, 7, 333) for sign in (1, -1))
        yield from (base + sign * 10**power + Fraction(7, 10**7) for power in range(8) for sign in (1, -1))
        return
    width = ends[1] - ends[0]
    for places in range(1, 16):
        for share in (Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(1, 7)):
            scale = 10**places
            yield Fraction(math.floor((ends[0] + width * share) * scale), scale)


def _multiples(question: NumberQuestion, step: Fraction) -> tuple[Iterable[Fraction], bool]:
    """Multiples of one step. A divisor excludes every n-th of them; those at 1 modulo all n escape every divisor."""
    periods = [int(_common_multiple(step, other) / step) for other in question.no_steps]
    if 1 in periods:
        return (), True
    low, high = question.least, question.most
    first = math.floor(low[0] / step) if low is not None else None
    last = math.ceil(high[0] / step) if high is not None else None
    if first is not None and last is not None and last - first <= _MANY:
        return (factor * step for factor in range(first, last + 1)), True
    return (factor * step for factor in _factors(first, last, math.lcm(*periods) if periods else 1)), False


def _factors(first: int | None, last: int | None, period: int) -> Iterator[int]:
    anchor = first if first is not None else (last if last is not None else 0)
    direction = -1 if first is None and last is not None else 1
    yield from (factor for factor in (0, 1, -1, 2, 3, 10, -2) if _within(factor, first, last))
    for index in range(60):
        yield anchor + direction * index
    if first is not None and last is not None:
        yield from range(last - 60, last + 1)
    base = anchor - anchor % period
    for index in range(60):
        yield base + direction * period * index + 1


def _within(factor: int, first: int | None, last: int | None) -> bool:
    return (first is None or factor >= first) and (last is None or factor <= last)


def _common_multiple(one: Fraction, other: Fraction) -> Fraction:
    """The least number that both divide."""
    return Fraction(math.lcm(one.numerator, other.numerator), math.gcd(one.denominator, other.denominator))


def as_json(value: Fraction, *, as_float: bool = False) -> Json | None:
    """The number as JSON has it: whole ones as integers; None if no binary number prints as it."""
    if value.denominator == 1 and not as_float:
        return value.numerator
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and exact(number) == value else None
