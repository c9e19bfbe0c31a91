"""The closing rules of the design page, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, check_schemas, close_writer
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

TEXT = {"type": "string"}
ENVELOPE = {"type": "object", "properties": {"id": TEXT, "data": {"type": "object"}}, "required": ["id"]}


def _accepts(schema: Schema, message: Json) -> bool:
    return Validator(close_writer(schema)).accepts(message)


def test_one_schema_object_is_closed_by_additional_properties() -> None:
    """A schema without members gets `additionalProperties: false`."""
    assert close_writer({"properties": {"a": TEXT}}) == {"properties": {"a": TEXT}, "additionalProperties": False}


def test_every_instance_location_is_closed() -> None:
    """Values of properties, patterns, additional properties, items and prefix items are closed too."""
    inner = {"properties": {"a": TEXT}}
    schema = {
        "properties": {"p": inner, "list": {"items": inner}, "pair": {"prefixItems": [inner]}},
        "patternProperties": {"^x": inner},
    }
    for message in ({"p": {"b": 1}}, {"list": [{"b": 1}]}, {"pair": [{"b": 1}]}, {"x": {"b": 1}}):
        assert Validator(schema).accepts(message)
        assert not _accepts(schema, message)
    assert not _accepts({"additionalProperties": inner}, {"any": {"b": 1}})


def test_members_of_one_location_share_their_fields() -> None:
    """An `allOf` is closed around all of its members, not inside each."""
    schema = {"allOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]}
    assert _accepts(schema, {"a": "x", "b": "y"})
    assert not _accepts(schema, {"a": "x", "c": "y"})


def test_a_definition_used_in_place_stays_open_itself() -> None:
    """A definition that is a member here and a value there has two copies."""
    schema = {
        "$defs": {"base": {"properties": {"id": TEXT}}},
        "allOf": [{"$ref": "#/$defs/base"}],
        "properties": {"parent": {"$ref": "#/$defs/base"}},
    }
    assert _accepts(schema, {"id": "1", "parent": {"id": "0"}})
    assert not _accepts(schema, {"id": "1", "parent": {"id": "0", "parent": {}}})


@pytest.mark.parametrize("schema", [{"type": "object"}, {}, True, {"type": "object", "required": ["a"]}])
def test_what_declares_no_field_stays_free(schema: Schema) -> None:
    """`{"type": "object"}`, `{}` and `true` accept any field."""
    assert _accepts({"properties": {"data": schema}}, {"data": {"a": 1, "anything": 1}})


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_an_explicit_keyword_wins(keyword: str) -> None:
    """Who says what else may come is believed."""
    assert _accepts({"properties": {"a": TEXT}, keyword: True}, {"b": 1})
    assert not _accepts({"properties": {"a": TEXT}, keyword: {"type": "null"}}, {"b": 1})


def test_names_that_stand_only_in_required_count_as_declared() -> None:
    """A required name without a schema can be sent."""
    assert _accepts({"properties": {"a": TEXT}, "required": ["b"]}, {"b": 1})


def test_names_that_another_field_requires_count_as_declared() -> None:
    """Otherwise the field that requires them could never be sent, and changing it would break nobody."""
    assert _accepts({"properties": {"a": TEXT}, "dependentRequired": {"a": ["b"]}}, {"a": "x", "b": 1})


def test_a_child_that_two_members_describe_is_closed_around_both() -> None:
    """An envelope's `data` and a payload's `data` add up."""
    schema = {"allOf": [ENVELOPE, {"properties": {"data": {"properties": {"total": {"type": "integer"}}}}}]}
    twice = {"allOf": [schema, {"properties": {"data": {"properties": {"currency": TEXT}}}}]}
    assert _accepts(twice, {"id": "1", "data": {"total": 1, "currency": "EUR"}})
    assert not _accepts(twice, {"id": "1", "data": {"total": 1, "other": 1}})


def test_items_that_two_members_describe_are_closed_around_both() -> None:
    """The same for the items of an array."""
    schema = {"allOf": [{"items": {"properties": {"a": TEXT}}}, {"items": {"properties": {"b": TEXT}}}]}
    assert _accepts(schema, [{"a": "x", "b": "y"}])
    assert not _accepts(schema, [{"c": 1}])


def test_closing_a_branch_of_one_of_makes_no_room_for_another() -> None:
    """A message that matched two branches stays refused, though closing empties one of them."""
    schema = {"oneOf": [{"properties": {"a": {"properties": {"x": TEXT}}}}, {"properties": {"a": {}, "b": TEXT}}]}
    message = {"a": {"y": 1}}
    assert not Validator(schema).accepts(message)
    assert not _accepts(schema, message)


def test_alternatives_of_plain_fields_are_said_once() -> None:
    """Closing costs a writer nothing for children that have nothing to close: each message is checked against it."""
    branches = [{"properties": {"kind": {"const": kind}, kind: TEXT}, "required": ["kind"]} for kind in ("a", "b")]
    assert close_writer({"oneOf": branches}) == {"oneOf": branches, "unevaluatedProperties": False}


@pytest.mark.parametrize("keyword", ["not", "contains", "propertyNames", "if"])
def test_conditions_are_not_touched(keyword: str) -> None:
    """`not`, `if`, `contains` and `propertyNames` are copied as they are."""
    condition = {"properties": {"a": TEXT}}
    assert close_writer({keyword: condition})[keyword] == condition  # type: ignore[index]  # a dictionary goes in


def test_conditional_members_are_closed_inside() -> None:
    """The children of `then`, `else` and `dependentSchemas` are closed."""
    branch = {"properties": {"d": {"properties": {"x": TEXT}}}}
    for schema in ({"if": True, "then": branch}, {"if": False, "else": branch}, {"dependentSchemas": {"d": branch}}):
        assert _accepts(schema, {"d": {"x": "1"}})
        assert not _accepts(schema, {"d": {"y": "1"}})


def test_a_recursive_schema_is_closed_at_every_depth() -> None:
    """A tree of nodes stays a tree, and each node is closed."""
    node = {"properties": {"v": TEXT, "next": {"$ref": "#"}}}
    assert _accepts(node, {"next": {"next": {"v": "x"}}})
    assert not _accepts(node, {"next": {"next": {"w": "x"}}})


def test_a_recursive_child_that_two_members_describe_ends() -> None:
    """The layer of a child that refers back to its parent is made once."""
    schema = {"allOf": [{"properties": {"c": {"$ref": "#"}}}, {"properties": {"c": {"properties": {"x": TEXT}}}}]}
    assert _accepts(schema, {"c": {"x": "1", "c": {"x": "2"}}})
    assert not _accepts(schema, {"c": {"y": "1"}})


def test_children_that_patterns_describe_twice_stay_open() -> None:
    """A field that a name and a pattern describe is left open: closing each would refuse what both allow together."""
    schema = {
        "properties": {"ab": {"properties": {"x": TEXT}}},
        "patternProperties": {"^a": {"properties": {"y": TEXT}}},
    }
    assert _accepts(schema, {"ab": {"x": "1", "y": "2"}})


def test_a_draft_7_writer_is_closed_in_2020_12() -> None:
    """Definitions, tuples and ignored siblings are understood first."""
    schema = {
        "$ref": "#/definitions/a",
        "properties": {},
        "definitions": {"a": {"items": [{"properties": {"b": TEXT}}]}},
    }
    closed = Validator(close_writer(schema, draft="draft-07"), draft="2020-12")
    assert closed.accepts([{"b": "x"}])
    assert not closed.accepts([{"c": "x"}])


def test_a_writer_that_closing_leaves_nothing_to_send_is_reported() -> None:
    """An empty closed form would be compatible with everything: it is undecided instead."""
    writer = {"type": "object", "properties": {"a": TEXT}, "minProperties": 2}
    verdict = check_schemas(writer=writer, reader={"type": "object", "required": ["c"]})
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason is not None
    assert "send no message" in verdict.reason.sentence


FORMS = {"properties": {"ab": {"properties": {"x": TEXT}}}, "patternProperties": {"^a": {"properties": {"y": TEXT}}}}


def test_fields_that_a_name_and_a_pattern_describe_are_closed_around_both() -> None:
    """So are the fields that the pattern alone describes."""
    assert not _accepts(FORMS, {"ab": {"z": "1"}})
    assert _accepts(FORMS, {"ac": {"y": "1"}})
    assert not _accepts(FORMS, {"ac": {"z": "1"}})


def test_fields_of_patterns_that_can_meet_are_closed_around_both() -> None:
    """A name with both forms may carry the fields of both; patterns that never meet are closed one by one."""
    x, y = {"properties": {"x": TEXT}}, {"properties": {"y": TEXT}}
    meeting = {"patternProperties": {"^a": x, "b$": y}}
    assert _accepts(meeting, {"ab": {"x": "1", "y": "1"}})
    assert not _accepts(meeting, {"ab": {"z": "1"}})
    assert close_writer({"patternProperties": {"^a": x, "^b": y}}) == {
        "patternProperties": {
            "^a": {**x, "additionalProperties": False},
            "^b": {**y, "additionalProperties": False},
        },
        "additionalProperties": False,
    }


def test_slots_that_tuples_and_items_describe_are_closed_around_both() -> None:
    """Each position of an array is a place of its own."""
    x, y = {"properties": {"x": TEXT}}, {"properties": {"y": TEXT}}
    schema = {"allOf": [{"prefixItems": [x, x]}, {"prefixItems": [y]}, {"items": {"properties": {"z": TEXT}}}]}
    assert _accepts(schema, [{"x": "1", "y": "1", "z": "1"}, {"x": "1", "z": "1"}, {"z": "1"}])
    for message in ([{"u": "1"}], [{}, {"y": "1"}], [{}, {}, {"x": "1"}]):
        assert Validator(schema).accepts(message)
        assert not _accepts(schema, message)


def test_a_nested_union_of_many_is_decided() -> None:
    """Closing must not make the search tell apart every branch beside every other."""

    def _union(**more: Json) -> Json:
        kinds = [{"kind": {"const": f"k{index}"}, f"v{index}": {"properties": {"x": TEXT}}} for index in range(20)]
        kinds[3] |= more
        branches = [{"type": "object", "properties": kind, "required": ["kind"]} for kind in kinds]
        return {"type": "object", "properties": {"data": {"oneOf": branches}}, "required": ["data"]}

    for writer, reader in ((_union(), _union(extra=TEXT)), (_union(extra=TEXT), _union())):
        assert check_schemas(writer=writer, reader=reader).outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize(
    ("kind", "sent"), [("integer", False), (["integer", "null"], False), (["integer", "number"], True)]
)
def test_the_closed_form_keeps_the_integers_of_its_dialect(kind: Json, sent: bool) -> None:  # noqa: FBT001  # a column of the table
    """In draft 4, 1.0 is a number and no integer; the closed form is of 2020-12, where it would be both."""
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"count": {"type": kind}}}
    assert _accepts(schema, {"count": 1})
    assert _accepts(schema, {"count": 1.0}) is sent
    assert not _accepts(schema, {"count": 1, "other": 1})
