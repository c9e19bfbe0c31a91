"""Lock files that pipelines send: what a build is, and where its lock file and the registry disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.lock_file import LockedContract, lock_entry, lock_file
from contracts.model import ContractKey, Definition, Kind, Policy, Role
from registry.settings import Settings
from tests.deployed_shop import API, ORDERS, ask, lock_of, record, shop_registry
from tests.registry_texts import events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from contracts.keywords import Json


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[TestClient]:
    """A registry that holds the shop."""
    with shop_registry(Settings.of_sqlite_file(tmp_path / "registry.db")) as client:
        yield client


def needing(shop: TestClient, *required: str) -> Json:
    """A lock file of billing that requires more of `order.created` than orders sends; it must be registered first."""
    (entry,) = [item for item in lock_of(shop, "billing")["contracts"] if item["name"] == "order.created"]
    schema = entry["schema"]
    data = {**schema["properties"]["data"], "required": [*schema["properties"]["data"]["required"], *required]}
    definition = Definition.of_event({**schema, "properties": {**schema["properties"], "data": data}})
    key = ContractKey(kind=Kind.EVENT, name="order.created")
    locked = LockedContract(key=key, role=Role.CONSUMER, definition=definition, policy=Policy())
    return lock_file("billing", [lock_entry(locked)])


def without(lock: Json, name: str) -> Json:
    """A lock file that lacks a contract."""
    return {**lock, "contracts": [entry for entry in lock["contracts"] if entry["name"] != name]}


def test_what_a_stale_lock_file_lacks_is_undecided(shop: TestClient) -> None:
    """Documents make billing a consumer, and its build says nothing of it: asked with the lock file or without."""
    stale = without(lock_of(shop, "billing"), "order.created")
    asked = ask(shop, "billing", lock=stale).json()
    assert asked["answer"] == "undecided"
    (row,) = [row for row in asked["rows"] if row["name"] == "order.created"]
    assert (row["answer"], row["role"], row["counterpart"]) == ("undecided", "consumer", None)
    record(shop, "billing", lock=stale)
    assert ask(shop, "billing").json()["rows"] == asked["rows"]
    assert ask(shop, "billing", ignore=["order.created"]).json()["answer"] == "yes"


def test_what_was_given_a_schema_since_is_undecided(shop: TestClient) -> None:
    """The build was made when there was nothing to compare; now there is, and its lock file does not hold it."""
    record(shop, "billing")
    texts = {"docs/orders.md": events_document({"order.created": ORDERS, "order.cancelled": {"orderId": "uuid"}})}
    assert register(shop, texts).status_code == 200
    rows = {row["name"]: row["answer"] for row in ask(shop, "billing").json()["rows"]}
    assert rows == {"order.cancelled": "undecided", "order.created": "yes"}


def test_what_is_archived_is_not_missed(shop: TestClient) -> None:
    """A contract that has ended may be left out of lock files."""
    created = f"{API}/contracts/event/order.created"
    assert shop.put(f"{created}/deprecation", json={"deprecated": True}).status_code == 200
    assert shop.post(f"{created}/archive").status_code == 200
    stale = without(lock_of(shop, "billing"), "order.created")
    assert ask(shop, "billing", lock=stale).json()["answer"] == "yes"


def test_who_reads_what_no_document_lets_it_read_is_told_so(shop: TestClient) -> None:
    """The row is computed, and says that nobody knows this consumer."""
    texts = {
        "docs/orders.md": events_document({"order.created": ORDERS, "order.cancelled": None}, consumers=["shipping"])
    }
    lock = lock_of(shop, "billing")
    assert register(shop, texts).status_code == 200
    rows = ask(shop, "billing", lock=lock).json()["rows"]
    assert {(row["name"], row["named"]) for row in rows} == {("order.created", False), ("order.cancelled", False)}
    assert all(row["named"] for row in ask(shop, "shipping", lock=lock_of(shop, "shipping")).json()["rows"])


def test_who_produces_what_no_document_lets_it_produce_is_refused(shop: TestClient) -> None:
    """A lock file that claims somebody else's event is a mistake, or worse; what was recorded before stays."""
    (written,) = [item for item in lock_of(shop, "orders")["contracts"] if item["role"] == "producer"]
    lock = {**lock_of(shop, "billing"), "contracts": [written]}
    for answer in (record(shop, "billing", lock=lock), ask(shop, "billing", lock=lock)):
        assert (answer.status_code, answer.json()["code"]) == (409, "role-not-registered")
        assert "billing produces order.created" in answer.json()["detail"]
    record(shop, "orders")
    moved = events_document({"order.created": ORDERS, "order.cancelled": None}, producer="shop")
    assert register(shop, {"docs/orders.md": moved}).status_code == 200
    rows = [row for row in ask(shop, "orders").json()["rows"] if row["role"] == "producer"]
    assert {row["named"] for row in rows} == {False}


def test_a_build_is_asked_about_with_the_lock_file_that_it_was_recorded_with(shop: TestClient) -> None:
    """Another one under the same version is an error, never an answer."""
    record(shop, "billing")
    answer = ask(shop, "billing", lock=without(lock_of(shop, "billing"), "order.created"))
    assert (answer.status_code, answer.json()["code"]) == (409, "build-changed")


def test_what_is_not_registered_must_be_registered_first(shop: TestClient) -> None:
    """A build against a contract that nobody agreed on is not recorded, and not said to be fine."""
    lock = needing(shop, "note")
    for answer in (record(shop, "billing", lock=lock), ask(shop, "billing", lock=lock)):
        assert (answer.status_code, answer.json()["code"]) == (409, "not-registered")
        assert "order.created" in answer.json()["detail"]
    assert shop.get(f"{API}/deployments").json()["items"] == []


def test_each_role_of_a_lock_file_is_looked_up_by_itself(shop: TestClient) -> None:
    """What a service reads may differ from what it writes: one that is registered does not vouch for the other."""
    consumer = needing(shop, "note")
    (read,) = consumer["contracts"]
    (written,) = [item for item in lock_of(shop, "orders")["contracts"] if item["role"] == "producer"]
    lock = {**consumer, "contracts": [read, written]}
    for answer in (record(shop, "billing", lock=lock), ask(shop, "billing", lock=lock)):
        assert (answer.status_code, answer.json()["code"]) == (409, "not-registered")


def test_a_version_is_one_build(shop: TestClient) -> None:
    """The same version with another lock file is an error; numbers that were filled in later are no difference."""
    record(shop, "billing")
    lock = lock_of(shop, "billing")
    unnumbered = {**lock, "contracts": [{**entry, "version": None} for entry in lock["contracts"]]}
    assert record(shop, "billing", lock=unnumbered).status_code == 200
    answer = record(shop, "billing", lock={**lock, "contracts": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "build-changed")
