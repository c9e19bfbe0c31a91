"""`POST /compatibility`: verdicts on schemas and on candidates, with nothing stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.app import create_app
from registry.settings import Settings
from registry.workers import ProofPool
from tests.proofs import misbehave
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import local_client, register

COMPARE = "/api/v1/compatibility"
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def test_what_the_reader_takes_is_compatible(client: TestClient) -> None:
    """A writer of integers may be read as numbers."""
    answer = client.post(COMPARE, json={"writer": {"type": "integer"}, "reader": NUMBER})
    assert (answer.status_code, answer.json()["outcome"]) == (200, "compatible")


def test_what_the_reader_rejects_is_shown(client: TestClient) -> None:
    """An incompatible pair has a message that the writer may send and the reader rejects."""
    found = client.post(COMPARE, json={"writer": TEXT, "reader": NUMBER}).json()
    assert found["outcome"] == "incompatible"
    assert isinstance(found["witness"]["message"], str)
    assert found["witness"]["error"]["keyword"] == "type"


def test_the_content_model_is_the_caller_s_choice(client: TestClient) -> None:
    """An open writer may send more than it declares, a closed one may not."""
    body: dict[str, Json] = {
        "writer": {"type": "object", "properties": {"b": TEXT}},
        "reader": {"type": "object", "properties": {"a": TEXT}},
    }
    outcomes = [
        client.post(COMPARE, json={**body, "content_model": model}).json()["outcome"]
        for model in ("closed-writer", "open")
    ]
    assert outcomes == ["compatible", "incompatible"]


@pytest.mark.parametrize(
    ("schema", "code"),
    [({"type": "strnig"}, "invalid-schema"), ({"$ref": "https://example.org/schema.json"}, "unsupported-schema")],
)
def test_a_schema_that_is_none_is_told(client: TestClient, schema: dict[str, Json], code: str) -> None:
    """What is no JSON Schema, or refers to the outside, is the caller's error and no verdict."""
    answer = client.post(COMPARE, json={"writer": schema, "reader": TEXT})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_candidate_is_judged_by_the_contract_s_policy(client: TestClient) -> None:
    """A candidate for an event is compared with its versions, in both directions, and the policy says which blocks."""
    register(client, {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})})
    current = client.get("/api/v1/contracts/event/order.created/versions/1/schema").json()
    same = client.post(COMPARE, json={"kind": "event", "name": "order.created", "candidate": current}).json()
    other = client.post(COMPARE, json={"kind": "event", "name": "order.created", "candidate": TEXT}).json()
    assert same["outcome"] == "compatible"
    assert other["outcome"] == "incompatible"
    assert {check["direction"] for check in other["checks"]} == {"BACKWARD", "FORWARD"}
    assert len(client.get("/api/v1/contracts/event/order.created/versions").json()["items"]) == 1


@pytest.mark.parametrize(
    ("schema", "code"),
    [({"type": "strnig"}, "invalid-schema"), ({"$ref": "https://example.org/schema.json"}, "unsupported-schema")],
)
def test_a_candidate_that_is_no_schema_is_told(client: TestClient, schema: dict[str, Json], code: str) -> None:
    """A candidate is refused as one of a pair would be, whichever part is wrong."""
    register(client, {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}}), "i.md": RESERVATIONS})
    event: dict[str, Json] = {"kind": "event", "name": "order.created", "candidate": schema}
    operation = {
        "kind": "operation",
        "name": "inventory:POST:/internal/reservations/{}",
        "candidate": {"request": True, "responses": {"201": {"application/json": schema}}},
    }
    for question in (event, operation):
        answer = client.post(COMPARE, json=question)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_candidate_of_an_operation_has_parts(client: TestClient) -> None:
    """The request and each response of an operation are judged on their own."""
    register(client, {"docs/inventory.md": RESERVATIONS})
    name = "inventory:POST:/internal/reservations/{}"
    candidate = {"request": {"type": "object", "required": ["reason"]}, "responses": {}}
    found = client.post(COMPARE, json={"kind": "operation", "name": name, "candidate": candidate}).json()
    assert found["outcome"] == "incompatible"
    assert "request" in {check["part"] for check in found["checks"]}


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("order.unknown", 404, "contract-not-found"), ("order.named", 404, "no-schema")],
)
def test_a_candidate_needs_something_to_compare_with(client: TestClient, name: str, status: int, code: str) -> None:
    """A contract that is unknown, or has no schema, is not silently compatible."""
    register(client, {"docs/orders.md": events_document({"order.named": None})})
    answer = client.post(COMPARE, json={"kind": "event", "name": name, "candidate": TEXT})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"writer": TEXT}, "/reader"),
        ({"kind": "event", "name": "x", "candidate": 1}, "/candidate"),
        (
            {"kind": "operation", "name": "x", "candidate": {"responses": {"200": TEXT}}},
            "/candidate/responses/200/type",
        ),
        ({"kind": "topic", "name": "x", "candidate": TEXT}, "/kind"),
    ],
)
def test_a_malformed_question_is_told_where(client: TestClient, body: dict[str, Json], pointer: str) -> None:
    """The error points into the question as it was asked."""
    answer = client.post(COMPARE, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


def test_a_proof_that_hangs_is_could_not_check(settings: Settings) -> None:
    """A proof that is stopped is answered as such, never as a verdict, and the next question is answered."""
    app = create_app(settings)
    with ProofPool(size=1, timeout_seconds=0.5, target=misbehave) as pool:
        app.state.context = replace(app.state.context, pool=pool)
        with local_client(app) as client:
            hung = client.post(COMPARE, json={"writer": {"x": "hang"}, "reader": {}}).json()
            answered = client.post(COMPARE, json={"writer": {}, "reader": {}}).json()
    assert hung["outcome"] == "could not check"
    assert "stopped after 0.5 s" in hung["reason"]["sentence"]
    assert answered["outcome"] == "undecided"


def test_a_candidate_may_have_parameters_and_credentials(client: TestClient) -> None:
    """What is not in a body is judged too, and the witness is a complete request."""
    register(client, {"inventory.md": RESERVATIONS})
    tenant = {"properties": {"header": {"properties": {"x-tenant": TEXT}, "required": ["x-tenant"]}}}
    candidate = {
        "kind": "operation",
        "name": "inventory:POST:/internal/reservations/{}",
        "candidate": {"parameters": tenant, "security": [{"http bearer": []}]},
    }
    found = client.post(COMPARE, json=candidate).json()
    refused = {check["part"]: check for check in found["checks"] if check["blocking"]}
    assert {"parameters", "operation"} <= set(refused)
    assert refused["parameters"]["witness"]["exchange"]["method"] == "POST"


@pytest.mark.parametrize("parameters", [True, {"properties": {"body": {}}}, {"properties": {"query": True}}])
def test_parameters_that_have_no_place_are_refused(client: TestClient, parameters: Json) -> None:
    """Parameters are an object per place, and nothing else."""
    candidate = {"kind": "operation", "name": "a:GET:/b", "candidate": {"parameters": parameters}}
    assert client.post(COMPARE, json=candidate).status_code == 422
