"""One form for all drafts: 2020-12 with every reference as `#/$defs/NAME`, and without what never matters.

Gone are annotations, `content*`, unknown keywords, identifiers, and `format` where it is not asserted. `$ref` siblings
are ignored up to draft 7. The form keeps `integer`; in draft 4 its reader must remember that 1.0 is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # the library has no type hints
from referencing.exceptions import Unresolvable
from referencing.jsonschema import specification_with

from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.keywords import subschemas
from contracts.model import Formats
from contracts.validation import Draft
from contracts.validation.formats import formats_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from contracts.keywords import Json, Schema

    _Scope: TypeAlias = "Json"  # the library's resolver, which it does not export
    _Special: TypeAlias = Callable[["_Rewriting", Json, dict[str, Json], _Scope], dict[str, Json]]

# Since which draft (4, 6, 7, 2019, 2020) a keyword has a meaning, by what it holds.
_VALUES = {
    **dict.fromkeys(("type", "enum", "required", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems"), 4),
    **dict.fromkeys(("minProperties", "maxProperties", "pattern", "multipleOf", "minimum", "maximum"), 4),
    **dict.fromkeys(("const", "exclusiveMinimum", "exclusiveMaximum"), 6),
    **dict.fromkeys(("minContains", "maxContains", "dependentRequired"), 2019),
}
_SCHEMAS = {
    **dict.fromkeys(("additionalProperties", "not"), 4),
    **dict.fromkeys(("propertyNames", "contains"), 6),
    **dict.fromkeys(("if", "then", "else"), 7),
    **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), 2019),
}
_LISTS = {**dict.fromkeys(("allOf", "anyOf", "oneOf"), 4)}
_MAPS = {**dict.fromkeys(("properties", "patternProperties"), 4), "dependentSchemas": 2019}
_NEVER = 9999
_BOOLEAN_BOUNDS_IN = 4
_SIBLINGS_IGNORED = 7
_RECURSIVE_REF_IN = 2019
_PREFIX_ITEMS_SINCE = 2020
_DYNAMIC_REF_SINCE = 2020
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
_BESIDE = frozenset({"dependencies", "$dynamicRef", "$recursiveRef"})
_SPECIFICATIONS = {
    Draft.DRAFT_4: "http://json-schema.org/draft-04/schema#",
    Draft.DRAFT_6: "http://json-schema.org/draft-06/schema#",
    Draft.DRAFT_7: "http://json-schema.org/draft-07/schema#",
    Draft.DRAFT_2019: "https://json-schema.org/draft/2019-09/schema",
    Draft.DRAFT_2020: "https://json-schema.org/draft/2020-12/schema",
}
_HERE = "urn:bindery:schema"


def uniform_schema(schema: Schema, *, draft: Draft, formats: Formats) -> Schema:
    """The schema in the one form; definitions that nothing refers to are gone.

    Raises:
        InvalidSchema: a reference leads nowhere inside the schema.
        UnsupportedSchema: a reference leads outside, or depends on the dynamic scope.
    """
    return _Rewriting(schema, draft, formats).result()


class _Rewriting:
    """One run over one schema; the definitions it meets wait in a queue, so references never deepen the recursion."""

    def __init__(self, schema: Schema, draft: Draft, formats: Formats) -> None:
        self._schema, self._since, self._asserts = schema, draft.order, formats == Formats.ASSERT
        self._specification = specification_with(_SPECIFICATIONS[draft])
        self._id_keyword = "id" if draft is Draft.DRAFT_4 else "$id"
        self._names: dict[int, str] = {}
        self._waiting: list[tuple[str, Schema, _Scope]] = []
        self._definitions: dict[str, Schema] = {}

    def result(self) -> Schema:
        """The schema in the one form."""
        resource = self._specification.create_resource(self._schema)
        root = self._rewritten(self._schema, REGISTRY.with_resource(_HERE, resource).resolver(_HERE))
        while self._waiting:
            name, target, scope = self._waiting.pop()
            self._definitions[name] = self._rewritten(target, scope)
        if isinstance(root, dict) and self._definitions:
            return {"$defs": self._definitions, **root}
        return root

    def _rewritten(self, schema: Schema, scope: _Scope) -> Schema:
        if not isinstance(schema, dict):
            return schema
        if self._since <= _SIBLINGS_IGNORED and isinstance(schema.get("$ref"), str):
            return self._reference(schema["$ref"], scope)
        if isinstance(schema.get(self._id_keyword), str):
            scope = scope.in_subresource(self._specification.create_resource(schema))
        copy: dict[str, Json] = {}
        beside: list[Schema] = []  # what other drafts write with keywords that 2020-12 has for something else
        for keyword, value in schema.items():
            written = self._keyword(keyword, value, schema, scope)
            if keyword in _BESIDE and written:
                beside.append(written)
            else:
                copy.update(written)
        for bound, exclusive in _BOUNDS if self._since == _BOOLEAN_BOUNDS_IN else ():
            if schema.get(exclusive) is True and bound in copy:
                copy[exclusive] = copy.pop(bound)
        return {**copy, "allOf": [*copy.get("allOf", ()), *beside]} if beside else copy

    def _keyword(self, keyword: str, value: Json, schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        """What becomes of one keyword; empty where it has no meaning."""
        special = _SPECIAL.get(keyword)
        if special is not None:
            return special(self, value, schema, scope)
        if _VALUES.get(keyword, _NEVER) <= self._since:
            return {keyword: value}
        if _SCHEMAS.get(keyword, _NEVER) <= self._since:
            return {keyword: self._rewritten(value, scope)}
        if _LISTS.get(keyword, _NEVER) <= self._since:
            return {keyword: [self._rewritten(item, scope) for item in value]}
        if _MAPS.get(keyword, _NEVER) <= self._since:
            return {keyword: {name: self._rewritten(item, scope) for name, item in value.items()}}
        return {}

    def _reference(self, reference: str, scope: _Scope) -> Schema:
        try:
            found = scope.lookup(reference)
        except (Unresolvable, ValueError, KeyError, TypeError) as error:
            if reference.startswith("#"):
                raise InvalidSchema(f"the reference {reference!r} leads nowhere") from error
            raise UnsupportedSchema(f"the reference {reference!r} leads outside the schema") from error
        target = found.contents
        if isinstance(target, bool):
            return target
        if not isinstance(target, dict):
            raise InvalidSchema(f"the reference {reference!r} leads to something that is no schema")
        if id(target) not in self._names:
            name = f"{len(self._names)}"
            self._names[id(target)] = name
            self._waiting.append((name, target, found.resolver))
        return {"$ref": f"#/$defs/{self._names[id(target)]}"}

    def ref(self, value: Json, _schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        found = self._reference(value, scope)
        return found if isinstance(found, dict) else ({} if found else {"not": {}})

    def dynamic_ref(self, value: Json, schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        if self._since < _DYNAMIC_REF_SINCE:
            return {}
        anchors = _dynamic_anchors(self._schema)
        if value.startswith("#") and anchors.count(value[1:]) > 1:
            raise UnsupportedSchema(f"the reference {value!r} depends on the dynamic scope")
        return self.ref(value, schema, scope)

    def recursive_ref(self, value: Json, schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        return self.ref(value, schema, scope) if self._since == _RECURSIVE_REF_IN else {}

    def format(self, value: Json, _schema: dict[str, Json], _scope: _Scope) -> dict[str, Json]:
        is_known = value in formats_of(self._since)
        return {"format": value} if self._asserts and is_known else {}

    def items(self, value: Json, schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        if isinstance(value, dict | bool):
            return {"items": self._rewritten(value, scope)}
        rest = schema.get("additionalItems", True)
        items = {} if rest is True else {"items": self._rewritten(rest, scope)}
        prefix = [self._rewritten(item, scope) for item in value]
        return {"prefixItems": prefix, **items} if prefix else items

    def prefix_items(self, value: Json, _schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        if self._since < _PREFIX_ITEMS_SINCE:
            return {}
        return {"prefixItems": [self._rewritten(item, scope) for item in value]}

    def dependencies(self, value: Json, _schema: dict[str, Json], scope: _Scope) -> dict[str, Json]:
        names = {name: item for name, item in value.items() if isinstance(item, list)}
        schemas = {name: self._rewritten(item, scope) for name, item in value.items() if not isinstance(item, list)}
        written: dict[str, Json] = {"dependentRequired": names} if names else {}
        return {**written, "dependentSchemas": schemas} if schemas else written


_SPECIAL: dict[str, _Special] = {
    "$ref": _Rewriting.ref,
    "$dynamicRef": _Rewriting.dynamic_ref,
    "$recursiveRef": _Rewriting.recursive_ref,
    "format": _Rewriting.format,
    "items": _Rewriting.items,
    "prefixItems": _Rewriting.prefix_items,
    "dependencies": _Rewriting.dependencies,
}


def _dynamic_anchors(schema: Schema) -> list[str]:
    """The names of all dynamic anchors in the schema."""
    found, level = [], [schema]
    while level:
        found += [item["$dynamicAnchor"] for item in level if isinstance(item, dict) and "$dynamicAnchor" in item]
        level = [child for item in level for _, child in subschemas(item)]
    return found
