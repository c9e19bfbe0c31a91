"""Looking through local references of a schema as its author wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.keywords import steps, subschemas, unquoted

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema, Step

_MAX_HOPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A subschema and its path in the document."""

    schema: Schema
    path: tuple[Step, ...]


def resolve(document: Schema, target: Target) -> Target:
    """What a reference that stands alone leads to in the end; the target itself if it is none.

    Only references into the same document (`#`, `#/...`) are followed; another one is left as it is.
    """
    for _ in range(_MAX_HOPS):
        reference = target.schema.get("$ref") if isinstance(target.schema, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#") or _has_siblings(target.schema):
            return target
        found = _at(document, reference[1:])
        if found is None:
            return target
        target = found
    return target


def located(document: Schema, path: tuple[Step, ...]) -> tuple[Step, ...]:
    """The path of a validator, which steps through `$ref`, as a path of the document that has none of these steps."""
    here: tuple[Step, ...] = ()
    node: Json = document
    for step in path:
        if step == "$ref" and isinstance(node, dict) and isinstance(node.get("$ref"), str):
            found = _at(document, node["$ref"][1:]) if node["$ref"].startswith("#") else None
            if found is None:
                return here
            node, here = found.schema, found.path
            continue
        node, here = _child(node, step), (*here, step)
    return here


def target_of(document: Schema, schema: dict[str, Json]) -> Target | None:
    """What a `$ref` into the same document (`#`, `#/...`, `#name`) leads to; None where there is no such reference."""
    reference = schema.get("$ref", schema.get("$dynamicRef", schema.get("$recursiveRef")))
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    name = unquoted(reference[1:])
    return _at(document, name) if not name or name.startswith("/") else _anchored(document, name)


def _anchored(document: Schema, name: str) -> Target | None:
    level = [Target(schema=document, path=())]
    while level:
        for target in level:
            names = target.schema if isinstance(target.schema, dict) else {}
            if name in (names.get("$anchor"), names.get("$dynamicAnchor")) or f"#{name}" in (
                names.get("$id"),
                names.get("id"),
            ):
                return target
        level = [
            Target(schema=item, path=(*target.path, *path))
            for target in level
            for path, item in subschemas(target.schema)
        ]
    return None


def _has_siblings(schema: Schema) -> bool:
    return isinstance(schema, dict) and any(
        keyword not in {"$ref", "$defs", "definitions", "description", "title", "$schema", "$id"} for keyword in schema
    )


def _at(document: Schema, json_pointer: str) -> Target | None:
    node: Json = document
    path: tuple[Step, ...] = ()
    if json_pointer and not json_pointer.startswith("/"):
        return None
    for name in steps(json_pointer) if json_pointer else ():
        node = _child(node, name)
        path = (*path, name)
    return Target(schema=node, path=path) if isinstance(node, dict | bool) else None


def _child(node: Json, step: Step) -> Json:
    if isinstance(node, list):
        index = int(step) if str(step).isdigit() else len(node)
        return node[index] if index < len(node) else None
    return node.get(str(step)) if isinstance(node, dict) else None
