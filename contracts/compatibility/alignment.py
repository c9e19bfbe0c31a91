"""Two schemas with one set of definitions, in which equal content has one name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import MAX_NODES
from contracts.compatibility.members import definitions_of, target_name
from contracts.compatibility.proving.terms import LITERAL_INTEGER
from contracts.keywords import map_subschemas
from contracts.validation.effort import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.keywords import Json, Schema
    from contracts.validation.effort import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Writer and reader over shared definitions."""

    writer: Schema
    reader: Schema
    definitions: dict[str, Schema]

    def whole(self, schema: Schema) -> Schema:
        """A schema of this pair as a document of its own."""
        return {"$defs": self.definitions, **schema} if isinstance(schema, dict) and self.definitions else schema


def align(writer: Schema, reader: Schema, budget: Budget) -> Aligned:
    """The pair with its definitions compared by content, however they are named and however they recur."""
    apart = {
        **{f"w{name}": _renamed(item, "w") for name, item in definitions_of(writer).items()},
        **{f"r{name}": _renamed(item, "r") for name, item in definitions_of(reader).items()},
    }
    colours = _colours(apart, budget)
    roots = [
        _recoloured(_renamed(_without_definitions(side), mark), colours)
        for side, mark in ((writer, "w"), (reader, "r"))
    ]
    definitions = {colours[name]: _recoloured(item, colours) for name, item in apart.items()}
    return Aligned(writer=roots[0], reader=roots[1], definitions=definitions)


def _colours(definitions: dict[str, Schema], budget: Budget) -> dict[str, str]:
    """A name per definition that equal content shares: refined until references tell no more of them apart."""
    colours = dict.fromkeys(definitions, "0")
    count = 1
    size = size_of(definitions, 4 * MAX_NODES)
    while definitions:
        budget.spend(2 * size)
        keys = {name: content_key(_recoloured(item, colours)) for name, item in definitions.items()}
        numbers = {key: str(index) for index, key in enumerate(dict.fromkeys(keys.values()))}
        # Kept apart once, kept apart for ever: a key includes the colour before.
        paired = {name: (colours[name], numbers[key]) for name, key in keys.items()}
        classes = {pair: str(index) for index, pair in enumerate(dict.fromkeys(paired.values()))}
        colours = {name: classes[pair] for name, pair in paired.items()}
        if len(classes) == count:
            break
        count = len(classes)
    return colours


def _without_definitions(schema: Schema) -> Schema:
    if not isinstance(schema, dict):
        return schema
    return {keyword: value for keyword, value in schema.items() if keyword != "$defs"}


def _renamed(schema: Schema, mark: str) -> Schema:
    """The schema with every reference marked as its side's."""
    return _mapped(schema, lambda name: mark + name)


def _recoloured(schema: Schema, colours: Mapping[str, str]) -> Schema:
    return _mapped(schema, lambda name: colours[name])


def _mapped(schema: Schema, rename: Callable[[str], str]) -> Schema:
    if not isinstance(schema, dict):
        return schema
    copy = map_subschemas(schema, lambda item: _mapped(item, rename))
    if "$ref" in copy:
        copy["$ref"] = f"#/$defs/{rename(target_name(copy))}"
    return copy


def with_literal_integers(schema: Schema) -> Schema:
    """The schema with the `integer` of draft 4, which 1.0 is not, told apart from that of the later drafts."""
    if not isinstance(schema, dict):
        return schema
    copy = map_subschemas(schema, with_literal_integers)
    named = copy.get("type")
    if named == "integer":
        copy["type"] = LITERAL_INTEGER
    elif isinstance(named, list):
        copy["type"] = [LITERAL_INTEGER if name == "integer" else name for name in named]
    return copy


def mentions_integers(schema: Json) -> bool:
    """Whether a schema in the uniform form has an `integer` in it."""
    return '"integer"' in content_key(schema)
