"""Who depends on whom, as data, as AsyncAPI and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.canonical import fingerprint
from contracts.keywords import Json
from contracts.model import Definition
from contracts.validation import Validator
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from starlette.testclient import TestClient

RESERVE = "inventory:POST:/internal/reservations/{}"
DEPENDENCIES = """### 1.3 Dependencies

| From | To | Protocol | Pattern |
|------|----|----------|---------|
| orders | mailing | SMTP | async |
"""
TEXTS = {
    "docs/orders.md": events_document({"order.created": {"orderId": "uuid"}, "order.lost": None}),
    "docs/inventory.md": f"{RESERVATIONS}\n{DEPENDENCIES}",
}


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry with two events, an operation and an edge."""
    assert register(client, TEXTS).status_code == 200
    return client


def test_the_graph_has_services_roles_and_edges(shop: TestClient) -> None:
    """One answer holds everything that a picture needs."""
    graph = shop.get("/api/v1/graph").json()
    roles = {(role["name"], role["role"], role["service"]) for role in graph["roles"]}
    assert {"orders", "billing", "inventory"} <= set(graph["services"])
    assert {("order.created", "producer", "orders"), (RESERVE, "caller", "orders")} <= roles
    assert [(edge["from_service"], edge["to_service"], edge["protocol"]) for edge in graph["edges"]] == [
        ("orders", "mailing", "SMTP")
    ]


def test_an_archived_contract_is_in_no_graph(shop: TestClient) -> None:
    """What no document declares any more binds nobody."""
    shop.put("/api/v1/contracts/event/order.lost/deprecation", json={})
    assert shop.post("/api/v1/contracts/event/order.lost/archive").status_code == 200
    assert "order.lost" not in {role["name"] for role in shop.get("/api/v1/graph").json()["roles"]}


def test_a_picture_has_an_arrow_per_contract(shop: TestClient) -> None:
    """From who writes to who reads, from who calls to who answers; dotted where it is no contract."""
    answer = shop.get("/api/v1/graph/mermaid")
    lines = answer.text.splitlines()
    ids = {line.split('"')[1]: line.split("[")[0].strip() for line in lines if line.endswith('"]')}
    assert answer.headers["content-type"].startswith("text/plain")
    assert lines[0] == "flowchart LR"
    assert f'    {ids["orders"]} -->|"order.created"| {ids["billing"]}' in lines
    assert f'    {ids["orders"]} -->|"{RESERVE}"| {ids["inventory"]}' in lines
    assert f'    {ids["orders"]} -.->|"SMTP"| {ids["mailing"]}' in lines


def test_a_picture_of_one_service_has_its_neighbours_only(shop: TestClient) -> None:
    """Arrows between others are left out."""
    text = shop.get("/api/v1/services/billing/mermaid").text
    assert "order.created" in text
    assert "inventory" not in text


def asyncapi(client: TestClient, service: str) -> Json:
    """The AsyncAPI document of a service."""
    answer = client.get(f"/api/v1/services/{service}/asyncapi.json")
    assert answer.status_code == 200, answer.text
    return answer.json()


def followed(document: Json, reference: str) -> Json:
    """What a reference of the document leads to."""
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


@pytest.mark.parametrize(("service", "action"), [("orders", "send"), ("billing", "receive")])
def test_asyncapi_says_what_is_sent_and_received(shop: TestClient, service: str, action: str) -> None:
    """Each event is a channel of its own; its operation refers to it, and to its message."""
    document = asyncapi(shop, service)
    assert document["asyncapi"] == "3.0.0"
    assert {channel["address"] for channel in document["channels"].values()} == {"order.created", "order.lost"}
    for operation in document["operations"].values():
        assert operation["action"] == action
        channel = followed(document, operation["channel"]["$ref"])
        (message,) = operation["messages"]
        assert followed(document, message["$ref"]) in channel["messages"].values()


def test_asyncapi_holds_the_registered_schema(shop: TestClient) -> None:
    """The payload of a message is the schema of the current version; an event without one has no payload."""
    document = asyncapi(shop, "orders")
    messages = {message["name"]: message for message in document["components"]["messages"].values()}
    schema = followed(document, messages["order.created"]["payload"]["schema"]["$ref"])
    current = shop.get("/api/v1/contracts/event/order.created/versions/1").json()
    assert fingerprint(Definition.of_event(schema)) == current["fingerprint"]
    assert Validator(schema).accepts({}) is False
    assert "payload" not in messages["order.lost"]


@pytest.mark.parametrize("path", ["", "/mermaid", "/asyncapi.json"])
def test_a_service_that_nobody_names_is_not_found(shop: TestClient, path: str) -> None:
    """An export of nothing would look like a service without contracts."""
    answer = shop.get(f"/api/v1/services/nobody{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "service-not-found")


def test_a_service_is_shown_by_its_name(shop: TestClient) -> None:
    """Its roles are counted, as in the list of services."""
    found = shop.get("/api/v1/services/Orders").json()
    assert (found["name"], found["roles"]) == ("orders", {"caller": 1, "producer": 2})
