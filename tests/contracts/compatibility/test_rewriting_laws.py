"""Laws of words: what a schema is written with changes no verdict, what it means does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from contracts.compatibility import Outcome, Verdict, check_schemas
from contracts.keywords import map_subschemas
from contracts.model import ContentModel
from tests.generated_schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json, Schema

LAW = settings(max_examples=30)


def _check(writer: Schema, reader: Schema, content_model: ContentModel = ContentModel.OPEN) -> Verdict:
    return check_schemas(writer=writer, reader=reader, content_model=content_model, formats="annotate")


def _types_reversed(schema: dict[str, Json]) -> Schema:
    return {**schema, "type": schema["type"][::-1]} if isinstance(schema.get("type"), list) else schema


def _types_listed(schema: dict[str, Json]) -> Schema:
    return {**schema, "type": [schema["type"]]} if isinstance(schema.get("type"), str) else schema


def _names_reversed(schema: dict[str, Json]) -> Schema:
    return {**schema, "required": schema["required"][::-1]} if "required" in schema else schema


def _constants_listed(schema: dict[str, Json]) -> Schema:
    if "const" not in schema:
        return schema
    rest = {keyword: value for keyword, value in schema.items() if keyword != "const"}
    return {**rest, "enum": [schema["const"]]}


def _members_reversed(schema: dict[str, Json]) -> Schema:
    lists: dict[str, Json] = {
        keyword: schema[keyword][::-1] for keyword in ("allOf", "anyOf", "oneOf", "enum") if keyword in schema
    }
    return {**schema, **lists}


def _keywords_reversed(schema: dict[str, Json]) -> Schema:
    return dict(reversed(schema.items()))


def _wrapped(schema: dict[str, Json]) -> Schema:
    return {"allOf": [schema]}


def _only_alternative(schema: dict[str, Json]) -> Schema:
    return {"anyOf": [schema]}


def _twice(schema: dict[str, Json]) -> Schema:
    return {"allOf": [schema, schema]}


def _conditioned(schema: dict[str, Json]) -> Schema:
    return {"if": True, "then": schema}


def _denied_twice(schema: dict[str, Json]) -> Schema:
    return {"not": {"not": schema}}


def _exclusive_twice(schema: dict[str, Json]) -> Schema:
    """A bound that says less than the exclusive one beside it."""
    if "exclusiveMaximum" not in schema:
        return schema
    return {**schema, "maximum": schema["exclusiveMaximum"]}


def _with_nothing_said(schema: dict[str, Json]) -> Schema:
    """Beside keywords that mean nothing, and those that mean nothing with this value."""
    idle: dict[str, Json] = {"minItems": 0, "minProperties": 0, "minLength": 0, "uniqueItems": False, "title": "x"}
    alone: dict[str, Json] = {} if {"if", "contains"} & schema.keys() else {"then": False, "minContains": 3}
    return {"$comment": "c", "default": 1, **idle, **alone, **schema}


def _truths_spelt_out(schema: dict[str, Json]) -> Schema:
    """`{}` for `true` and `{"not": {}}` for `false`, where a schema stands."""
    return map_subschemas(schema, lambda item: item if isinstance(item, dict) else {} if item else {"not": {}})


def _first_item_apart(schema: dict[str, Json]) -> Schema:
    if "items" not in schema or "prefixItems" in schema:
        return schema
    return {**schema, "prefixItems": [schema["items"]]}


def _all_types_named(schema: dict[str, Json]) -> Schema:
    return (
        schema if "type" in schema else {"type": ["null", "boolean", "number", "string", "array", "object"], **schema}
    )


def _without_own_words(schema: dict[str, Json]) -> Schema:
    """Every keyword that stands for itself in a member of its own."""
    own = [keyword for keyword in ("type", "enum", "const", "required", "minItems", "pattern") if keyword in schema]
    rest = {keyword: value for keyword, value in schema.items() if keyword not in own}
    return (
        {**rest, "allOf": [*rest.get("allOf", ()), *({keyword: schema[keyword]} for keyword in own)]} if own else schema
    )


IN_PLACE = [
    _types_reversed,
    _types_listed,
    _names_reversed,
    _constants_listed,
    _members_reversed,
    _keywords_reversed,
    _wrapped,
    _only_alternative,
    _twice,
    _conditioned,
    _exclusive_twice,
    _with_nothing_said,
    _truths_spelt_out,
    _first_item_apart,
    _all_types_named,
    _without_own_words,
]

REWRITES = [*IN_PLACE, _denied_twice]


def rewritten(schema: Schema, rewrite: Callable[[dict[str, Json]], Schema]) -> Schema:
    """The schema in other words at every place."""
    if not isinstance(schema, dict):
        return schema
    return rewrite(map_subschemas(schema, lambda item: rewritten(item, rewrite)))


def with_definitions(schema: Schema, prefix: str) -> dict[str, Json]:
    """The schema with everything in it behind references to definitions of such names."""
    definitions: dict[str, Schema] = {}

    def moved(item: Schema) -> dict[str, Json]:
        body = map_subschemas(item, moved) if isinstance(item, dict) else item
        name = f"{prefix}/{len(definitions)}"
        definitions[name] = body
        return {"$ref": f"#/$defs/{prefix}~1{len(definitions) - 1}"}

    return {**moved(schema), "$defs": definitions}


IN_OTHER_WORDS = pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__.strip("_"))


@IN_OTHER_WORDS
@LAW
@given(SCHEMAS)
def test_other_words_for_the_same_are_compatible_both_ways(
    rewrite: Callable[[dict[str, Json]], Schema], schema: Schema
) -> None:
    """Proved, not merely not refuted."""
    other = rewritten(schema, rewrite)
    assert _check(schema, other).outcome is Outcome.COMPATIBLE
    assert _check(other, schema).outcome is Outcome.COMPATIBLE


@IN_OTHER_WORDS
@LAW
@given(SCHEMAS, SCHEMAS)
def test_other_words_on_either_side_keep_the_verdict(
    rewrite: Callable[[dict[str, Json]], Schema], writer: Schema, reader: Schema
) -> None:
    """Compatible stays compatible, incompatible stays incompatible, and nothing becomes undecided."""
    verdict = _check(writer, reader).outcome
    assert _check(rewritten(writer, rewrite), reader).outcome is verdict
    assert _check(writer, rewritten(reader, rewrite)).outcome is verdict


@LAW
@given(SCHEMAS, SCHEMAS)
def test_definitions_and_their_names_mean_nothing(writer: Schema, reader: Schema) -> None:
    """Everything behind references, under other names on the other side, or in place: one verdict."""
    verdict = _check(writer, reader).outcome
    assert _check(with_definitions(writer, "a"), with_definitions(reader, "b")).outcome is verdict
    assert _check(with_definitions(writer, "a"), reader).outcome is verdict
    assert _check(with_definitions(writer, "a"), with_definitions(writer, "b")).outcome is Outcome.COMPATIBLE


@pytest.mark.parametrize("rewrite", IN_PLACE, ids=lambda rewrite: rewrite.__name__.strip("_"))
@LAW
@given(SCHEMAS, SCHEMAS)
def test_a_closed_writer_in_other_words_sends_the_same(
    rewrite: Callable[[dict[str, Json]], Schema], writer: Schema, reader: Schema
) -> None:
    """Closing sees through the words too; what stands under `not` declares nothing."""
    verdict = _check(writer, reader, ContentModel.CLOSED_WRITER).outcome
    assert _check(rewritten(writer, rewrite), reader, ContentModel.CLOSED_WRITER).outcome is verdict
