"""Laws of dialects: one meaning, written in each of them, is one schema."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.compatibility import Outcome, Verdict, check_schemas, close_writer
from contracts.keywords import map_subschemas
from contracts.model import ContentModel
from contracts.validation import Draft, Referee, Validator
from tests.generated_schemas import MESSAGES, NAMES, PATTERNS, SCALARS

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

LAW = settings(max_examples=40)
META_SCHEMAS = {
    Draft.DRAFT_4: "http://json-schema.org/draft-04/schema#",
    Draft.DRAFT_6: "http://json-schema.org/draft-06/schema#",
    Draft.DRAFT_7: "http://json-schema.org/draft-07/schema#",
    Draft.DRAFT_2019: "https://json-schema.org/draft/2019-09/schema",
    Draft.DRAFT_2020: "https://json-schema.org/draft/2020-12/schema",
}
BOUNDS = st.sampled_from([-1, 0, 1.5, 3])
COUNTS = st.integers(min_value=0, max_value=3)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
LEAVES: st.SearchStrategy[Schema] = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({"type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"const": SCALARS}),
    st.fixed_dictionaries({}, optional={"minimum": BOUNDS, "exclusiveMinimum": BOUNDS, "exclusiveMaximum": BOUNDS}),
    st.fixed_dictionaries({}, optional={"minLength": COUNTS, "pattern": PATTERNS}),
    st.fixed_dictionaries({"required": st.lists(NAMES, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({}, optional={"minItems": COUNTS, "maxItems": COUNTS}),
)


def _nested(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    members = st.lists(inner, min_size=1, max_size=2)
    keywords: dict[str, st.SearchStrategy[Json]] = {
        "properties": st.dictionaries(NAMES, inner, min_size=1, max_size=2),
        "additionalProperties": inner,
        "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=1), min_size=1, max_size=1),
        "dependentSchemas": st.dictionaries(NAMES, inner, min_size=1, max_size=1),
        "prefixItems": members,
        "items": inner,
        "contains": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "anyOf": members,
        "oneOf": members,
        "not": inner,
    }
    return st.fixed_dictionaries({}, optional=keywords)


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(LEAVES, _nested, max_leaves=5)


def written_in(draft: Draft, schema: Schema) -> Schema:
    """A schema of 2020-12 in an older dialect."""
    if isinstance(schema, bool):
        return schema if draft is not Draft.DRAFT_4 else ({} if schema else {"not": {}})
    written = map_subschemas(schema, lambda item: written_in(draft, item))
    if draft is not Draft.DRAFT_2020:
        _with_tuples(written)
    if draft.order < Draft.DRAFT_2019.order:
        _with_dependencies(written)
    if draft.order < Draft.DRAFT_7.order:
        _with_disjunctions(written)
    return _in_draft_4(written) if draft is Draft.DRAFT_4 else written


def _with_tuples(schema: dict[str, Json]) -> None:
    if "prefixItems" in schema:
        if "items" in schema:
            schema["additionalItems"] = schema.pop("items")
        schema["items"] = schema.pop("prefixItems")


def _with_dependencies(schema: dict[str, Json]) -> None:
    for keyword in ("dependentRequired", "dependentSchemas"):
        if keyword in schema:
            schema.setdefault("allOf", []).append({"dependencies": schema.pop(keyword)})


def _with_disjunctions(schema: dict[str, Json]) -> None:
    condition, then, otherwise = (schema.pop(keyword, None) for keyword in ("if", "then", "else"))
    if condition is not None and (then is not None or otherwise is not None):
        holds = {"allOf": [condition, then if then is not None else {}]}
        fails = {"allOf": [{"not": condition}, otherwise if otherwise is not None else {}]}
        schema.setdefault("allOf", []).append({"anyOf": [holds, fails]})


def _in_draft_4(schema: dict[str, Json]) -> dict[str, Json]:
    members = schema.setdefault("allOf", [])
    if "const" in schema:
        members.append({"enum": [schema.pop("const")]})
    if "contains" in schema:
        members.append({"not": {"type": "array", "items": {"not": schema.pop("contains")}}})
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if exclusive in schema:
            members.append({bound: schema.pop(exclusive), exclusive: True})
    if "type" in schema:
        named = schema.pop("type")
        types = [named] if isinstance(named, str) else named
        members.append({"anyOf": [_type_in_draft_4(name) for name in types]})
    return schema if members else {keyword: value for keyword, value in schema.items() if keyword != "allOf"}


def _type_in_draft_4(name: str) -> Schema:
    """In draft 4, 1.0 is no `integer`; in the others it is."""
    return {"type": "number", "multipleOf": 1} if name == "integer" else {"type": name}


def _declared(draft: Draft, schema: Schema) -> Schema:
    written = written_in(draft, schema)
    return {"$schema": META_SCHEMAS[draft], **written} if isinstance(written, dict) else written


def _check(writer: Schema, reader: Schema, content_model: ContentModel = ContentModel.OPEN) -> Verdict:
    return check_schemas(writer=writer, reader=reader, content_model=content_model)


@pytest.mark.parametrize(("one", "other"), list(permutations(Draft, 2)))
@LAW
@given(SCHEMAS)
def test_one_meaning_in_two_dialects_is_compatible(one: Draft, other: Draft, schema: Schema) -> None:
    """Whoever writes and whoever reads."""
    assert _check(_declared(one, schema), _declared(other, schema)).outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize("content_model", list(ContentModel))
@pytest.mark.parametrize("draft", [draft for draft in Draft if draft is not Draft.DRAFT_2020])
@LAW
@given(SCHEMAS, SCHEMAS)
def test_the_dialect_of_one_side_changes_no_verdict(
    draft: Draft, content_model: ContentModel, writer: Schema, reader: Schema
) -> None:
    """The engine answers about the meaning, also of a closed writer."""
    verdict = _check(writer, reader, content_model).outcome
    assert _check(_declared(draft, writer), reader, content_model).outcome is verdict
    assert _check(writer, _declared(draft, reader), content_model).outcome is verdict


@pytest.mark.parametrize("draft", list(Draft))
@LAW
@given(SCHEMAS, st.lists(MESSAGES, min_size=20, max_size=40))
@example({"type": ["integer", "null"]}, [1.0, 1, None])
@example({"properties": {"a": {"items": {"type": "integer"}}}}, [{"a": [1.0]}, {"a": [1]}])
def test_the_closed_form_of_a_dialect_accepts_nothing_new(draft: Draft, schema: Schema, messages: list[Json]) -> None:
    """closed(W) is within W: also where 1.0 is no integer, as in draft 4."""
    written = _with_own_integers(written_in(draft, schema))
    writer = Validator(written, draft=draft)
    shut = close_writer(written, draft=draft)
    closed, referee = Validator(shut), Referee(shut)
    accepted = [message for message in messages if closed.accepts(message)]
    assert [message for message in accepted if not writer.accepts(message)] == []
    assert [message for message in accepted if referee.judge(message) is False] == []


def _with_own_integers(schema: Schema) -> Schema:
    """The schema with the `integer` of its dialect instead of a number without a fraction."""
    if not isinstance(schema, dict):
        return schema
    copy = map_subschemas(schema, _with_own_integers)
    return {"type": "integer"} if copy == {"type": "number", "multipleOf": 1} else copy


_NODE: Json = {"type": "object", "required": ["value"]}
_VALUE: Json = {"type": "number"}
# A list of numbers, each in its dialect's own words for "and so on".
LISTS: dict[str, Schema] = {
    "draft 4, id": {
        "$schema": META_SCHEMAS[Draft.DRAFT_4],
        "id": "http://example.org/list",
        **_NODE,
        "properties": {"value": _VALUE, "next": {"$ref": "http://example.org/list#"}},
    },
    "draft 4, anchor": {
        "$schema": META_SCHEMAS[Draft.DRAFT_4],
        "id": "http://example.org/list",
        "allOf": [{"$ref": "#node"}],
        "definitions": {
            "n": {
                "id": "#node",
                **_NODE,
                "properties": {"value": _VALUE, "next": {"$ref": "#node", "minProperties": 9}},
            }
        },
    },
    "draft 6, $id": {
        "$schema": META_SCHEMAS[Draft.DRAFT_6],
        "$id": "http://example.org/lists/",
        "allOf": [{"$ref": "#/definitions/n"}],
        "definitions": {"n": {"$id": "n", **_NODE, "properties": {"value": _VALUE, "next": {"$ref": "../lists/n"}}}},
    },
    "draft 7": {
        "$schema": META_SCHEMAS[Draft.DRAFT_7],
        **_NODE,
        "properties": {"value": _VALUE, "next": {"$ref": "#"}},
    },
    "2019-09, $recursiveRef": {
        "$schema": META_SCHEMAS[Draft.DRAFT_2019],
        "$recursiveAnchor": True,
        **_NODE,
        "properties": {"value": _VALUE, "next": {"$recursiveRef": "#"}},
    },
    "2019-09, $anchor": {
        "$schema": META_SCHEMAS[Draft.DRAFT_2019],
        "$anchor": "list",
        **_NODE,
        "properties": {"value": _VALUE, "next": {"$ref": "#list", "required": ["value"]}},
    },
    "2020-12, $dynamicRef": {
        "$dynamicAnchor": "list",
        **_NODE,
        "properties": {"value": _VALUE, "next": {"$dynamicRef": "#list"}},
    },
    "2020-12, unfolded": {
        **_NODE,
        "properties": {
            "value": _VALUE,
            "next": {**_NODE, "properties": {"value": _VALUE, "next": {"$ref": "#/properties/next"}}},
        },
    },
}
INTEGERS: Schema = {**_NODE, "properties": {"value": {"type": "number", "multipleOf": 1}, "next": {"$ref": "#"}}}


@pytest.mark.parametrize("content_model", list(ContentModel))
@pytest.mark.parametrize(("one", "other"), list(permutations(LISTS, 2)))
def test_one_recursive_meaning_in_two_dialects_is_compatible(one: str, other: str, content_model: ContentModel) -> None:
    """Identifiers, anchors and references are read as their dialect has them."""
    assert _check(LISTS[one], LISTS[other], content_model).outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize("name", LISTS)
def test_a_recursive_meaning_differs_in_any_dialect(name: str) -> None:
    """A list of numbers is none of integers, and a list of integers is one of numbers."""
    assert _check(LISTS[name], INTEGERS).outcome is Outcome.INCOMPATIBLE
    assert _check(INTEGERS, LISTS[name]).outcome is Outcome.COMPATIBLE
