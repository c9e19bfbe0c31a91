"""The members of an instance location: the schema objects that apply to the same value as their outermost schema."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from contracts.keywords import subschemas
from contracts.validation.occurrence import occurs

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

_PREFIX = "#/$defs/"
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("then", "else")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A schema object that applies in place."""

    schema: dict[str, Json]

    @property
    def declares(self) -> bool:
        """Whether it names fields."""
        return bool(self.schema.get("properties") or self.schema.get("patternProperties"))

    def forms(self) -> list[Schema]:
        """The schemas for fields that are described by the form of their name, or by being undeclared."""
        return [*self.schema.get("patternProperties", {}).values(), *self.rests()]

    def rests(self) -> list[Schema]:
        """The schema for fields that it does not declare, if there is one."""
        rest = self.schema.get("additionalProperties", True)
        return [rest] if isinstance(rest, dict) else []

    def by_form(self, name: str) -> list[Schema]:
        """What this member says about the field `name` by the form of the name, or because it does not declare it."""
        patterns = self.schema.get("patternProperties", {})
        found = [item for pattern, item in patterns.items() if occurs(pattern, name) is not False]
        return found or ([] if name in self.schema.get("properties", {}) else self.rests())

    def at(self, name: str) -> list[Schema]:
        """What this member says about the field `name`."""
        declared = self.schema.get("properties", {})
        return [*([declared[name]] if name in declared else []), *self.by_form(name)]


def definitions_of(schema: Schema) -> dict[str, Schema]:
    """The definitions of a schema in the uniform form."""
    return schema.get("$defs", {}) if isinstance(schema, dict) else {}


def target_name(schema: dict[str, Json]) -> str:
    """The name of the definition that a reference in the uniform form leads to."""
    return str(schema["$ref"]).removeprefix(_PREFIX)


def in_place_members(schema: Schema, definitions: dict[str, Schema]) -> list[Member]:
    """The schema and all that applies in place with it, references looked through, each once; conditions are none."""
    members: list[Member] = []
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, dict) or id(item) in seen:
            continue
        seen.add(id(item))
        members.append(Member(schema=item))
        waiting += list(applied_in_place(item, definitions))[::-1]
    return members


def applied_in_place(schema: dict[str, Json], definitions: dict[str, Schema]) -> list[Schema]:
    """What a schema object applies to the same value, `if` and `not` left out."""
    found: list[Schema] = [definitions[target_name(schema)]] if "$ref" in schema else []
    found += [item for keyword in _LISTS for item in schema.get(keyword, ())]
    found += [schema[keyword] for keyword in _SINGLE if keyword in schema]
    return found + list(schema.get("dependentSchemas", {}).values())


def reachable(root: Schema, definitions: dict[str, Schema]) -> Schema:
    """The root with those definitions that it needs."""
    needed: dict[str, Schema] = {}
    waiting = [root]
    while waiting:
        item = waiting.pop()
        waiting += [child for _, child in subschemas(item)]
        if isinstance(item, dict) and "$ref" in item and target_name(item) not in needed:
            needed[target_name(item)] = definitions[target_name(item)]
            waiting.append(definitions[target_name(item)])
    return {"$defs": dict(sorted(needed.items())), **root} if isinstance(root, dict) and needed else root


def endless_reference(root: Schema) -> str | None:
    """The name of a definition that applies itself to the same value again, which no validator can end; else None."""
    definitions = definitions_of(root)
    edges = {name: _targets_in_place(schema, definitions) for name, schema in definitions.items()}
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return str(error.args[1][0])
    return None


def _targets_in_place(schema: Schema, definitions: dict[str, Schema]) -> set[str]:
    """The definitions that a schema refers to without a step into the value."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, dict):
            continue
        if "$ref" in item:
            found.add(target_name(item))
        bare = {keyword: value for keyword, value in item.items() if keyword != "$ref"}
        waiting += applied_in_place(bare, definitions)
        waiting += [item[keyword] for keyword in ("if", "not") if keyword in item]
    return found
