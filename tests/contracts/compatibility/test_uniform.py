"""One form for all drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility.alignment import align
from contracts.compatibility.members import endless_reference
from contracts.compatibility.uniform import uniform_schema
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.model import Formats
from contracts.validation import Draft
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

TEXT = {"type": "string"}


def _uniform(schema: Schema, draft: Draft = Draft.DRAFT_2020, formats: Formats = Formats.ASSERT) -> Json:
    return uniform_schema(schema, draft=draft, formats=formats)


@pytest.mark.parametrize(
    ("draft", "schema", "expected"),
    [
        (Draft.DRAFT_4, {"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        (Draft.DRAFT_4, {"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        (Draft.DRAFT_4, {"const": 1, "if": {}, "propertyNames": {}}, {}),
        (Draft.DRAFT_6, {"const": 1, "if": {}}, {"const": 1}),
        (Draft.DRAFT_7, {"items": [TEXT], "additionalItems": False}, {"prefixItems": [TEXT], "items": False}),
        (Draft.DRAFT_7, {"items": [], "additionalItems": TEXT}, {"items": TEXT}),
        (Draft.DRAFT_7, {"items": TEXT, "additionalItems": False}, {"items": TEXT}),
        (Draft.DRAFT_7, {"contains": TEXT, "minContains": 2}, {"contains": TEXT}),
        (Draft.DRAFT_7, {"dependencies": {"a": ["b"]}}, {"allOf": [{"dependentRequired": {"a": ["b"]}}]}),
        (Draft.DRAFT_7, {"dependencies": {"a": {}}}, {"allOf": [{"dependentSchemas": {"a": {}}}]}),
        (Draft.DRAFT_7, {"format": "uuid", "title": "x", "default": 1}, {}),
        (Draft.DRAFT_2019, {"format": "uuid", "prefixItems": [TEXT]}, {"format": "uuid"}),
        (
            Draft.DRAFT_2019,
            {"$recursiveRef": "#", "$dynamicRef": "#"},
            {"$defs": {"0": {"allOf": [{"$ref": "#/$defs/0"}]}}, "allOf": [{"$ref": "#/$defs/0"}]},
        ),
        (Draft.DRAFT_2020, {"$ref": "#/$defs/x", "$defs": {"x": True, "unused": TEXT}}, {}),
        (Draft.DRAFT_2020, {"$ref": "#/$defs/x", "$defs": {"x": False}}, {"not": {}}),
    ],
)
def test_a_draft_is_written_in_2020_12(draft: Draft, schema: Schema, expected: Json) -> None:
    """Each keyword means afterwards what it meant before."""
    assert _uniform(schema, draft) == expected


def test_annotated_formats_are_gone() -> None:
    """A format that only describes leaves no trace."""
    assert _uniform({"format": "date"}, formats=Formats.ANNOTATE) == {}


def test_properties_named_like_keywords_stay() -> None:
    """A property named `title` is no annotation, and nothing inside `const` is touched."""
    schema = {"properties": {"title": TEXT, "format": TEXT}, "const": {"title": "x", "$ref": "y"}}
    assert _uniform(schema) == schema


def test_identifiers_and_anchors_are_resolved() -> None:
    """Relative references are read against `$id`, and anchors by name."""
    schema = {
        "$id": "https://example.org/root/",
        "properties": {"a": {"$ref": "part#name"}, "b": {"$dynamicRef": "#dynamic"}},
        "$defs": {
            "part": {"$id": "part", "$defs": {"x": {"$anchor": "name", "const": 1}}},
            "d": {"$dynamicAnchor": "dynamic", "const": 2},
        },
    }
    uniform = _uniform(schema)
    assert sorted(item["const"] for item in uniform["$defs"].values()) == [1, 2]


def test_meta_schemas_are_known() -> None:
    """A reference to a meta-schema is no reference to the outside."""
    assert "$defs" in _uniform({"$ref": "http://json-schema.org/draft-07/schema#"})


@pytest.mark.parametrize(
    ("schema", "error"),
    [
        ({"$ref": "#/nowhere"}, InvalidSchema),
        ({"$ref": "#/enum", "enum": [1]}, InvalidSchema),
        ({"$ref": "https://example.org/other"}, UnsupportedSchema),
        (
            {"$dynamicRef": "#a", "$defs": {"x": {"$dynamicAnchor": "a"}, "y": {"$dynamicAnchor": "a"}}},
            UnsupportedSchema,
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(schema: Schema, error: type[Exception]) -> None:
    """Inside it is an error of the schema, outside it is not judged."""
    with pytest.raises(error):
        _uniform(schema)


def _list_of(leaf: Schema, name: str) -> Schema:
    node = {"properties": {"value": leaf, "next": {"$ref": f"#/$defs/{name}"}}}
    return {"$defs": {name: node}, "$ref": f"#/$defs/{name}"}


def test_definitions_are_compared_by_content() -> None:
    """Recursive definitions with other names and the same content get the same name."""
    pair = align(_list_of(TEXT, "a"), _list_of(TEXT, "b"), Budget(steps=1_000))
    assert pair.writer == pair.reader
    assert len(pair.definitions) == 1
    assert len(align(_list_of(TEXT, "a"), _list_of({}, "a"), Budget(steps=1_000)).definitions) == 2


def test_endless_references_are_found() -> None:
    """A definition that applies itself to the same value is found, one that steps into the value is none."""
    assert endless_reference({"$defs": {"a": {"not": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"}) == "a"
    assert endless_reference({"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"}) is None
