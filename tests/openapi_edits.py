"""A realistic OpenAPI document, and edits of it that people make, each with what users of such tools expect of it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from contracts.documents import read_design_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json
    from contracts.model import Contract

_JSON = "application/json"
_STOCK: Json = {
    "type": "object",
    "required": ["sku", "count"],
    "properties": {
        "sku": {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"},
        "count": {"type": "integer", "minimum": 0},
        "note": {"type": "string", "maxLength": 80},
        "state": {"type": "string", "enum": ["free", "held"]},
    },
}
_LIMIT: Json = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
_TENANT: Json = {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string", "format": "uuid"}}
_IDS: Json = {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
_WAREHOUSE: Json = {"name": "warehouse", "in": "path", "required": True, "schema": {"type": "integer"}}
_SESSION: Json = {"name": "session", "in": "cookie", "schema": {"type": "string", "maxLength": 64}}


def warehouse(version: str = "3.1.0") -> Json:
    """The document: one operation with everything that an operation can have."""
    return {
        "openapi": version,
        "info": {"title": "Warehouse", "version": "1"},
        "x-service": "warehouse",
        "servers": [{"url": "https://api.example.org/v1"}],
        "security": [{"login": ["stock:write"]}],
        "paths": {"/warehouses/{warehouse}/stock": {"post": _keeping()}},
        "components": {
            "schemas": {
                "Stock": deepcopy(_STOCK),
                "Kept": {"allOf": [deepcopy(_STOCK), {"required": ["id"], "properties": {"id": {"type": "string"}}}]},
            },
            "securitySchemes": {
                "login": {"type": "oauth2", "flows": {}},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            },
        },
    }


def _keeping() -> Json:
    return {
        "parameters": deepcopy([_LIMIT, _TENANT, _IDS, _WAREHOUSE, _SESSION]),
        "requestBody": {
            "required": True,
            "content": {
                _JSON: {"schema": {"$ref": "#/components/schemas/Stock"}},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "201": {
                "description": "Kept",
                "headers": {"ETag": {"required": True, "schema": {"type": "string", "minLength": 2}}},
                "content": {_JSON: {"schema": {"$ref": "#/components/schemas/Kept"}}},
            },
            "202": {"description": "Later"},
            "404": {"description": "Unknown", "content": {_JSON: {"schema": {"type": "object"}}}},
        },
    }


def the_operation(document: Json) -> Contract:
    """The only operation of the document, which has no errors."""
    read = read_design_document(yaml.safe_dump(document, sort_keys=False), path="warehouse.yaml")
    assert [problem for problem in read.problems if problem.severity == "error"] == []
    (contract,) = read.contracts
    return contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit of the document, and the rule that refuses it for old callers; None: they notice nothing.

    `undone` is the rule for taking the edit back.
    """

    name: str
    make: Callable[[Json], object]
    breaks: str | None = None
    undone: str | None = None


def _operation(document: Json) -> Json:
    return document["paths"]["/warehouses/{warehouse}/stock"]["post"]


def _parameter(document: Json, name: str) -> Json:
    return next(one for one in _operation(document)["parameters"] if one["name"] == name)


def _stock(document: Json) -> Json:
    return document["components"]["schemas"]["Stock"]


def _kept(document: Json) -> Json:
    return document["components"]["schemas"]["Kept"]["allOf"][0]


def _drop_parameter(document: Json, name: str) -> None:
    operation = _operation(document)
    operation["parameters"] = [one for one in operation["parameters"] if one["name"] != name]


def _add_parameter(document: Json, **facts: Json) -> None:
    _operation(document)["parameters"].append({"name": "lang", "in": "query", "schema": {"type": "string"}, **facts})


EDITS = (
    Edit(name="add an optional query parameter", make=_add_parameter),
    Edit(
        name="add a required query parameter",
        make=lambda document: _add_parameter(document, required=True),
        breaks="required-parameter-added",
    ),
    Edit(
        name="remove an optional query parameter",
        make=lambda document: _drop_parameter(document, "limit"),
    ),
    Edit(
        name="remove a required header",
        make=lambda document: _drop_parameter(document, "X-Tenant"),
        undone="required-parameter-added",
    ),
    Edit(
        name="require an optional parameter",
        make=lambda document: _parameter(document, "limit").update(required=True),
        breaks="parameter-now-required",
    ),
    Edit(
        name="move a parameter to the headers",
        make=lambda document: _parameter(document, "limit").update({"in": "header"}),
        breaks="parameter-moved",
        undone="parameter-moved",
    ),
    Edit(
        name="write a list of a query in one parameter",
        make=lambda document: _parameter(document, "ids").update(explode=False),
        breaks="parameter-restyled",
        undone="parameter-restyled",
    ),
    Edit(
        name="narrow a query parameter",
        make=lambda document: _parameter(document, "limit")["schema"].update(maximum=50),
        breaks="maximum-lowered",
    ),
    Edit(
        name="narrow a path parameter",
        make=lambda document: _parameter(document, "warehouse")["schema"].update(minimum=1),
        breaks="minimum-raised",
    ),
    Edit(
        name="narrow a cookie",
        make=lambda document: _parameter(document, "session")["schema"].update(maxLength=32),
        breaks="max-length-lowered",
    ),
    Edit(
        name="read a number as text",
        make=lambda document: _parameter(document, "limit").update(schema={"type": "string"}),
        undone="type-changed",
    ),
    Edit(
        name="ask for another scope",
        make=lambda document: document.update(security=[{"login": ["stock:write", "stock:admin"]}]),
        breaks="scope-added",
    ),
    Edit(
        name="let keys in too",
        make=lambda document: document.update(security=[*document["security"], {"key": []}]),
        undone="credentials-refused",
    ),
    Edit(
        name="ask for nothing",
        make=lambda document: document.pop("security"),
        undone="authentication-added",
    ),
    Edit(
        name="rename a security scheme",
        make=lambda document: (
            document["components"]["securitySchemes"].update(oauth={"type": "oauth2", "flows": {}}),
            document.update(security=[{"oauth": ["stock:write"]}]),
        ),
    ),
    Edit(
        name="move to another base path",
        make=lambda document: document.update(servers=[{"url": "https://api.example.org/v2"}]),
        breaks="base-path-changed",
        undone="base-path-changed",
    ),
    Edit(
        name="move to another host",
        make=lambda document: document.update(servers=[{"url": "https://b.example.org/v1/"}]),
    ),
    Edit(
        name="take no more tables",
        make=lambda document: _operation(document)["requestBody"]["content"].pop("text/csv"),
        breaks="request-media-type-removed",
    ),
    Edit(
        name="let callers leave the body out",
        make=lambda document: _operation(document)["requestBody"].update(required=False),
        undone="request-body-now-required",
    ),
    Edit(
        name="require a field of the body",
        make=lambda document: _stock(document)["required"].append("note"),
        breaks="required-property-added",
    ),
    Edit(
        name="add an optional field to the body",
        make=lambda document: _stock(document)["properties"].update(batch={"type": "integer"}),
    ),
    Edit(
        name="drop a value of the body",
        make=lambda document: _stock(document)["properties"]["state"].update(enum=["free"]),
        breaks="enum-value-removed",
    ),
    Edit(
        name="answer with another value",
        make=lambda document: _kept(document)["properties"]["state"].update(enum=["free", "held", "sold"]),
        breaks="enum-value-added",
    ),
    Edit(
        name="promise a field of the answer no more",
        make=lambda document: _kept(document)["required"].remove("count"),
        breaks="property-no-longer-required",
    ),
    Edit(
        name="promise one more field of the answer",
        make=lambda document: _kept(document)["required"].append("note"),
        undone="property-no-longer-required",
    ),
    Edit(
        name="promise a header no more",
        make=lambda document: _operation(document)["responses"]["201"]["headers"]["ETag"].update(required=False),
        breaks="response-header-no-longer-required",
    ),
    Edit(
        name="drop a header of the answer",
        make=lambda document: _operation(document)["responses"]["201"].pop("headers"),
        breaks="required-response-header-removed",
    ),
    Edit(
        name="answer with another media type",
        make=lambda document: _operation(document)["responses"]["201"].update(
            content={"application/hal+json": {"schema": _kept(document)}}
        ),
        breaks="response-media-type-removed",
        undone="response-media-type-removed",
    ),
    Edit(
        name="answer 202 no more",
        make=lambda document: _operation(document)["responses"].pop("202"),
        breaks="response-removed",
    ),
    Edit(
        name="answer 404 no more",
        make=lambda document: _operation(document)["responses"].pop("404"),
    ),
    Edit(
        name="answer 2XX instead of 201",
        make=lambda document: _operation(document)["responses"].update(
            {"2XX": _operation(document)["responses"].pop("201")}
        ),
    ),
    Edit(
        name="rename a parameter of the path",
        make=lambda document: (
            document["paths"].update(
                {"/warehouses/{id}/stock": document["paths"].pop("/warehouses/{warehouse}/stock")}
            ),
            document["paths"]["/warehouses/{id}/stock"]["post"]["parameters"][-2].update(name="id"),
        ),
    ),
)
