"""`unevaluatedProperties` and `unevaluatedItems`, whatever decides what was evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, check_schemas

if TYPE_CHECKING:
    from contracts.keywords import Schema

YES, NO = Outcome.COMPATIBLE, Outcome.INCOMPATIBLE
A, B = {"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}
ONLY_AB = {"type": "object", "propertyNames": {"enum": ["a", "b"]}}


def _shut(**keywords: object) -> Schema:
    return {"type": "object", **keywords, "unevaluatedProperties": False}


@pytest.mark.parametrize(
    ("writer", "reader", "outcome"),
    [
        (_shut(**A), {"propertyNames": {"const": "a"}}, YES),
        (_shut(allOf=[A, B]), ONLY_AB, YES),
        (_shut(anyOf=[A, B]), ONLY_AB, YES),
        (_shut(oneOf=[{**A, "required": ["a"]}, {**B, "required": ["b"]}]), {"maxProperties": 1}, YES),
        (_shut(**{"if": A, "then": B}), ONLY_AB, YES),
        (_shut(**{"if": A, "else": B}), {"propertyNames": {"const": "a"}}, YES),
        (_shut(dependentSchemas={"a": {"properties": {"a": True, "b": True}}}), ONLY_AB, YES),
        (_shut(patternProperties={"^a": True}), {"propertyNames": {"pattern": "^a"}}, YES),
        (_shut(allOf=[{"additionalProperties": True}]), {"maxProperties": 3}, NO),
        (_shut(allOf=[_shut(**A)]), {"propertyNames": {"const": "a"}}, YES),
        ({"type": "object", "properties": {"c": True}}, _shut(**A), NO),
        ({"type": "object", "required": ["a"], "additionalProperties": False, **A}, _shut(anyOf=[A, B]), YES),
        ({"type": "object", "additionalProperties": False, **B}, _shut(oneOf=[{**A, "required": ["a"]}, B]), YES),
        (
            {"type": "object", "additionalProperties": False, **B},
            _shut(**{"if": {"required": ["a"]}, "then": A, "else": B}),
            YES,
        ),
        (
            {"type": "object", "additionalProperties": False, "required": ["a"], **A},
            _shut(dependentSchemas={"a": A}),
            YES,
        ),
        ({"type": "object", "additionalProperties": False, **A}, _shut(dependentSchemas={"b": A}), NO),
        (_shut(anyOf=[{"oneOf": [A, B]}] * 9), _shut(anyOf=[{"oneOf": [A, B]}] * 9), YES),
        (_shut(allOf=[{"oneOf": [A, B, {"required": [name]}]} for name in "cdefgh"]), {"not": {"required": ["z"]}}, NO),
    ],
)
def test_unevaluated_fields(writer: Schema, reader: Schema, outcome: Outcome) -> None:
    """Fields count as evaluated where a branch that holds names them."""
    verdict = check_schemas(writer=writer, reader=reader, content_model="open")
    assert verdict.outcome is outcome or verdict.outcome is Outcome.UNDECIDED
    if outcome is YES:
        assert verdict.outcome is YES


@pytest.mark.parametrize(
    ("writer", "reader", "outcome"),
    [
        ({"prefixItems": [True], "unevaluatedItems": False}, {"maxItems": 1}, YES),
        ({"allOf": [{"prefixItems": [True]}], "unevaluatedItems": {"const": 1}}, {"items": {"const": 1}}, NO),
        (
            {"anyOf": [{"prefixItems": [True, True]}, {"prefixItems": [True]}], "unevaluatedItems": False},
            {"maxItems": 2},
            YES,
        ),
        ({"contains": {"const": 1}, "unevaluatedItems": False}, {"items": {"const": 1}}, Outcome.UNDECIDED),
        ({"items": {"const": 1}, "unevaluatedItems": False}, {"maxItems": 1}, NO),
        ({"maxItems": 1}, {"prefixItems": [True], "unevaluatedItems": False}, YES),
        ({"minItems": 2}, {"prefixItems": [True], "unevaluatedItems": False}, NO),
        ({"items": False}, {"dependentSchemas": {"c": {"items": True}}, "unevaluatedItems": False}, YES),
        ({"minItems": 1}, {"dependentSchemas": {"c": {"items": True}}, "unevaluatedItems": False}, NO),
    ],
)
def test_unevaluated_items(writer: Schema, reader: Schema, outcome: Outcome) -> None:
    """Items count as evaluated up to the longest prefix; what depends on fields says nothing about arrays."""
    assert isinstance(writer, dict)
    verdict = check_schemas(writer={"type": "array", **writer}, reader=reader, content_model="open")
    if outcome is Outcome.UNDECIDED:
        assert verdict.outcome is not NO
    else:
        assert verdict.outcome is outcome
