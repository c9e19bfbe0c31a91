"""Work is counted before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.validation.effort import (
    MAX_APPLIED,
    Budget,
    OutOfBudget,
    applied_at_most,
    size_of,
    unfolded_at_most,
)

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

LEAF = {"type": "string"}


def _doubling(levels: int, keyword: str) -> Schema:
    """Each definition refers twice to the next one."""
    twice = {f"d{level}": {keyword: [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(levels)}
    return {"$defs": {**twice, f"d{levels}": LEAF}, "$ref": "#/$defs/d0"}


@pytest.mark.parametrize(
    ("schema", "applied"),
    [
        (True, 1),
        (LEAF, 1),
        ({"allOf": [LEAF, LEAF]}, 3),
        ({"properties": {"a": {"anyOf": [LEAF, LEAF, LEAF]}}, "allOf": [LEAF]}, 4),
        ({"if": LEAF, "then": LEAF, "else": LEAF, "not": LEAF}, 5),
        ({"definitions": {"a/b": LEAF}, "$ref": "#/definitions/a~1b"}, 2),
        ({"$defs": {"a": {"$anchor": "here", "allOf": [LEAF]}}, "$ref": "#here"}, 3),
        ({"allOf": [LEAF], "unevaluatedProperties": False}, 5),
        ({"$ref": "#"}, 1),
        ({"$ref": "#/nowhere"}, 1),
        ({"const": {"allOf": [LEAF, LEAF]}}, 1),
        (5, 1),
    ],
)
def test_the_schemas_applied_to_one_value_are_counted(schema: Json, applied: int) -> None:
    """Those in place, references looked through, at the heaviest place."""
    assert applied_at_most(schema) == applied


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_references_that_double_count_each_time(keyword: str) -> None:
    """Few definitions can apply more schemas than any validator does in a day."""
    assert applied_at_most(_doubling(3, keyword)) == 30
    assert applied_at_most(_doubling(40, keyword)) > MAX_APPLIED


def test_long_chains_of_references_are_counted_without_recursion() -> None:
    """A chain may be longer than the stack of Python."""
    chain = {f"d{index}": {"$ref": f"#/$defs/d{index + 1}"} for index in range(9_000)}
    assert applied_at_most({"$defs": {**chain, "d9000": LEAF}, "$ref": "#/$defs/d0"}) == 9_002


def test_unfolding_counts_children_too() -> None:
    """What is small on paper may be large when its references are looked through; one that comes back counts once."""
    pair = {"properties": {"a": {"$ref": "#/$defs/d"}, "b": {"$ref": "#/$defs/d"}}}
    assert unfolded_at_most({"$defs": {"d": {"items": LEAF}}, **pair}) == 7
    assert unfolded_at_most({"properties": {"next": {"$ref": "#"}}}) == 2


def test_shared_values_are_counted_each_time() -> None:
    """A message whose parts are shared in memory is written out in full."""
    value: Json = 1
    for _ in range(60):
        value = [value, value]
    assert size_of([[1, 2], {"a": 3}], 100) == 6
    assert size_of(value, 100) > 100


def test_a_budget_ends_the_work_it_is_for() -> None:
    """Steps are taken until none are left."""
    budget = Budget(steps=3)
    budget.spend(3)
    assert (budget.spent, budget.is_spent) == (3, True)
    with pytest.raises(OutOfBudget):
        budget.spend()
