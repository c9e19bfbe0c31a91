"""Fields that tell the branches of a union apart: a cheap look before the search, which would find out the same way.

A branch whose `kind` is `"card"` cannot hold for an object whose `kind` is required to be `"cash"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.members import target_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.compatibility.proving.splitting import Atom
    from contracts.keywords import Schema

_MAX_HOPS = 20


def tags_of(atoms: Iterable[Atom]) -> dict[str, frozenset[str]]:
    """The texts that required fields are limited to."""
    found: dict[str, frozenset[str]] = {}
    required: set[str] = set()
    for atom in atoms:
        if not atom.holds:
            continue
        if atom.keyword == "required":
            required.update(atom.schema["required"])
        elif atom.keyword == "properties":
            for name, item in atom.schema.get("properties", {}).items():
                texts = _texts(item)
                if texts is not None:
                    found[name] = found.get(name, texts) & texts
    return {name: texts for name, texts in found.items() if name in required}


def is_apart(tags: Mapping[str, frozenset[str]], schema: Schema, definitions: Mapping[str, Schema]) -> bool:
    """Whether no object with these tags satisfies the schema."""
    for _ in range(_MAX_HOPS):
        if not isinstance(schema, dict) or set(schema) != {"$ref"}:
            break
        schema = definitions[target_name(schema)]
    if isinstance(schema, dict) and set(schema) == {"anyOf"}:
        return all(is_apart(tags, branch, definitions) for branch in schema["anyOf"])
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    for name, texts in tags.items():
        allowed = _texts(properties[name]) if name in properties else None
        if allowed is not None and not allowed & texts:
            return True
    return False


def _texts(schema: Schema) -> frozenset[str] | None:
    """The texts that a schema is limited to; None where it allows anything else. Numbers have many spellings."""
    if not isinstance(schema, dict) or not ("const" in schema or "enum" in schema):
        return None
    values = [schema["const"]] if "const" in schema else schema["enum"]
    return frozenset(values) if all(isinstance(value, str) for value in values) else None
