"""OpenAPI 3.1 of the operations that a service provides, made from the lock file alone.

Source: OpenAPI Specification 3.1.1, https://spec.openapis.org/oas/v3.1.1.html
The registry's own export says more (descriptions, security); here only what Schemathesis generates requests from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bindery_client.json_values import Json

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
REFERENCES = ("$ref", "$dynamicRef")
_LITERAL = frozenset({"const", "enum", "default", "examples", "example"})
_MAPS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_IDENTITY = frozenset({"$id", "$schema"})


def openapi(service: str, entries: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    """The document of some entries of a lock file; each schema is a component, so that its own references hold.

    A parameter of the path is called `p1`, `p2` ... and is any text: contracts erase their names.
    """
    paths: dict[str, dict[str, Json]] = {}
    schemas: dict[str, Json] = {}
    for number, entry in enumerate(entries):
        _, method, _ = entry["name"].split(":", 2)
        if method.lower() in METHODS:
            operation = _operation(entry, f"o{number}", schemas)
            paths.setdefault(template(entry["name"]), {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": service, "version": "0"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def template(name: str) -> str:
    """The path of an operation's name with a name for each parameter: `/internal/items/{p1}`."""
    path = name.split(":", 2)[2].partition("?")[0]
    for number in range(1, path.count("{}") + 1):
        path = path.replace("{}", f"{{p{number}}}", 1)
    return "/" + path.lstrip("/")


def parameters(path: str) -> list[str]:
    """The parameters of such a path: `p1`, `p2` ..."""
    return re.findall(r"\{([^{}/]*)\}", path)


def _operation(entry: Mapping[str, Json], prefix: str, schemas: dict[str, Json]) -> dict[str, Json]:
    definition = entry["schema"]
    written: dict[str, Json] = {"operationId": entry["name"], "responses": {}}
    names = parameters(template(entry["name"]))
    described = [*_path_parameters(names), *_other_parameters(definition.get("parameters", {}), prefix, schemas)]
    if described:
        written["parameters"] = described
    if "request" in definition:
        content = {"application/json": {"schema": _component(definition["request"], f"{prefix}_request", schemas)}}
        written["requestBody"] = {"required": True, "content": content}
    for status, media_types in definition.get("responses", {}).items():
        content = {
            media_type: {"schema": _component(schema, f"{prefix}_{status}_{number}", schemas)}
            for number, (media_type, schema) in enumerate(media_types.items())
        }
        written["responses"][status] = {"description": status, "content": content}
    written["responses"] = written["responses"] or {"default": {"description": "not declared"}}
    return written


def _path_parameters(names: list[str]) -> list[dict[str, Json]]:
    text = {"type": "string", "pattern": "^[A-Za-z0-9-]{1,36}$"}
    return [{"name": name, "in": "path", "required": True, "schema": text} for name in names]


def _other_parameters(declared: Json, prefix: str, schemas: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The parameters of query, headers and cookies, as the contract describes them."""
    definitions = {"$defs": declared["$defs"]} if "$defs" in declared else {}
    for place, fields in declared.get("properties", {}).items():
        for number, (name, schema) in enumerate(fields.get("properties", {}).items() if place != "path" else ()):
            whole = {**schema, **definitions} if isinstance(schema, dict) else schema
            yield {
                "name": name,
                "in": place,
                "required": name in fields.get("required", ()),
                "schema": _component(whole, f"{prefix}_{place}_{number}", schemas),
            }


def _component(schema: Json, name: str, schemas: dict[str, Json]) -> dict[str, Json]:
    schemas[name] = _moved(schema, f"#/components/schemas/{name}")
    return {"$ref": f"#/components/schemas/{name}"}


def _moved(schema: Json, root: str) -> Json:
    """The schema with its references at its new place; without `$id`, which would take them elsewhere."""
    if not isinstance(schema, dict):
        return [_moved(item, root) for item in schema] if isinstance(schema, list) else schema
    moved = {}
    for key, value in schema.items():
        if key in _MAPS and isinstance(value, dict):
            moved[key] = {name: _moved(item, root) for name, item in value.items()}
        elif key in REFERENCES and value.startswith("#") and value[1:2] in {"", "/"}:
            moved[key] = root + value[1:]
        elif key not in _IDENTITY:
            moved[key] = value if key in _LITERAL else _moved(value, root)
    return moved
