"""What differs between two schemas, and which of it a witness trips over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility import Outcome, Verdict, check_contracts, list_changes
from contracts.compatibility.changes.explanation import explaining_changes
from contracts.compatibility.references import located
from contracts.model import Definition, Policy

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def _rules(old: Schema, new: Schema) -> list[tuple[str, str | None, str | None]]:
    return [(change.rule, change.old_pointer, change.new_pointer) for change in list_changes(old, new)]


def test_a_definition_that_moved_is_no_change() -> None:
    """References are looked through on both sides."""
    old = {"properties": {"a": {"$ref": "#/definitions/money"}}, "definitions": {"money": {"type": "number"}}}
    assert _rules(old, {"properties": {"a": NUMBER}}) == []


def test_a_change_in_a_definition_is_found_where_it_stands() -> None:
    """Pointers lead into the definition."""
    old, new = ({"$ref": "#/$defs/m", "$defs": {"m": {"properties": {"v": leaf}}}} for leaf in (WHOLE, NUMBER))
    place = "/$defs/m/properties/v/type"
    assert _rules(old, new) == [("type-widened", place, place)]


def test_recursive_definitions_are_compared_once() -> None:
    """A list that refers to itself ends."""
    old, new = ({"properties": {"v": leaf, "next": {"$ref": "#"}}} for leaf in (WHOLE, TEXT))
    assert [rule for rule, *_ in _rules(old, new)] == ["type-changed"]


def test_members_are_matched_by_content_before_position() -> None:
    """Reordering alternatives is no change, and the one that is new is named."""
    old = {"anyOf": [TEXT, WHOLE]}
    assert _rules(old, {"anyOf": [WHOLE, TEXT]}) == []
    assert _rules(old, {"anyOf": [{"type": "null"}, WHOLE, TEXT]}) == [("alternative-added", None, "/anyOf/0")]


def test_members_that_refer_to_changed_definitions_are_compared() -> None:
    """The same words may mean something else now."""
    old, new = ({"oneOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": leaf}} for leaf in (WHOLE, TEXT))
    assert [rule for rule, *_ in _rules(old, new)] == ["type-changed"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ({"items": [TEXT]}, {"items": [WHOLE]}, "type-changed"),
        ({"items": [TEXT], "additionalItems": TEXT}, {"items": [TEXT], "additionalItems": WHOLE}, "type-changed"),
        ({"prefixItems": [TEXT]}, {"prefixItems": [TEXT, WHOLE]}, "type-narrowed"),
        ({"additionalProperties": TEXT}, {"additionalProperties": WHOLE}, "type-changed"),
        ({"patternProperties": {"^a": TEXT}}, {"patternProperties": {"^a": WHOLE}}, "type-changed"),
        ({"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["c"]}}, "dependency-added"),
        ({"dependencies": {"a": TEXT}}, {"dependencies": {"a": WHOLE}}, "type-changed"),
        ({"contains": TEXT}, {"contains": WHOLE}, "type-changed"),
        ({"contains": TEXT}, {}, "condition-removed"),
        ({}, {"propertyNames": {"maxLength": 2}}, "condition-added"),
        ({"if": TEXT}, {"if": WHOLE}, "schema-changed"),
        ({"const": 1}, {"enum": [1, 2]}, "enum-value-added"),
        ({"enum": [0]}, {"enum": [False]}, "enum-value-removed"),
        (False, True, "schema-changed"),
        ({"minimum": 1, "exclusiveMinimum": True}, {"minimum": 1}, "schema-changed"),
        ({"$ref": "#nowhere"}, {"$ref": "#elsewhere"}, "schema-changed"),
    ],
)
def test_a_difference_has_a_rule(old: Schema, new: Schema, rule: str) -> None:
    """Every keyword is compared, and what no row names falls to `schema-changed`."""
    assert rule in {found for found, *_ in _rules(old, new)}


def test_long_values_are_cut_in_sentences() -> None:
    """A sentence stays readable."""
    old = {"enum": [f"value {index}" for index in range(30)]}
    (change,) = list_changes(old, {"enum": ["value 0"]})
    assert "and 24 more" in change.sentence
    (pattern,) = list_changes({"pattern": "a" * 500}, {})
    assert len(pattern.sentence) < 200


def test_the_place_of_a_rejection_is_followed_through_references() -> None:
    """A validator's path has steps through `$ref`; the document has none."""
    schema = {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"type": "string"}}}
    assert located(schema, ("properties", "a", "$ref", "type")) == ("$defs", "x", "type")
    assert located({"$ref": "other"}, ("$ref", "type")) == ()


def test_an_incompatible_verdict_is_always_explained() -> None:
    """Where no difference is known, the fallback speaks."""
    (check, _) = check_contracts(Definition.of_event(WHOLE), Definition.of_event(TEXT), Policy()).checks
    assert check.verdict.outcome is Outcome.INCOMPATIBLE
    found = explaining_changes((), check.verdict, reader=TEXT, reader_is_new=True)
    assert [change.rule for change in found] == ["schema-changed"]
    assert explaining_changes((), Verdict(outcome=Outcome.COMPATIBLE), reader=TEXT, reader_is_new=True) == ()


EDITS = st.sampled_from(
    [
        TEXT,
        WHOLE,
        NUMBER,
        {"enum": ["a"]},
        {"pattern": "^a"},
        {"not": TEXT},
        {"items": WHOLE},
        {"required": ["a"]},
        True,
    ]
)


@settings(max_examples=120)
@given(EDITS, EDITS, st.sampled_from(["properties", "items", "anyOf", "not"]))
def test_every_incompatible_check_has_an_explaining_change(one: Schema, other: Schema, keyword: str) -> None:
    """An incompatible verdict without an explaining change would be a bug."""

    def placed(schema: Schema) -> Schema:
        wrapped: dict[str, Json] = {"properties": {"a": schema}, "anyOf": [schema]}
        return {keyword: wrapped.get(keyword, schema)}

    comparison = check_contracts(Definition.of_event(placed(one)), Definition.of_event(placed(other)), Policy())
    for check in comparison.checks:
        assert bool(check.changes) or check.verdict.outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize(
    ("words", "expected"),
    [({}, ["type-changed"]), ({"additionalProperties": False}, ["type-changed", "property-added"])],
)
def test_a_field_that_nobody_minds_explains_nothing(words: dict[str, Json], expected: list[str]) -> None:
    """A new field beside the change that breaks is named only where the reader refuses fields that it does not know."""
    old, new = (
        Definition.of_event({"type": "object", "properties": fields, "required": ["a"], **words})
        for fields in ({"a": TEXT}, {"a": WHOLE, "b": TEXT})
    )
    (forward,) = [check for check in check_contracts(old, new, Policy()).checks if check.direction == "FORWARD"]
    assert sorted(change.rule for change in forward.changes) == sorted(expected)
