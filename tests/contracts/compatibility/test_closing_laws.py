"""Laws of the closed form: it refuses nothing that is declared, and optional fields may come and go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility import Outcome, check_schemas, close_writer
from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json, Schema

NAMES = st.sampled_from(["a", "b", "ab", "ba"])
PATTERNS = st.sampled_from(["^a", "b$", "^.$"])
SCALARS = st.sampled_from([1, "x"])
MESSAGES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)


def _described(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Schemas that always apply: no alternatives, and nothing said about undeclared fields."""
    fields: dict[str, st.SearchStrategy[Json]] = {
        "properties": st.dictionaries(NAMES, inner, min_size=1, max_size=2),
        "patternProperties": st.dictionaries(PATTERNS, inner, min_size=1, max_size=2),
        "required": st.lists(NAMES, max_size=1),
    }
    items: dict[str, st.SearchStrategy[Json]] = {"prefixItems": st.lists(inner, min_size=1, max_size=2), "items": inner}
    together = st.fixed_dictionaries({"allOf": st.lists(inner, min_size=2, max_size=3)})
    return st.one_of(st.fixed_dictionaries({}, optional=fields), st.fixed_dictionaries({}, optional=items), together)


SCHEMAS: st.SearchStrategy[Json] = st.recursive(st.just({}), _described, max_leaves=6)
LAW = settings(max_examples=150)


def _is_declared(message: Json, schemas: list[Json]) -> bool:
    """Whether every field in the message is declared by one of the schemas that apply to its object."""
    members = [member for schema in schemas for member in _members(schema)]
    if isinstance(message, list):
        return all(_is_declared(item, _of_slot(index, members)) for index, item in enumerate(message))
    if not isinstance(message, dict):
        return True
    is_closed = any(member.get("properties") or member.get("patternProperties") for member in members)
    required = {name for member in members for name in member.get("required", ())}
    below = {name: _of_name(name, members) for name in message}
    if is_closed and not all(below[name] or name in required for name in message):
        return False
    return all(_is_declared(item, below[name]) for name, item in message.items())


def _members(schema: Json) -> list[Json]:
    return [schema, *(member for item in schema.get("allOf", ()) for member in _members(item))]


def _of_name(name: str, members: list[Json]) -> list[Json]:
    named = [member["properties"][name] for member in members if name in member.get("properties", {})]
    formed = [
        item
        for member in members
        for pattern, item in member.get("patternProperties", {}).items()
        if re.search(pattern, name)
    ]
    return named + formed


def _of_slot(index: int, members: list[Json]) -> list[Json]:
    found = []
    for member in members:
        prefix = member.get("prefixItems", ())
        found += [prefix[index]] if index < len(prefix) else [member["items"]] if "items" in member else []
    return found


@LAW
@given(SCHEMAS, st.lists(MESSAGES, min_size=20, max_size=40))
def test_a_message_of_declared_fields_may_be_sent(schema: Json, messages: list[Json]) -> None:
    """What the open schema accepts and its author declared, the closed form accepts."""
    open_writer, closed = Validator(schema), Validator(close_writer(schema))
    declared = [message for message in messages if open_writer.accepts(message) and _is_declared(message, [schema])]
    assert not [message for message in declared if not closed.accepts(message)]


def test_a_form_of_names_that_is_free_stays_free_beside_a_name_that_is_not() -> None:
    """What the one name declares says nothing of the others that have this form."""
    schema = {"patternProperties": {"^a": {}}, "properties": {"a": {"properties": {"b": {}}}}}
    closed = Validator(close_writer(schema))
    assert closed.accepts({"ab": {"c": 1}, "a": {"b": 1}})
    assert not closed.accepts({"a": {"c": 1}})


def _changed_everywhere(schema: Json, change: Callable[[Json], Json]) -> list[Json]:
    """The schema with the change made at one of its objects, for each of them."""
    found = [change(schema)] if "properties" in schema else []
    for keyword in ("properties", "patternProperties"):
        for name, item in schema.get(keyword, {}).items():
            found += [
                {**schema, keyword: {**schema[keyword], name: other}} for other in _changed_everywhere(item, change)
            ]
    for keyword in ("allOf", "prefixItems"):
        members = schema.get(keyword, [])
        for index, item in enumerate(members):
            found += [
                {**schema, keyword: [*members[:index], other, *members[index + 1 :]]}
                for other in _changed_everywhere(item, change)
            ]
    if "items" in schema:
        found += [{**schema, "items": other} for other in _changed_everywhere(schema["items"], change)]
    return found


def _with_new_field(schema: Json) -> Json:
    return {**schema, "properties": {**schema["properties"], "new": {"type": "string"}}}


@settings(max_examples=60)
@given(SCHEMAS)
def test_an_optional_field_may_be_added_and_removed_anywhere(schema: Schema) -> None:
    """Neither deployed readers nor messages in flight notice."""
    for changed in _changed_everywhere(schema, _with_new_field):
        for writer, reader in ((schema, changed), (changed, schema)):
            verdict = check_schemas(writer=writer, reader=reader)
            assert verdict.outcome is not Outcome.INCOMPATIBLE, verdict
