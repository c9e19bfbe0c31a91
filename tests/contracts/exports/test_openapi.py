"""OpenAPI 3.1 of a service, read back by Schemathesis and by the validator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.exports import ExportedOperation, declared_operation, openapi, operations_of, registered_operation
from contracts.messages import cases
from contracts.model import (
    Contract,
    ContractKey,
    ContractVersion,
    Definition,
    Kind,
    Provenance,
    Status,
    operation_name,
)

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

RESERVATION: Schema = {
    "type": "object",
    "required": ["orderId", "lines"],
    "properties": {
        "orderId": {"type": "string", "format": "uuid"},
        "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
    },
    "$defs": {
        "line": {
            "type": "object",
            "required": ["sku", "quantity"],
            "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1}},
        }
    },
}
TREE: Schema = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#"}}},
}


def operation(
    method: str, path: str, *, request: Schema | None = None, response: Schema | None = None, auth: str = ""
) -> ExportedOperation:
    """An operation that `inventory` provides."""
    responses = {} if response is None else {"201": {"application/json": response}}
    return ExportedOperation(
        name=operation_name("inventory", method, path),
        path=path,
        definition=Definition.of_operation(request=request, responses=responses),
        auth=auth,
    )


def read_back(document: dict[str, Json]) -> dict[str, Json]:
    """Each operation that Schemathesis finds, by `METHOD path`."""
    found: dict[str, Json] = {}
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        read: Json = result.ok()  # type: ignore[union-attr] # an Err raises here, and that fails the test
        found[f"{read.method.upper()} {read.path}"] = read
    return found


def embedded_validator(document: dict[str, Json], schema: Json) -> jsonschema_rs.Validator:
    """A validator of a schema as it stands in the document, formats asserted."""
    alone = {"$ref": schema["$ref"], "components": document["components"]} if "$ref" in schema else schema
    return jsonschema_rs.validator_for(alone, validate_formats=True, offline=True)


def request_schema(document: dict[str, Json], path: str) -> Json:
    """The schema of the JSON request body of a POST."""
    return document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]


def test_schemathesis_reads_every_operation() -> None:
    """The document is OpenAPI to the tool that attacks providers with it."""
    document = openapi(
        "inventory",
        [
            operation("POST", "/internal/reservations", request=RESERVATION, response=TREE),
            operation("GET", "/internal/items/{itemId}", response={"type": "object"}),
            operation("DELETE", "/internal/reservations/{}"),
        ],
    )
    assert set(read_back(document)) == {
        "POST /internal/reservations",
        "GET /internal/items/{itemId}",
        "DELETE /internal/reservations/{param1}",
    }


def test_schemathesis_makes_requests_from_the_embedded_schema() -> None:
    """Local definitions are found from inside the document: generated bodies satisfy the original schema."""
    document = openapi("inventory", [operation("POST", "/internal/reservations", request=RESERVATION)])
    judge = jsonschema_rs.validator_for(RESERVATION, validate_formats=True, offline=True)

    @given(st.data())
    @settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def every_body_conforms(data: st.DataObject) -> None:
        case = data.draw(read_back(document)["POST /internal/reservations"].as_strategy())
        assert judge.is_valid(case.body)

    every_body_conforms()


@pytest.mark.parametrize(
    "schema",
    [
        RESERVATION,
        TREE,
        {"type": "string", "minLength": 3},
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": "#/$defs/a",
            "$defs": {"a": {"type": "null"}},
        },
        {
            "$defs": {"n": {"$anchor": "here", "type": "integer"}},
            "properties": {"a": {"$ref": "#here"}},
            "type": "object",
        },
        {"$id": "https://example.com/s", "$ref": "p", "$defs": {"p": {"$id": "p", "type": "integer", "minimum": 2}}},
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "array",
            "items": [{"$ref": "#/definitions/a"}],
            "definitions": {"a": {"type": "integer", "maximum": 5}},
        },
    ],
)
def test_an_embedded_schema_judges_as_before(schema: Schema) -> None:
    """Every generated case has the same verdict inside the document and outside of it."""
    document = openapi("inventory", [operation("POST", "/x", request=schema)])
    embedded = embedded_validator(document, request_schema(document, "/x"))
    found = cases(schema)
    assert any(case.valid for case in found)
    assert any(not case.valid for case in found)
    assert [case.id for case in found if embedded.is_valid(case.message) != case.valid] == []


def test_a_schema_without_references_stays_in_place() -> None:
    """`components` is written only when something needs it."""
    document = openapi("inventory", [operation("POST", "/x", request={"type": "string"})])
    assert request_schema(document, "/x") == {"type": "string"}
    assert "components" not in document


def test_a_schema_that_allows_anything_is_embedded() -> None:
    """`true` is a schema too."""
    document = openapi("inventory", [operation("POST", "/x", request=True)])
    assert request_schema(document, "/x") is True


def test_two_schemas_with_the_same_definition_names_do_not_meet() -> None:
    """Each keeps its own definitions."""
    number: Schema = {"$ref": "#/$defs/a", "$defs": {"a": {"type": "number"}}}
    text: Schema = {"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}
    document = openapi("inventory", [operation("POST", "/x", request=number, response=text)])
    assert embedded_validator(document, request_schema(document, "/x")).is_valid(1)
    response = document["paths"]["/x"]["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert embedded_validator(document, response).is_valid("a")


def test_path_parameters_are_declared() -> None:
    """Each parameter of the template is required and named, unnamed ones by their place."""
    document = openapi("inventory", [operation("GET", "/items/{itemId}/lots/{}")])
    parameters = document["paths"]["/items/{itemId}/lots/{param2}"]["get"]["parameters"]
    assert [(one["name"], one["in"], one["required"]) for one in parameters] == [
        ("itemId", "path", True),
        ("param2", "path", True),
    ]


def test_a_parameter_name_is_used_once_in_a_path() -> None:
    """OpenAPI forbids the same parameter twice."""
    document = openapi("inventory", [operation("GET", "/a/{id}/b/{id}")])
    assert list(document["paths"]) == ["/a/{id}/b/{id2}"]


def test_the_same_path_with_other_names_is_one_path() -> None:
    """OpenAPI forbids two templates that differ in names only."""
    document = openapi("inventory", [operation("GET", "/items/{id}"), operation("PUT", "/items/{itemId}")])
    assert {path: list(item) for path, item in document["paths"].items()} == {"/items/{id}": ["get", "put"]}


def test_a_query_becomes_optional_parameters() -> None:
    """A path with a query is not a path of OpenAPI."""
    document = openapi("inventory", [operation("GET", "items?sku={sku}&limit=10")])
    parameters = document["paths"]["/items"]["get"]["parameters"]
    assert [(one["name"], one["in"]) for one in parameters] == [("sku", "query"), ("limit", "query")]
    assert "required" not in parameters[0]


def test_what_openapi_cannot_say_is_named() -> None:
    """Nothing is left out in silence."""
    twice = [operation("GET", "/items?sku={sku}"), operation("GET", "/items"), operation("LINK", "/items")]
    document = openapi("inventory", twice)
    assert document["x-omitted"] == ["inventory:LINK:/items", "inventory:GET:/items?sku={}"]


def test_operations_of_other_services_are_left_out() -> None:
    """The document speaks for one provider."""
    assert openapi("billing", [operation("GET", "/items")])["paths"] == {}


def test_operation_ids_are_unique() -> None:
    """Paths that differ in punctuation only get different ids."""
    document = openapi("inventory", [operation("GET", "/a-b"), operation("GET", "/a/b"), operation("GET", "/a_b")])
    ids = [item["get"]["operationId"] for item in document["paths"].values()]
    assert ids == ["getAB", "getAB2", "getAB3"]


def test_without_a_declared_response_there_is_a_plain_one() -> None:
    """OpenAPI asks for at least one response."""
    document = openapi("inventory", [operation("DELETE", "/items/{id}")])
    responses = document["paths"]["/items/{id}"]["delete"]["responses"]
    assert responses == {"200": {"description": "OK", "x-not-described": True}}


def test_each_status_and_media_type_keeps_its_schema() -> None:
    """Responses are not merged."""
    definition = Definition.of_operation(
        responses={
            "200": {"application/json": {"type": "object"}, "text/csv": {"type": "string"}},
            "418": {"application/json": {"type": "null"}},
        }
    )
    document = openapi("inventory", [ExportedOperation(name="inventory:GET:/x", path="/x", definition=definition)])
    responses = document["paths"]["/x"]["get"]["responses"]
    assert set(responses["200"]["content"]) == {"application/json", "text/csv"}
    assert responses["418"]["description"] == "Response 418"


@pytest.mark.parametrize(
    ("auth", "scheme"),
    [("JWT", "bearer"), ("mTLS", "mutualTls"), ("API Key", "apiKey"), ("Basic", "basic"), ("OAuth 2.0", "bearer")],
)
def test_known_authentication_becomes_a_security_scheme(auth: str, scheme: str) -> None:
    """The words of API tables are understood."""
    document = openapi("inventory", [operation("GET", "/x", auth=auth)])
    assert document["paths"]["/x"]["get"]["security"] == [{scheme: []}]
    assert scheme in document["components"]["securitySchemes"]


def test_other_authentication_is_only_quoted() -> None:
    """`Internal` is no scheme that a tool could use."""
    written = openapi("inventory", [operation("GET", "/x", auth="Internal")])["paths"]["/x"]["get"]
    assert written["x-auth"] == "Internal"
    assert "security" not in written


def test_a_declared_contract_is_exported_with_its_words() -> None:
    """Description, deprecation and parameter names of the document are kept; events are no operations."""
    provenance = Provenance(path="inventory.design.md", line=1)
    contract = Contract(
        kind=Kind.OPERATION,
        name="inventory:GET:/items/{}",
        path="/items/{sku}",
        description="Stock of one item",
        status=Status.DEPRECATED,
        provenance=provenance,
    )
    event = Contract(kind=Kind.EVENT, name="stock.depleted", provenance=provenance)
    assert operations_of([event, contract]) == (declared_operation(contract),)
    written = openapi("inventory", operations_of([contract]))["paths"]["/items/{sku}"]["get"]
    assert (written["description"], written["deprecated"]) == ("Stock of one item", True)


def test_a_registered_version_is_exported_with_its_number() -> None:
    """The number of the version is in the document, and its highest is the version of the document."""
    key = ContractKey(kind=Kind.OPERATION, name="inventory:GET:/items/{}")
    version = ContractVersion(number=3, fingerprint="sha256:0", definition=Definition.of_operation())
    document = openapi("inventory", [registered_operation(key, version)])
    assert document["paths"]["/items/{param1}"]["get"]["x-contract-version"] == 3
    assert document["info"]["version"] == "3"
