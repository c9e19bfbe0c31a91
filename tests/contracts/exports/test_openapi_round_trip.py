"""What is exported as OpenAPI and read back is the same definition."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.canonical import fingerprint
from contracts.documents import read_design_document
from contracts.exports import ExportedOperation, openapi
from contracts.keywords import Json
from contracts.model import Definition, DesignDocument, Kind, operation_name

PATH = "/internal/items/{itemId}/lines/{}"
NAMES = st.sampled_from(["limit", "x-tenant", "a b", "filter[name]", "straße"])
STATUSES = st.sampled_from(["200", "201", "204", "404", "4XX", "default"])
MEDIA_TYPES = st.sampled_from(["application/json", "text/csv", "application/problem+json"])
LEAVES = st.sampled_from(
    [{"type": "string"}, {"type": "integer", "minimum": 1}, {"enum": ["a", None]}, {"type": ["string", "null"]}, {}]
)
DEFINED: Json = {
    "type": "object",
    "required": ["line"],
    "properties": {"line": {"$ref": "#/$defs/line"}},
    "$defs": {"line": {"type": "object", "properties": {"next": {"$ref": "#/$defs/line"}, "title": {"const": 1}}}},
}
TREE: Json = {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}}
SCHEMAS = st.one_of(
    LEAVES,
    st.just(DEFINED),
    st.just(TREE),
    st.lists(LEAVES, min_size=1, max_size=2).map(lambda members: {"anyOf": members}),
    st.dictionaries(NAMES, LEAVES, max_size=2).map(lambda fields: {"type": "object", "properties": fields}),
)
CREDENTIALS = st.sampled_from(
    [
        {"http bearer": []},
        {"oauth2": ["items:read", "items:write"]},
        {"apiKey header x-api-key": [], "mutualTLS": []},
        {"openIdConnect https://id.example.org/.well-known": ["items"]},
    ]
)


@st.composite
def locations(draw: st.DrawFn) -> Json:
    """An object schema of parameters or headers, some of them required."""
    fields = draw(st.dictionaries(NAMES.map(str.lower), LEAVES, min_size=1, max_size=3))
    required = sorted(name for name in fields if draw(st.booleans()))
    return {"type": "object", "properties": fields, **({"required": required} if required else {})}


@st.composite
def parameters(draw: st.DrawFn) -> Json:
    """Parameters in some places; one of the path says more than that it is text."""
    places = draw(st.dictionaries(st.sampled_from(["query", "header", "cookie"]), locations(), min_size=1))
    if draw(st.booleans()):
        number = draw(st.sampled_from(["1", "2"]))
        field = {"type": "object", "properties": {number: {"type": "integer"}}, "required": [number]}
        places = {"path": field, **places}
    required = sorted(place for place, schema in places.items() if "required" in schema)
    return {"type": "object", "properties": places, **({"required": required} if required else {})}


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """An operation with anything that an operation can fix."""
    responses = draw(st.dictionaries(STATUSES, st.dictionaries(MEDIA_TYPES, SCHEMAS, max_size=2), max_size=3))
    said: dict[str, Json] = {"responses": responses}
    if draw(st.booleans()):
        said["parameters"] = draw(parameters())
    if draw(st.booleans()):
        said |= {"request": draw(SCHEMAS), "request_required": draw(st.booleans())}
        said["requests"] = draw(st.dictionaries(st.just("text/csv"), SCHEMAS))
    said["response_headers"] = {status: draw(locations()) for status in responses if draw(st.booleans())}
    said["security"] = draw(st.lists(CREDENTIALS, max_size=2, unique_by=str).map(_sorted))
    said["base_paths"] = draw(st.sampled_from([[], ["/v1"], ["", "/v2"]]))
    return Definition.from_json(Kind.OPERATION, said)


def _sorted(alternatives: list[Json]) -> list[Json]:
    return sorted(alternatives, key=lambda one: sorted(one.items()))


def read_back(definition: Definition, *, auth: str = "") -> DesignDocument:
    """What is read from the export of one operation."""
    name = operation_name("inventory", "post", PATH)
    document = openapi("inventory", [ExportedOperation(name=name, path=PATH, definition=definition, auth=auth)])
    return read_design_document(json.dumps(document), path="inventory.json")


@given(definitions())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_a_definition_is_read_back_from_its_export(definition: Definition) -> None:
    """The law: the same fingerprint under the same name."""
    document = read_back(definition)
    (contract,) = document.contracts
    assert contract.name == operation_name("inventory", "post", PATH)
    found = contract.definition or Definition.from_json(Kind.OPERATION, {})
    assert found.to_json() == definition.to_json()
    assert [problem for problem in document.problems if problem.severity == "error"] == []


@pytest.mark.parametrize(
    "style",
    [
        {"style": "form", "explode": False},
        {"style": "pipeDelimited", "explode": False},
        {"content": "application/json"},
    ],
)
def test_the_style_of_a_parameter_is_read_back(style: Json) -> None:
    """How a list is written stands beside its schema."""
    fields = {"type": "object", "properties": {"ids": {"type": "array", "items": {"type": "string"}}}}
    said = {"parameters": {"type": "object", "properties": {"query": fields}}, "styles": {"query": {"ids": style}}}
    definition = Definition.from_json(Kind.OPERATION, {**said, "responses": {"204": {}}})
    (contract,) = read_back(definition).contracts
    assert contract.definition is not None
    assert fingerprint(contract.definition) == fingerprint(definition)


def test_a_definition_of_parameters_is_read_back() -> None:
    """References of a parameter lead to definitions of their own."""
    fields = {"type": "object", "properties": {"filter": {"$ref": "#/$defs/filter"}}}
    schema = {
        "type": "object",
        "properties": {"query": fields},
        "$defs": {"filter": {"type": "object", "properties": {"not": {"$ref": "#/$defs/filter"}}}},
    }
    definition = Definition.from_json(Kind.OPERATION, {"parameters": schema})
    (contract,) = read_back(definition).contracts
    assert contract.definition == definition


def test_credentials_that_only_words_suggest_are_none_of_the_definition() -> None:
    """The `Auth` column of a design document stays words."""
    definition = Definition.from_json(Kind.OPERATION, {"responses": {"204": {}}})
    (contract,) = read_back(definition, auth="JWT").contracts
    assert (contract.definition, contract.auth) == (definition, "JWT")
