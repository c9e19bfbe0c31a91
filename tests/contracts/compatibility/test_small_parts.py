"""The algebra, finite writers, shrinking and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import algebra
from contracts.compatibility.finite import content_key, finite_values
from contracts.compatibility.limits import MAX_DEPTH, MAX_NODES, extent_of
from contracts.compatibility.shrinking import shrink
from contracts.errors import InvalidSchema
from contracts.model import Formats
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

ASSERT = Formats.ASSERT


def test_only_a_yes_of_the_algebra_counts() -> None:
    """A proof is True; unknown, impossible and refused questions are False."""
    assert algebra.is_covered({"const": 1}, {"type": "integer"}, formats=ASSERT)
    assert not algebra.is_covered({"type": "number"}, {"type": "integer"}, formats=ASSERT)
    assert not algebra.is_covered({"type": "nonsense"}, {}, formats=ASSERT)
    assert algebra.is_empty({"not": {}}, formats=ASSERT)
    assert not algebra.is_empty({"type": "nonsense"}, formats=ASSERT)


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        (True, None),
        (False, []),
        ({"const": 1}, [1]),
        ({"enum": [1, "a"]}, [1, "a"]),
        ({"type": ["null", "boolean"]}, [None, True, False]),
        ({"type": ["null", "string"]}, None),
        ({"allOf": [{"type": "string"}, {"enum": ["a"]}]}, ["a"]),
        ({"oneOf": [{"const": 1}, {"anyOf": [{"const": 2}, {"type": "null"}]}]}, [1, 2, None]),
        ({"anyOf": [{"const": 1}, {"type": "string"}]}, None),
    ],
)
def test_finite_writers_are_recognised(schema: Schema, values: list[Json] | None) -> None:
    """The values among which are all that a schema accepts."""
    assert finite_values(schema) == values


def test_content_tells_true_from_one() -> None:
    """Python does not."""
    assert content_key([True]) != content_key([1])
    assert content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})


def _steps() -> Budget:
    return Budget(steps=10_000)


def test_a_witness_shrinks_while_it_is_one() -> None:
    """Everything goes that the condition does not need."""

    def is_witness(message: Json) -> bool:
        return isinstance(message, dict) and isinstance(message.get("a"), list) and message["a"][-1:] == [7]

    assert shrink({"b": "long text", "a": [1, {"c": 2}, 7], "d": None}, is_witness, _steps()) == {"a": [7]}


def test_a_message_that_cannot_shrink_stays() -> None:
    """The smallest witness is itself."""
    assert shrink("abc", lambda message: message == "abc", _steps()) == "abc"
    assert shrink(12.5, lambda message: isinstance(message, float), _steps()) == 12.5


def test_an_extent_is_counted_without_recursion() -> None:
    """Depth and size beyond the limits are found quickly, wherever they are."""
    deep: list[Json] = []
    for _ in range(100_000):
        deep = [deep]
    assert extent_of(deep).depth > MAX_DEPTH
    assert extent_of([0] * (MAX_NODES + 1)).excess is not None
    assert extent_of({"a": [1, 2]}).excess is None
    assert extent_of({"a": [1, 2]}).nodes == 4


@pytest.mark.parametrize("value", [{1: 2}, [float("inf")], {"a": {1, 2}}])
def test_what_is_no_json_has_no_extent(value: Json) -> None:
    """Sets, infinities and names that are no text are refused."""
    with pytest.raises(InvalidSchema):
        extent_of(value)


def test_shrinking_ends_where_its_steps_do() -> None:
    """What was reached so far is a witness too."""
    message = {"a": 1, "b": 2, "c": 3}
    assert shrink(message, lambda smaller: "c" in smaller, Budget(steps=0)) == message
    assert shrink(message, lambda smaller: "c" in smaller, Budget(steps=9)) == {"b": 2, "c": 3}
