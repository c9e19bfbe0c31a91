"""How much the engine takes on: sizes beyond which a question is answered with an honest "undecided"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.errors import InvalidSchema

if TYPE_CHECKING:
    from contracts.keywords import Json

# Levels of JSON in a schema. The engines refuse 255; recursive walks of Python must end before that.
MAX_DEPTH = 100
# Values in a schema. The largest real contracts have a few thousand.
MAX_NODES = 60_000
# Bits of an integer: Python refuses to write one of more than 4,300 digits.
MAX_INTEGER_BITS = 14_000
# Steps of one question (see `contracts.validation.effort`), and of making its witness smaller.
QUESTION_STEPS = 600_000
SHRINKING_STEPS = 400_000
# Steps per value of a schema that go before any question is asked: to compile, rewrite, close and align it.
STEPS_PER_VALUE = 5
# Values of a message that is tried as a witness. A message of a few definitions can be larger than all memory.
MAX_MESSAGE = 10_000
# Schemas larger than this (in values) never go to the algebra as a whole: it may run for seconds, uninterruptible.
ALGEBRA_NODES = 220
# The same with references looked through, in schemas.
ALGEBRA_UNFOLDED = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The size of a JSON value: levels and values."""

    depth: int
    nodes: int

    @property
    def excess(self) -> str | None:
        """Why this is too much to judge, or None."""
        if self.depth > MAX_DEPTH:
            return f"the schema is nested more than {MAX_DEPTH} levels deep"
        if self.nodes > MAX_NODES:
            return f"the schema has more than {MAX_NODES} values"
        return None


def extent_of(value: Json) -> Extent:
    """The extent of a JSON value, counted without recursion; counting stops beyond the limits.

    Raises:
        InvalidSchema: the value is not JSON: a number without an end, a name that is no string, a foreign object.
    """
    level, depth, nodes = [value], 0, 0
    while level and depth <= MAX_DEPTH and nodes <= MAX_NODES:
        nodes += len(level)
        level = [child for item in level for child in _children(item)]
        depth += bool(level)
    return Extent(depth=depth, nodes=nodes)


def _children(item: Json) -> list[Json]:
    if isinstance(item, str):  # most values are texts
        return []
    if isinstance(item, dict):
        if not all(isinstance(name, str) for name in item):
            raise InvalidSchema("a name in it is no string")
        return list(item.values())
    if isinstance(item, list):
        return item
    if isinstance(item, float) and not math.isfinite(item):
        raise InvalidSchema(f"{item!r} is no JSON number")
    if isinstance(item, int) and item.bit_length() > MAX_INTEGER_BITS:
        raise InvalidSchema("a number in it has too many digits")
    if item is not None and not isinstance(item, int | float):
        raise InvalidSchema(f"a {type(item).__name__} is no JSON")
    return []
