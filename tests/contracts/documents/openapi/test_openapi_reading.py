"""OpenAPI documents -> contracts: references, versions of the specification, directions, parties and problems."""

from __future__ import annotations

import pytest
import yaml

from contracts.documents import read_design_document
from contracts.keywords import Json
from contracts.model import Contract, DesignDocument, Mode, Role

OK: Json = {"200": {"description": "OK"}}


def read(document: Json, *, version: str = "3.1.0") -> DesignDocument:
    """A document of the service `shop`, as YAML."""
    said = {"openapi": version, "info": {"title": "Shop", "version": "1"}, "x-service": "shop", **document}
    return read_design_document(yaml.safe_dump(said, sort_keys=False), path="shop.yaml")


def operation(facts: Json, *, path: str = "/items", version: str = "3.1.0", **document: Json) -> Contract:
    """The only operation of a document, which has no errors."""
    found = read({"paths": {path: {"post": {"responses": OK, **facts}}}, **document}, version=version)
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    (contract,) = found.contracts
    return contract


def stated(contract: Contract) -> Json:
    """The definition as JSON."""
    assert contract.definition is not None
    return contract.definition.to_json()


def body(schema: Json) -> Json:
    """A required JSON request body."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def codes(document: DesignDocument) -> list[tuple[str, int]]:
    """The problems with their lines, without those that are only said."""
    return [(problem.code, problem.line) for problem in document.problems if problem.severity != "info"]


@pytest.mark.parametrize(
    ("early", "current"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": True, "enum": ["a"]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, {"type": "integer", "exclusiveMinimum": 1}),
        ({"type": "integer", "maximum": 1, "exclusiveMaximum": False}, {"type": "integer", "maximum": 1}),
        ({"type": "string", "example": "a", "xml": {"name": "b"}}, {"type": "string"}),
        (
            {"allOf": [{"type": "object"}], "nullable": True},
            {"anyOf": [{"allOf": [{"type": "object"}]}, {"type": "null"}]},
        ),
        (
            {"type": "object", "properties": {"nullable": {"type": "string"}, "example": {"type": "integer"}}},
            {"type": "object", "properties": {"nullable": {"type": "string"}, "example": {"type": "integer"}}},
        ),
    ],
)
def test_schemas_of_openapi_3_0_are_translated(early: Json, current: Json) -> None:
    """Null, exclusive bounds and what is only for people; fields of such names are fields."""
    assert stated(operation(body(early), version="3.0.3"))["request"] == current


def test_schemas_of_openapi_3_1_are_kept() -> None:
    """They are JSON Schema already."""
    schema = {"type": ["integer", "null"], "exclusiveMinimum": 1, "if": {"const": 2}, "then": {"multipleOf": 2}}
    assert stated(operation(body(schema)))["request"] == schema


def test_each_direction_requires_what_it_carries() -> None:
    """Callers do not send `readOnly` fields, and are not sent `writeOnly` ones; an `allOf` is looked through."""
    user = {
        "allOf": [
            {"$ref": "#/components/schemas/Named"},
            {"type": "object", "required": ["id", "password", "name"]},
        ]
    }
    named = {
        "type": "object",
        "properties": {"id": {"readOnly": True}, "password": {"writeOnly": True}, "name": {"type": "string"}},
    }
    answer = {"200": {"description": "OK", "content": {"application/json": {"schema": user}}}}
    found = stated(operation({**body(user), "responses": answer}, components={"schemas": {"Named": named}}))
    assert found["request"]["allOf"][1]["required"] == ["password", "name"]
    assert found["responses"]["200"]["application/json"]["allOf"][1]["required"] == ["id", "name"]


def test_references_become_definitions_of_the_part() -> None:
    """Each part is self-contained; recursion stays recursion."""
    schemas = {
        "Order": {
            "type": "object",
            "properties": {"lines": {"type": "array", "items": {"$ref": "#/components/schemas/L"}}},
        },
        "L": {"type": "object", "properties": {"part": {"$ref": "#/components/schemas/L"}}},
        "Unused": {"type": "string"},
    }
    found = stated(operation(body({"$ref": "#/components/schemas/Order"}), components={"schemas": schemas}))["request"]
    assert found["properties"]["lines"]["items"] == {"$ref": "#/$defs/L"}
    assert found["$defs"] == {"L": {"type": "object", "properties": {"part": {"$ref": "#/$defs/L"}}}}


def test_a_field_has_the_line_of_its_component() -> None:
    """Lines lead to where a field is declared, not to where it is referred to."""
    text = (
        "openapi: 3.1.0\nx-service: shop\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n"
        "          application/json:\n            schema: {$ref: '#/components/schemas/A'}\n"
        "      responses: {'204': {description: Done}}\n"
        "components:\n  schemas:\n    A:\n      type: object\n      properties:\n        total:\n"
        "          type: integer\n"
    )
    (contract,) = read_design_document(text, path="a.yaml").contracts
    assert contract.line_of("request", "/properties/total/type") == 16
    assert contract.line_of("operation", "") == contract.provenance.line == 5


def test_parameters_of_the_path_count_for_each_operation() -> None:
    """An operation's own parameter replaces the one of its path; headers have no case, plain path text says nothing."""
    shared = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}},
    ]
    own = [{"name": "limit", "in": "query", "required": True, "schema": {"type": "integer", "maximum": 9}}]
    document = {"paths": {"/items/{id}": {"parameters": shared, "get": {"parameters": own, "responses": OK}}}}
    (contract,) = read(document).contracts
    assert stated(contract)["parameters"] == {
        "type": "object",
        "properties": {
            "query": {
                "type": "object",
                "properties": {"limit": {"type": "integer", "maximum": 9}},
                "required": ["limit"],
            },
            "header": {"type": "object", "properties": {"x-tenant": {"type": "string"}}, "required": ["x-tenant"]},
        },
        "required": ["header", "query"],
    }


@pytest.mark.parametrize(
    ("facts", "style"),
    [
        ({"schema": {"type": "string"}, "explode": False}, None),
        ({"schema": {"type": "array"}, "explode": True}, None),
        ({"schema": {"type": "array"}, "explode": False}, {"style": "form", "explode": False}),
        ({"schema": {"type": "object"}, "style": "deepObject"}, {"style": "deepObject", "explode": False}),
        ({"content": {"application/json": {"schema": {"type": "object"}}}}, {"content": "application/json"}),
    ],
)
def test_the_style_of_a_parameter_is_kept_where_it_matters(facts: Json, style: Json) -> None:
    """Defaults say nothing, and a single value cannot be spread."""
    contract = operation({"parameters": [{"name": "a", "in": "query", **facts}]})
    assert stated(contract).get("styles") == (style and {"query": {"a": style}})


def test_credentials_are_named_by_what_is_sent() -> None:
    """Renaming a scheme is no change; an empty list overrides that of the document."""
    schemes = {"a": {"type": "http", "scheme": "Bearer"}, "b": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    document: dict[str, Json] = {"components": {"securitySchemes": schemes}, "security": [{"a": []}, {"b": []}]}
    assert stated(operation({}, **document))["security"] == [{"apiKey header x-key": []}, {"http bearer": []}]
    assert "security" not in stated(operation({"security": []}, **document))


@pytest.mark.parametrize(
    ("servers", "paths"),
    [
        ([{"url": "https://a.example.com/v1/"}, {"url": "http://localhost:80/v1"}], ["/v1"]),
        ([{"url": "https://a.example.com"}], None),
        ([{"url": "/{base}", "variables": {"base": {"default": "v2"}}}, {"url": "/"}], ["", "/v2"]),
    ],
)
def test_base_paths_are_those_of_the_servers(servers: Json, paths: Json) -> None:
    """Hosts say nothing of the contract."""
    assert stated(operation({}, servers=servers)).get("base_paths") == paths


def test_the_service_is_named_explicitly_or_by_the_title() -> None:
    """`x-service` wins over the title, which is said."""
    text = "openapi: 3.1.0\ninfo: {title: Order Service}\npaths: {/a: {get: {responses: {}}}}\n"
    by_title = read_design_document(text, path="a.yaml")
    assert by_title.contracts[0].name == "order-service:GET:/a"
    assert [problem.code for problem in by_title.problems] == ["provider-from-title"]
    named = read_design_document(text + "x-service: orders\n", path="a.yaml")
    assert named.contracts[0].name == "orders:GET:/a"
    assert named.problems == ()


def test_callers_and_policy_can_be_said() -> None:
    """Extensions hold what OpenAPI has no words for."""
    document: dict[str, Json] = {"x-callers": ["orders"], "x-contracts": {"mode": "FULL"}}
    contract = operation({"x-callers": ["Billing Service"]}, **document)
    assert contract.services(Role.CALLER) == ("orders", "billing-service")
    assert contract.policy is not None
    assert contract.policy.mode is Mode.FULL
    assert contract.visibility == "internal"
    assert operation({}).visibility == "external"


def test_an_emptied_document_holds_nothing() -> None:
    """A file that is gone is handed in without text: that is no problem of its own."""
    assert read_design_document("", path="a.yaml") == DesignDocument(path="a.yaml")


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"paths": {"/a": {"get": {"responses": {"200": {"$ref": "other.yaml#/x"}}}}}}, "outside-reference"),
        ({"paths": {"/a": {"get": {"responses": {"200": {"$ref": "http://x.example/a"}}}}}}, "outside-reference"),
        ({"paths": {"/a": {"post": body({"$ref": "#/components/schemas/No"})}}}, "unresolved-reference"),
        ({"paths": {"/a": {"$ref": "#/paths/~1a"}}}, "unresolved-reference"),
        ({"paths": {"/a/{x}": {"get": {"responses": OK}}, "/a/{y}": {"get": {"responses": OK}}}}, "operation-twice"),
        ({"paths": {"/a": {"post": body({"type": "strnig"})}}}, "invalid-schema"),
        ({"paths": {"/a": {"get": {"parameters": [{"name": "a"}], "responses": OK}}}}, "bad-openapi"),
        ({"paths": []}, "bad-openapi"),
        ({"paths": {"/a": {"get": {"responses": OK, "security": [{"no": []}]}}}}, "unknown-security-scheme"),
        ({"paths": {"/a": {"get": {**body({}), "responses": OK}}}}, "body-on-get"),
        ({"x-contracts": {"moode": "FULL"}}, "bad-annotation"),
        ({"swagger": "2.0"}, "not-openapi"),
        ({"openapi": 4}, "unknown-data"),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_its_line(document: Json, found: str) -> None:
    """Every finding names the place; none of them is a crash."""
    problems = codes(read(document))
    assert found in {code for code, _ in problems}
    assert all(line >= 1 for _, line in problems)


def test_schemas_that_refer_to_everything_end() -> None:
    """Every operation with all of the definitions: an error, in bounded time."""
    schemas = {
        f"s{n}": {"properties": {f"p{m}": {"$ref": f"#/components/schemas/s{m}"} for m in range(120)}}
        for n in range(120)
    }
    paths = {f"/p{n}": {"post": {**body({"$ref": "#/components/schemas/s1"}), "responses": OK}} for n in range(300)}
    document = read({"paths": paths, "components": {"schemas": schemas}})
    assert "expands-too-far" in {code for code, _ in codes(document)}


def test_a_chain_of_references_without_end_ends() -> None:
    """Thousands of definitions, each of which needs the next: an error, in bounded time."""
    schemas = {f"s{n}": {"properties": {"a": {"$ref": f"#/components/schemas/s{n + 1}"}}} for n in range(5_100)}
    paths = {"/a": {"post": {**body({"$ref": "#/components/schemas/s0"}), "responses": OK}}}
    document = read({"paths": paths, "components": {"schemas": {**schemas, "s5100": {}}}})
    assert "expands-too-far" in {code for code, _ in codes(document)}


def test_a_fence_of_a_design_document_may_be_openapi() -> None:
    """Its operations stand beside those of the Markdown, with the lines of the Markdown file."""
    text = (
        "# Shop\n\n```yaml openapi\nopenapi: 3.1.0\nx-service: shop\npaths:\n  /items:\n    get:\n"
        "      responses: {'204': {description: Done}}\n```\n\n### `POST /orders`\n"
    )
    document = read_design_document(text, path="shop.md")
    assert [contract.method for contract in document.contracts] == ["POST", "GET"]
    assert document.contracts[1].provenance.line == 8
    broken = read_design_document(text.replace("/items:", "/items: ["), path="shop.md")
    assert [problem.line for problem in broken.problems if problem.code == "unreadable-openapi"] == [9]


@pytest.mark.parametrize(
    "said",
    [
        {"example": {"count": "two"}},
        {"examples": {"good": {"value": {"count": 2}}, "bad": {"value": {"count": "two"}}}},
        {"examples": {"bad": {"$ref": "#/components/examples/Bad"}}},
    ],
)
def test_an_example_that_its_schema_rejects_is_noted_at_its_line(said: Json) -> None:
    """Readers copy examples; a wrong one is a warning, and changes no contract."""
    facts = body({"type": "object", "properties": {"count": {"type": "integer"}}})
    facts["requestBody"]["content"]["application/json"] |= said
    document = {
        "paths": {"/items": {"post": {"responses": OK, **facts}}},
        "components": {"examples": {"Bad": {"value": {"count": "two"}}}},
    }
    found = read(document)
    (problem,) = [one for one in found.problems if one.code == "body-example-fails-schema"]
    text = yaml.safe_dump(
        {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "x-service": "shop", **document},
        sort_keys=False,
    )
    assert text.splitlines()[problem.line - 1].strip() == "count: two"
    assert found.contracts[0].definition is not None


def test_examples_are_held_against_what_their_direction_carries() -> None:
    """A request need not hold a `readOnly` field; described formats reject nothing; tables are no JSON."""
    schema = {
        "type": "object",
        "required": ["id", "day"],
        "properties": {"id": {"type": "string", "readOnly": True}, "day": {"type": "string", "format": "date"}},
    }
    facts = body(schema)
    facts["requestBody"]["content"]["application/json"]["example"] = {"day": "tomorrow"}
    facts["requestBody"]["content"]["text/csv"] = {"schema": {"type": "object"}, "example": "a;b"}
    document = {"paths": {"/items": {"post": {"responses": OK, **facts}}}}
    assert "body-example-fails-schema" not in dict(codes(read({"x-contracts": {"formats": "annotate"}, **document})))
    assert "body-example-fails-schema" in dict(codes(read(document)))
