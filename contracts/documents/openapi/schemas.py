"""Schema objects of OpenAPI -> self-contained JSON Schema 2020-12, with the line of every place.

What a direction does not carry is not required there: `readOnly` fields in requests, `writeOnly` fields in responses.
Source: OpenAPI Specification 3.0.4, section 4.7.24; 3.1.1, section 4.8.24.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.keywords import HOLDS_SCHEMA, HOLDS_SCHEMA_LIST, HOLDS_SCHEMA_MAP, pointer

if TYPE_CHECKING:
    from contracts.documents.openapi.references import Library
    from contracts.documents.openapi.tree import Tree
    from contracts.keywords import Json, Schema, Step

MAX_TRANSLATED: Final = 500_000
# Of one part: the validator takes ever longer to follow more of them.
MAX_DEFINITIONS: Final = 5_000
_NOT_SCHEMA: Final = frozenset({"discriminator", "xml", "externalDocs", "nullable", "example", "readOnly", "writeOnly"})
_CURRENT: Final = re.compile(r"https://(?:json-schema\.org/draft/2020-12/schema|spec\.openapis\.org/oas/).*")
_COMPONENT: Final = "#/components/schemas/"
_MAX_MEMBERS: Final = 100
_REQUIRING: Final = frozenset({"required", "allOf", "anyOf", "oneOf", "then", "else"})


class TooMuch(Exception):
    """The schemas of the document, with their references written out, exceed what is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A schema, the references in it (name in `$defs` -> reference), and its lines by JSON Pointer."""

    schema: Schema
    targets: dict[str, Tree]
    lines: dict[str, int]


@dataclass(slots=True)
class _Page:
    """What one translation collects; `root` is the reference that leads to its schema, if one does."""

    root: str = ""
    targets: dict[str, Tree] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class SchemaReader:
    """Translates the schemas of one document; what a reference names is translated once per direction."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, str], Translated | None] = {}
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._whole: dict[tuple[int, str, str], tuple[Schema, dict[str, int]]] = {}
        self._count = 0

    def read(self, tree: Tree, part: str, *, hidden: str) -> tuple[Schema, dict[str, int]]:
        """A schema with its definitions, and lines keyed `PART#POINTER`; `hidden` is `readOnly` or `writeOnly`.

        A schema that is only a reference is what the reference leads to.

        Raises:
            TooMuch: the document says more than is read.
        """
        meant, root = self._named(tree)
        key = (id(meant), root, hidden)
        if key not in self._whole:
            self._whole[key] = self._assembled(self._translated(meant, root, hidden), hidden)
        schema, lines = self._whole[key]
        self._spend(len(lines))
        return schema, {f"{part}#{place}": line for place, line in lines.items()}

    def _assembled(self, own: Translated, hidden: str) -> tuple[Schema, dict[str, int]]:
        """A schema with all definitions that it needs, and its lines by JSON Pointer."""
        found: dict[str, Translated] = {}
        waiting = dict(own.targets)
        while waiting:
            name, reference = waiting.popitem()
            definition = self._definition(name, reference, hidden)
            found[name] = definition
            if len(found) > MAX_DEFINITIONS:
                raise TooMuch
            waiting |= {other: at for other, at in definition.targets.items() if other not in found}
        return _with_definitions(own, found)

    def _named(self, tree: Tree) -> tuple[Tree, str]:
        """The schema that is meant, and the reference that led to it."""
        root = ""
        for _ in range(_MAX_MEMBERS):
            is_reference = "$ref" in tree.members and (self._library.is_early or len(tree.members) == 1)
            target = self._library.find(tree.text_at("$ref")) if is_reference else None
            if target is None:
                break
            tree, root = target, tree.text_at("$ref")
        return tree, root

    def _definition(self, name: str, reference: Tree, hidden: str) -> Translated:
        key = (name, hidden)
        if key not in self._known:
            target = self._library.target(reference)
            self._known[key] = self._translated(target, "", hidden) if target is not None else None
        known = self._known[key]
        if known is None:
            return Translated(schema=True, targets={}, lines={})
        self._spend(len(known.lines))
        return known

    def _spend(self, count: int) -> None:
        self._count += count
        if self._count > MAX_TRANSLATED:
            raise TooMuch

    def _translated(self, tree: Tree, root: str, hidden: str) -> Translated:
        page = _Page(root=root)
        schema = self._schema(tree, (), page, (hidden, frozenset()))
        return Translated(schema=schema, targets=page.targets, lines=page.lines)

    def _schema(self, tree: Tree, path: tuple[Step, ...], page: _Page, unseen: tuple[str, frozenset[str]]) -> Schema:
        """The schema at a path; `unseen` holds the hiding keyword, and the fields that schemas around this one hide."""
        self._spend(1)
        page.lines[pointer(path)] = tree.line
        if isinstance(tree.value, bool):
            return tree.value
        if not isinstance(tree.value, dict):
            self._library.findings.note("bad-openapi", tree.line, what="the schema", wanted="an object")
            return True
        hides, names = unseen
        if not _REQUIRING.isdisjoint(tree.members):
            names = names | self._hidden_fields(tree, hides)
        schema: dict[str, Json] = {}
        for keyword, value in tree.members.items():
            if keyword == "$ref":
                schema[keyword] = self._reference(value, page)
            elif keyword not in _NOT_SCHEMA and not keyword.startswith("x-") and not self._is_ignored(tree, keyword):
                schema[keyword] = self._keyword(keyword, value, path, page, (hides, names))
        if isinstance(schema.get("required"), list) and not names.isdisjoint(map(str, schema["required"])):
            schema["required"] = [name for name in schema["required"] if name not in names]
            schema = {key: value for key, value in schema.items() if key != "required" or value}
        if _CURRENT.fullmatch(str(schema.get("$schema", ""))):
            del schema["$schema"]
        return _as_current(schema, tree) if self._library.is_early else schema

    def _is_ignored(self, tree: Tree, keyword: str) -> bool:
        """In OpenAPI 3.0, what stands beside a `$ref` says nothing."""
        return self._library.is_early and "$ref" in tree.members and keyword != "$ref"

    def _reference(self, reference: Tree, page: _Page) -> str:
        """The reference as it reads inside of its part."""
        text = reference.text
        if page.root and (text == page.root or text.startswith(f"{page.root}/")):
            return "#" + text.removeprefix(page.root)
        if text not in self._names:
            stem = text.removeprefix(_COMPONENT) if text.startswith(_COMPONENT) else text.strip("#/")
            name = re.sub(r"[^A-Za-z0-9_.-]", "_", stem) or "document"
            self._names[text] = f"{name}.{len(self._names)}" if name in self._taken else name
            self._taken.add(name)
        page.targets.setdefault(self._names[text], reference)
        return f"#/$defs/{self._names[text]}"

    def _keyword(
        self, keyword: str, tree: Tree, path: tuple[Step, ...], page: _Page, unseen: tuple[str, frozenset[str]]
    ) -> Json:
        inner = unseen if keyword in {"allOf", "anyOf", "oneOf", "if", "then", "else"} else (unseen[0], frozenset())
        if keyword in HOLDS_SCHEMA_LIST and isinstance(tree.value, list):
            return [self._schema(item, (*path, keyword, index), page, inner) for index, item in enumerate(tree.items)]
        if keyword in HOLDS_SCHEMA_MAP and isinstance(tree.value, dict):
            return {
                name: self._schema(item, (*path, keyword, name), page, inner) for name, item in tree.members.items()
            }
        if keyword in HOLDS_SCHEMA and isinstance(tree.value, dict | bool):
            return self._schema(tree, (*path, keyword), page, inner)
        self._spend(tree.size)
        return tree.to_json()

    def _hidden_fields(self, tree: Tree, hides: str) -> frozenset[str]:
        """The fields that this direction does not carry, declared here or in a member of an `allOf`."""
        found: set[str] = set()
        waiting = [tree]
        for _ in range(_MAX_MEMBERS):
            if not waiting:
                break
            schema = waiting.pop()
            if "$ref" in schema.members:
                schema = self._followed(schema)
            properties = schema.at("properties")
            for name, item in properties.members.items() if properties is not None else ():
                if item.is_true(hides) or ("$ref" in item.members and self._followed(item).is_true(hides)):
                    found.add(name)
            members = schema.at("allOf")
            waiting += members.items if members is not None else []
        return frozenset(found)

    def _followed(self, tree: Tree) -> Tree:
        """What a `$ref` leads to, in silence: it is noted where it is translated."""
        for _ in range(_MAX_MEMBERS):
            reference = tree.at("$ref")
            if reference is None:
                return tree
            target = self._library.find(reference.text)
            if target is None:
                return tree
            tree = target
        return tree


def _with_definitions(own: Translated, found: dict[str, Translated]) -> tuple[Schema, dict[str, int]]:
    lines = dict(own.lines)
    for name, definition in found.items():
        root = pointer(("$defs", name))
        lines |= {f"{root}{place}": line for place, line in definition.lines.items()}
    if not found or not isinstance(own.schema, dict):
        return own.schema, lines
    definitions = {name: found[name].schema for name in sorted(found)}
    return {**own.schema, "$defs": {**own.schema.get("$defs", {}), **definitions}}, lines


def _as_current(schema: dict[str, Json], tree: Tree) -> Schema:
    """A schema of OpenAPI 3.0 in 2020-12: exclusive bounds are numbers, `nullable` is a type."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        is_exclusive = schema.get(exclusive)
        if isinstance(is_exclusive, bool):
            del schema[exclusive]
            if is_exclusive and bound in schema:
                schema[exclusive] = schema.pop(bound)
    return _with_null(schema) if tree.is_true("nullable") and "$ref" not in schema else schema


def _with_null(schema: dict[str, Json]) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, str) and not {"allOf", "anyOf", "oneOf", "not"} & schema.keys():
        values = {"enum": [*schema["enum"], None]} if isinstance(schema.get("enum"), list) else {}
        if values and None in schema["enum"]:
            values = {}
        return {**schema, "type": [kind, "null"], **values}
    return {"anyOf": [schema, {"type": "null"}]} if schema else schema
