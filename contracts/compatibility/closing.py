"""The closed form of a writer's schema: what it may send under the content model `closed-writer`.

A schema is closed once per *instance location* (the root and each value of `properties`, `patternProperties`,
`additionalProperties`, `items`, `prefixItems`), on its outermost schema, so that the members of an `allOf` may each
declare a part of the fields. `not`, `if`, `contains` and `propertyNames` stay as they are. `closed(W)` accepts nothing
that `W` does not. Source: the rules 1 to 6 of the design page on compatibility.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.description import REST, described, differ, slots_from
from contracts.compatibility.early_integers import with_early_integers
from contracts.compatibility.finite import content_key
from contracts.compatibility.limits import QUESTION_STEPS, extent_of
from contracts.compatibility.members import Member, definitions_of, in_place_members, reachable, target_name
from contracts.compatibility.uniform import uniform_schema
from contracts.errors import UnsupportedSchema
from contracts.keywords import HOLDERS, HOLDS_SCHEMA_LIST, subschemas
from contracts.model import Formats
from contracts.validation import Draft, draft_of
from contracts.validation.effort import Budget, OutOfBudget

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

_IN_PLACE_LISTS = HOLDS_SCHEMA_LIST - {"items", "prefixItems"}
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "$ref"})
# A branch that closing empties must not make room for another one, nor a layer count as having evaluated a field.
_SENSITIVE = frozenset({"oneOf", "unevaluatedProperties", "unevaluatedItems"})
_CONDITIONAL = frozenset({"anyOf", "oneOf", "then", "else", "dependentSchemas"})
_HOLDING = HOLDERS | {"$ref"}
_LEAF_STEPS = 20  # what a location takes that is described by one schema without children
_EXPLICIT = ("additionalProperties", "unevaluatedProperties")


def close_writer(schema: Schema, *, draft: str | int | None = None, formats: Formats = Formats.ASSERT) -> Schema:
    """The closed form, always in 2020-12; a client that enforces it when it writes makes the proofs true.

    Formats that are only annotations are left out of it. The `integer` of draft 4 stands in it as a definition in that
    dialect.

    Raises:
        UnsupportedSchema: the dialect is unknown, a reference leads outside, or the schema is too much to close.
    """
    excess = extent_of(schema).excess
    if excess:
        raise UnsupportedSchema(excess)
    dialect = draft_of(schema, draft)
    uniform = uniform_schema(schema, draft=dialect, formats=formats)
    try:
        shut = closed(uniform, budget=Budget(steps=QUESTION_STEPS))
    except OutOfBudget as error:
        raise UnsupportedSchema("its fields are described in too many ways to be closed") from error
    return with_early_integers(shut) if dialect is Draft.DRAFT_4 else shut


def closed(schema: Schema, *, budget: Budget) -> Schema:
    """The closed form of a schema in the uniform form.

    Raises:
        OutOfBudget: no steps are left.
    """
    if not isinstance(schema, dict):
        return schema
    root = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
    return _Closing(definitions_of(schema), budget).document(root)


class _Closing:
    """One run. Copies of definitions wait in a queue, so recursive schemas end."""

    def __init__(self, definitions: dict[str, Schema], budget: Budget) -> None:
        self._definitions, self._budget = definitions, budget
        self._copies: dict[str, Schema] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._waiting: list[tuple[str, Schema, frozenset[str] | None]] = []
        self._layers: dict[str, str] = {}
        self._waiting_layers: list[tuple[str, list[Schema]]] = []

    def document(self, root: Schema) -> Schema:
        """The closed root with the definitions that it needs, open ones and copies."""
        result = self._value(root)
        while self._waiting or self._waiting_layers:
            if self._waiting:
                name, target, shared = self._waiting.pop()
                self._copies[name] = self._value(target) if shared is None else self._inner(target, shared)
            else:
                name, schemas = self._waiting_layers.pop()
                self._copies[name] = self._location(schemas)
        return reachable(result, {**self._definitions, **self._copies})

    def _copy(self, name: str, shared: frozenset[str] | None) -> Schema:
        """A reference to a copy of a definition: closed (None), or with all but the shared children closed."""
        key = (name, "closed" if shared is None else "inner " + " ".join(sorted(shared)))
        if key not in self._names:
            kind = "closed" if shared is None else "inner"
            self._names[key] = f"{name}.{kind}{len(self._names)}"
            self._waiting.append((self._names[key], self._definitions[name], shared))
        return {"$ref": f"#/$defs/{self._names[key]}"}

    def _layer(self, schemas: list[Schema]) -> Schema:
        """A reference to the closed form of a child that several schemas describe; recursive ones meet it again."""
        key = content_key(schemas)
        if key not in self._layers:
            self._layers[key] = f"layer{len(self._layers)}"
            self._waiting_layers.append((self._layers[key], schemas))
        return {"$ref": f"#/$defs/{self._layers[key]}"}

    def _value(self, schema: Schema) -> Schema:
        """The closed form of the one schema of an instance location."""
        if not isinstance(schema, dict):
            return schema
        if set(schema) == {"$ref"}:
            return self._copy(target_name(schema), None)
        if _HOLDING.isdisjoint(schema):  # most fields: nothing in it could be closed
            self._budget.spend(_LEAF_STEPS)
            return dict(schema)
        return self._location([schema])

    def _location(self, outer: list[Schema]) -> Schema:
        """The closed form of a location that these schemas describe; several of them are conditions held elsewhere."""
        members = [member for schema in outer for member in in_place_members(schema, self._definitions)]
        self._budget.spend(15 + 2 * len(members))
        shared = {
            place: schemas
            for place, schemas in described(members, self._budget).items()
            if differ(schemas) and self._declare_fields(schemas)
        }
        inner = [self._inner(schema, frozenset(shared)) for schema in outer]
        body = inner[0] if len(inner) == 1 else {"anyOf": [*inner, True]}
        if not isinstance(body, dict):
            return body
        shut = self._shut(self._with_layers(body, shared, members), outer, members)
        is_sensitive = len(outer) == 1 and any(_SENSITIVE & member.schema.keys() for member in members)
        # The open schema stands beside the shut one: what it evaluates must not count, nor be looked at twice.
        return {"allOf": [outer[0], shut]} if is_sensitive and body != outer[0] else shut

    def _declare_fields(self, schemas: list[Schema]) -> bool:
        """Whether a field is declared at any depth: without one there is nothing to close."""
        seen, waiting = set(), list(schemas)
        while waiting:
            item = waiting.pop()
            self._budget.spend()
            if not isinstance(item, dict) or id(item) in seen:
                continue
            if Member(schema=item).declares:
                return True
            seen.add(id(item))
            waiting += [child for _, child in subschemas(item)]
            waiting += [self._definitions[target_name(item)]] if "$ref" in item else []
        return False

    def _with_layers(
        self, body: dict[str, Json], shared: dict[str, list[Schema]], members: list[Member]
    ) -> dict[str, Json]:
        """The body with layers that close the children which several members describe."""
        layers = [
            layer for layer in (self._fields_layer(shared, members), self._items_layer(body, shared, members)) if layer
        ]
        if REST in shared:
            layers += [self._rest_layer(member, shared[REST]) for member in members if self._closes_rest(member)]
        return {**body, "allOf": [*body.get("allOf", ()), *layers]} if layers else body

    def _closes_rest(self, member: Member) -> bool:
        return bool(member.rests()) and self._names_fields(member.schema.get("additionalProperties", True))

    def _names_fields(self, schema: Schema) -> bool:
        """Whether a value of this schema has declared fields: one that is free by itself stays so for its own names."""
        return any(member.declares for member in in_place_members(schema, self._definitions))

    def _fields_layer(self, shared: dict[str, list[Schema]], members: list[Member]) -> dict[str, Json]:
        layer: dict[str, Json] = {}
        for kind, keyword in (("name:", "properties"), ("pattern:", "patternProperties")):
            places = {
                place: schemas
                for place, schemas in shared.items()
                if place.startswith(kind)
                and (kind == "name:" or self._closes_pattern(place.removeprefix(kind), members))
            }
            if places:
                layer[keyword] = {place.removeprefix(kind): self._layer(schemas) for place, schemas in places.items()}
        return layer

    def _closes_pattern(self, pattern: str, members: list[Member]) -> bool:
        own = [member.schema.get("patternProperties", {}).get(pattern, True) for member in members]
        return any(self._names_fields(schema) for schema in own)

    def _rest_layer(self, member: Member, schemas: list[Schema]) -> dict[str, Json]:
        """What the member does not declare, closed around all that may describe it."""
        declared: dict[str, Json] = {
            keyword: dict.fromkeys(member.schema[keyword], True)
            for keyword in ("properties", "patternProperties")
            if keyword in member.schema
        }
        return {**declared, "additionalProperties": self._layer(schemas)}

    def _items_layer(
        self, body: dict[str, Json], shared: dict[str, list[Schema]], members: list[Member]
    ) -> dict[str, Json]:
        """The slots that several members describe; also those that an open `items` beside them describes alone."""
        if not slots_from(0, frozenset(shared)):
            return {}
        said = described(members, self._budget)
        slots = {place: schemas for place, schemas in said.items() if place.startswith("slot:")}
        # An `items` beside shared slots is left open; where it stands alone it is closed here, unless it may not hold.
        always_hold = not any(_CONDITIONAL & schema.keys() for schema in (body, *(each.schema for each in members)))
        closing = [
            self._layer(schemas) if place in shared or (always_hold and self._declare_fields(schemas)) else True
            for place, schemas in slots.items()
        ]
        prefix = {"prefixItems": closing[:-1]} if closing[1:] else {}
        return {**prefix, **({} if closing[-1] is True else {"items": closing[-1]})}

    def _shut(self, body: dict[str, Json], outer: list[Schema], members: list[Member]) -> Schema:
        """The body, closed, where some member declares fields and nobody said explicitly what else may come."""
        is_explicit = any(isinstance(schema, dict) and keyword in schema for schema in outer for keyword in _EXPLICIT)
        if is_explicit or not any(member.declares for member in members):
            return body
        undeclared = _required_only(members)
        if undeclared:
            body = {**body, "properties": {**body.get("properties", {}), **dict.fromkeys(undeclared, True)}}
        has_members = any(keyword in body for keyword in _IN_PLACE)
        return {**body, "unevaluatedProperties" if has_members else "additionalProperties": False}

    def _inner(self, schema: Schema, shared: frozenset[str]) -> Schema:
        """The schema itself open, its children closed but for the shared ones."""
        if not isinstance(schema, dict):
            return schema
        return {keyword: self._inner_keyword(keyword, value, schema, shared) for keyword, value in schema.items()}

    def _inner_keyword(self, keyword: str, value: Json, schema: dict[str, Json], shared: frozenset[str]) -> Json:
        if keyword == "$ref":
            reference = self._copy(target_name(schema), shared)
            return reference["$ref"] if isinstance(reference, dict) else value
        if keyword in _IN_PLACE_LISTS:
            return [self._inner(item, shared) for item in value]
        if keyword in {"then", "else"}:
            return self._inner(value, shared)
        if keyword == "dependentSchemas":
            return {name: self._inner(item, shared) for name, item in value.items()}
        return self._inner_child(keyword, value, schema, shared)

    def _inner_child(self, keyword: str, value: Json, schema: dict[str, Json], shared: frozenset[str]) -> Json:
        """The children of a member, each closed unless another schema describes the same place too."""
        if keyword == "properties":
            return {name: item if f"name:{name}" in shared else self._value(item) for name, item in value.items()}
        if keyword == "patternProperties":
            return {name: item if f"pattern:{name}" in shared else self._value(item) for name, item in value.items()}
        if keyword == "prefixItems":
            return [item if f"slot:{index}" in shared else self._value(item) for index, item in enumerate(value)]
        if keyword == "items":
            return value if slots_from(len(schema.get("prefixItems", ())), shared) else self._value(value)
        if keyword == "additionalProperties" and REST not in shared:
            return self._value(value)
        return value


def _required_only(members: list[Member]) -> list[str]:
    """Names that are required, always or beside another one, and that no member describes."""
    required = dict.fromkeys(name for member in members for name in _required(member.schema))
    return [name for name in required if not any(member.at(name) for member in members)]


def _required(schema: dict[str, Json]) -> list[str]:
    return [
        *schema.get("required", ()),
        *(name for names in schema.get("dependentRequired", {}).values() for name in names),
    ]
