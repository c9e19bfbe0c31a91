"""The lock file of a service, as the registry gives it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from contracts.canonical import fingerprint
from contracts.model import Definition, Kind
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from starlette.testclient import TestClient

SERVICES = "/api/v1/services"
TEXTS = {
    "docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1}, "order.cancelled": None}),
    "docs/inventory.md": RESERVATIONS,
}


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry that holds two events, one of them without a schema, and an operation."""
    assert register(client, TEXTS).status_code == 200
    return client


def test_a_consumer_is_locked_to_what_it_reads(shop: TestClient) -> None:
    """The lock file has the contracts of the service alone, with numbers, and names what has no schema."""
    lock = shop.get(f"{SERVICES}/billing/lock").json()
    assert lock["no_schema"] == [{"kind": "event", "name": "order.cancelled", "role": "consumer"}]
    assert (lock["lock_version"], lock["service"]) == (1, "billing")
    (entry,) = lock["contracts"]
    assert (entry["name"], entry["role"], entry["version"]) == ("order.created", "consumer", 1)
    assert entry["writer_schema"] is None


def test_each_role_has_an_entry(shop: TestClient) -> None:
    """A producer of events that also calls an operation has both, each with what it writes."""
    lock = shop.get(f"{SERVICES}/Orders/lock").json()
    assert [(entry["kind"], entry["role"]) for entry in lock["contracts"]] == [
        ("event", "producer"),
        ("operation", "caller"),
    ]
    assert lock["contracts"][0]["writer_schema"]["additionalProperties"] is False
    assert set(lock["contracts"][1]["writer_schema"]) == {"request"}


def test_entries_resolve_by_fingerprint(shop: TestClient) -> None:
    """The fingerprint of an entry is that of its schema, and of the version in the registry."""
    (entry,) = shop.get(f"{SERVICES}/billing/lock").json()["contracts"]
    version = shop.get("/api/v1/contracts/event/order.created/versions/1").json()
    assert entry["fingerprint"] == version["fingerprint"]
    assert fingerprint(Definition.from_json(Kind.EVENT, entry["schema"])) == entry["fingerprint"]


def test_the_current_version_is_locked(shop: TestClient) -> None:
    """After a revision the lock file holds the new version; after it was taken back, the old one again."""
    events = {"order.created": {"orderId": "uuid", "total": 1, "by?": "a"}, "order.cancelled": None}
    changed = {**TEXTS, "docs/orders.md": events_document(events)}
    taken_back = [{"name": "order.created", "reason": "a slip"}]
    for texts, number in ((changed, 2), (TEXTS, 1)):
        answer = register(shop, texts, accept_breaking=taken_back)
        assert answer.status_code == 200, answer.json()
        (entry,) = shop.get(f"{SERVICES}/billing/lock").json()["contracts"]
        assert entry["version"] == number


def test_the_same_contracts_give_the_same_bytes(shop: TestClient) -> None:
    """The digest of the body is its `ETag`; who has it is answered 304."""
    answer = shop.get(f"{SERVICES}/billing/lock")
    etag = f'"sha256:{hashlib.sha256(answer.content).hexdigest()}"'
    assert (answer.headers["etag"], answer.headers["content-type"]) == (etag, "application/json")
    again = shop.get(f"{SERVICES}/billing/lock", headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert answer.content.endswith(b"}\n")


def test_other_contracts_do_not_change_a_lock_file(shop: TestClient) -> None:
    """A contract in which the service has no role leaves its bytes alone."""
    before = shop.get(f"{SERVICES}/billing/lock").content
    other = events_document({"stock.counted": {"sku": "text"}}, producer="stock", consumers=["inventory"])
    assert register(shop, {"docs/stock.md": other}).status_code == 200
    assert shop.get(f"{SERVICES}/billing/lock").content == before


@pytest.mark.parametrize("name", ["nobody", "a%00b"])
def test_a_service_that_nobody_names_has_no_lock_file(shop: TestClient, name: str) -> None:
    """An unknown service is not a service without contracts."""
    answer = shop.get(f"{SERVICES}/{name}/lock")
    assert (answer.status_code, answer.json()["code"]) == (404, "service-not-found")
