"""References inside a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.messages.references import ROOT, SchemaDocument
from contracts.model import Formats
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

SHARED: dict[str, Json] = {"type": "integer", "minimum": 3}


def document(*, schema: Schema) -> SchemaDocument:
    """The schema as a document that asserts formats."""
    return SchemaDocument(schema, Formats.ASSERT, Budget(steps=100_000))


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/shared", "$defs": {"shared": SHARED}},
        {"$ref": "#/definitions/shared", "definitions": {"shared": SHARED}},
        {"$ref": "#/$defs/sh%61red", "$defs": {"shared": SHARED}},
        {"$ref": "#/$defs/a~1b", "$defs": {"a/b": SHARED}},
        {"$ref": "#here", "$defs": {"shared": {"$anchor": "here", **SHARED}}},
        {"$dynamicRef": "#here", "$defs": {"shared": {"$dynamicAnchor": "here", **SHARED}}},
        {"$ref": "shared.json", "$defs": {"shared": {"$id": "shared.json", **SHARED}}},
        {"$id": "https://example.com/s", "$ref": "https://example.com/s#/$defs/shared", "$defs": {"shared": SHARED}},
        {"$ref": "#/anyOf/0", "anyOf": [SHARED]},
    ],
)
def test_a_reference_leads_to_its_schema(schema: dict[str, Schema]) -> None:
    """Pointers, anchors and embedded ids are followed."""
    found = document(schema=schema)
    assert isinstance(found.root, dict)
    target = found.resolve(found.root["$ref"])
    assert isinstance(target, dict)
    assert (target["type"], target["minimum"]) == ("integer", 3)


@pytest.mark.parametrize("reference", ["#/$defs/none", "#/anyOf/7", "other.json", "#nowhere", "#/$defs/list"])
def test_a_reference_to_nothing_is_none(reference: str) -> None:
    """What cannot be followed is said, not guessed."""
    found = document(schema={"$ref": reference, "$defs": {"list": []}, "anyOf": [True]})
    assert isinstance(found.root, dict)
    assert found.resolve(found.root["$ref"]) is None


def test_a_reference_out_of_the_document_is_none() -> None:
    """Only references of the document itself are resolved."""
    assert document(schema=True).resolve("https://example.com/s") is None


def test_a_piece_is_judged_with_the_definitions_of_its_document() -> None:
    """A property that refers to a definition can be asked alone."""
    found = document(schema={"properties": {"a": {"$ref": "#/$defs/shared"}}, "$defs": {"shared": SHARED}})
    piece: Schema = {"$ref": f"{ROOT}/$defs/shared"}
    assert found.accepts(piece, 4)
    assert not found.accepts(piece, 2)


def test_a_piece_that_cannot_be_judged_is_accepted() -> None:
    """The whole schema has the last word."""
    assert document(schema=True).accepts({"$ref": f"{ROOT}/nowhere"}, 4)
    assert not document(schema={}).accepts(piece=False, value=4)
