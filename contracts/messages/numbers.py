"""Numbers at and around the bounds of a schema, exact where floating point would not be."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json
    from contracts.messages.shapes import Shape

STEP_BITS = 20_000
LARGEST_DOUBLE = Fraction(sys.float_info.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The numbers that bounds and `multipleOf` leave. `step` is the distance of neighbours that are tried."""

    low: Fraction | None
    high: Fraction | None
    is_low_open: bool
    is_high_open: bool
    step: Fraction
    is_integer: bool

    @property
    def lowest(self) -> Json | None:
        """The smallest number of the range, None without a lower bound."""
        if self.low is None:
            return None
        first = math.ceil(self.low / self.step) * self.step
        return _written(first + self.step if self.is_low_open and first == self.low else first)

    @property
    def highest(self) -> Json | None:
        """The largest number of the range, None without an upper bound."""
        if self.high is None:
            return None
        last = math.floor(self.high / self.step) * self.step
        return _written(last - self.step if self.is_high_open and last == self.high else last)

    @property
    def too_low(self) -> Json | None:
        """The first number below the range."""
        if self.low is None:
            return None
        return _written(self.low if self.is_low_open else math.ceil(self.low / self.step) * self.step - self.step)

    @property
    def too_high(self) -> Json | None:
        """The first number above the range."""
        if self.high is None:
            return None
        return _written(self.high if self.is_high_open else math.floor(self.high / self.step) * self.step + self.step)

    @property
    def off_step(self) -> Json:
        """A number of the range that is no multiple."""
        start = self.low if self.low is not None else self.high if self.high is not None else Fraction(0)
        return _written(math.floor(start / self.step) * self.step + self.step / (1 if self.step == 1 else 2))

    def typical(self) -> Iterator[Json]:
        """Numbers of the range: friendly ones first, then upwards from the lowest or down from the highest."""
        friendly = (1, 2, 0) if self.is_integer else (Fraction(25, 2), 1, Fraction(1, 2), 0)
        yield from (_written(Fraction(value)) for value in friendly if self._holds(Fraction(value)))
        start = self.lowest if self.lowest is not None else self.highest
        direction = -1 if self.lowest is None and self.highest is not None else 1
        for count in range(1000):
            value = Fraction(str(start or 0)) + direction * count * self.step
            if not self._holds(value):
                return
            yield _written(value)

    def probes(self) -> Iterator[Json]:
        """Numbers at some distance from the bounds, on and off the multiples."""
        for bound, direction in ((self.low, 1), (self.high, -1)):
            start = Fraction(0) if bound is None else bound
            for distance in (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(3), Fraction(7), Fraction(1000)):
                on_step = math.ceil(start / self.step) * self.step + direction * distance.numerator * self.step
                yield from (_written(on_step), _written(start + direction * distance * self.step))

    def _holds(self, value: Fraction) -> bool:
        if self.low is not None and (value < self.low or (self.is_low_open and value == self.low)):
            return False
        if self.high is not None and (value > self.high or (self.is_high_open and value == self.high)):
            return False
        return (value / self.step).denominator == 1 or (not self.is_integer and self.step == 1)


def number_range(shape: Shape, *, is_integer: bool) -> NumberRange:
    """The numbers that the bounds of a shape leave."""
    lows = _bounds(shape, "minimum", "exclusiveMinimum")
    highs = _bounds(shape, "maximum", "exclusiveMaximum")
    low = max(lows, key=lambda bound: (bound[0], bound[1]), default=None)
    high = min(highs, key=lambda bound: (bound[0], not bound[1]), default=None)
    return NumberRange(
        low=low[0] if low else None,
        high=high[0] if high else None,
        is_low_open=bool(low and low[1]),
        is_high_open=bool(high and high[1]),
        step=_step(shape, low, high, is_integer=is_integer),
        is_integer=is_integer,
    )


def _bounds(shape: Shape, keyword: str, exclusive: str) -> list[tuple[Fraction, bool]]:
    """Each bound with whether it is open; draft-04 writes openness as a boolean beside the bound."""
    found: list[tuple[Fraction, bool]] = []
    for member in shape.members:
        if _is_number(member.get(keyword)):
            found.append((_exact(member[keyword]), member.get(exclusive) is True))
        if _is_number(member.get(exclusive)):
            found.append((_exact(member[exclusive]), True))
    return found


def _step(
    shape: Shape, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None, *, is_integer: bool
) -> Fraction:
    factors = [abs(_exact(value)) for value in shape.all_of("multipleOf") if _is_number(value) and value]
    if is_integer:
        factors.append(Fraction(1))
    step = Fraction(1)
    if factors:
        step = factors[0]
        for factor in factors[1:]:
            if step.numerator.bit_length() > STEP_BITS:
                break  # what is built is judged later
            step = _least_common_multiple(step, factor)
        return step
    places = [bound[0].denominator for bound in (low, high) if bound]
    if low and high and high[0] - low[0] < 1:
        return (high[0] - low[0]) / 2 or step
    return Fraction(1, max(places)) if places and max(places) > 1 else step


def _least_common_multiple(one: Fraction, other: Fraction) -> Fraction:
    numerator = math.lcm(one.numerator * other.denominator, other.numerator * one.denominator)
    return Fraction(numerator, one.denominator * other.denominator)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _exact(value: float) -> Fraction:
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _written(value: Fraction) -> Json:
    """The number as JSON writes it: whole where it is whole or beyond all doubles, otherwise the nearest double."""
    if value.denominator == 1 or abs(value) > LARGEST_DOUBLE:
        return int(value)
    return value.numerator / value.denominator
