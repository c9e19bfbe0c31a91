"""What runs where, and whether a build may go there, over HTTP and on both databases."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from contracts.lock_file import LockedContract, lock_entry, lock_file
from contracts.model import ContractKey, Definition, Kind, Policy, Role
from registry.settings import Settings
from registry.storage import Database, migrate
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, registry_client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contracts.keywords import Json

API = "/api/v1"
ORDERS = {"orderId": "uuid", "total": 1, "note?": "string"}
TEXTS = {
    "docs/orders.md": events_document({"order.created": ORDERS, "order.cancelled": None}),
    "docs/inventory.md": RESERVATIONS,
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    """A registry with two events, one of them without a schema, and an operation."""
    settings = Settings.of_sqlite_file(tmp_path / "registry.db")
    if request.param == "postgres":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    asyncio.run(migrated(settings))
    with registry_client(settings) as client:
        assert register(client, TEXTS).status_code == 200
        yield client


async def migrated(settings: Settings) -> None:
    """Nothing; the tables are there afterwards, which a server on PostgreSQL leaves to `bindery migrate`."""
    database = Database(settings.database_url)
    await migrate(database)
    await database.close()


def lock_of(shop: TestClient, service: str) -> Json:
    """The lock file of a service."""
    return shop.get(f"{API}/services/{service}/lock").json()


def record(shop: TestClient, service: str, version: str = "1.0", /, **more: Json) -> Json:
    """The answer to a deployment in production."""
    body = {"version": version, "environment": "production", "lock": lock_of(shop, service)}
    body |= {"service": service, **more}
    return shop.post(f"{API}/deployments", json=body)


def ask(shop: TestClient, service: str, version: str = "1.0", /, **more: Json) -> Json:
    """The answer to the question whether a build may go to production."""
    body = {"service": service, "version": version, "environment": "production", **more}
    return shop.post(f"{API}/can-i-deploy", json=body)


def running(shop: TestClient, **query: str) -> list[tuple[str, str, str]]:
    """Service, version and instance of what runs."""
    items = shop.get(f"{API}/deployments", params=query).json()["items"]
    return [(item["service"], item["version"], item["instance"]) for item in items]


def needing(shop: TestClient, *required: str) -> Json:
    """A lock file of billing that requires more of `order.created` than orders sends; it must be registered first."""
    (entry,) = [item for item in lock_of(shop, "billing")["contracts"] if item["name"] == "order.created"]
    schema = entry["schema"]
    data = {**schema["properties"]["data"], "required": [*schema["properties"]["data"]["required"], *required]}
    definition = Definition.of_event({**schema, "properties": {**schema["properties"], "data": data}})
    key = ContractKey(kind=Kind.EVENT, name="order.created")
    locked = LockedContract(key=key, role=Role.CONSUMER, definition=definition, policy=Policy())
    return lock_file("billing", [lock_entry(locked)])


def test_two_environments_exist_from_the_start(shop: TestClient) -> None:
    """More can be created, as often as one likes."""
    for _ in range(2):
        assert shop.put(f"{API}/environments/qa").status_code == 200
    names = [item["name"] for item in shop.get(f"{API}/environments").json()["items"]]
    assert names == ["production", "qa", "staging"]


def test_a_deployment_replaces_the_version_that_ran_there(shop: TestClient) -> None:
    """Rolling back is recording the old version again, which needs no lock file any more."""
    assert record(shop, "orders").json()["replaced_version"] is None
    assert record(shop, "orders", "2.0").json()["replaced_version"] == "1.0"
    assert record(shop, "orders", "1.0", lock=None).json()["replaced_version"] == "2.0"
    assert running(shop, environment="production") == [("orders", "1.0", "")]


def test_instances_run_beside_each_other(shop: TestClient) -> None:
    """A version is replaced within its own instance only."""
    record(shop, "orders", instance="eu")
    record(shop, "orders", "2.0", instance="us")
    assert running(shop) == [("orders", "1.0", "eu"), ("orders", "2.0", "us")]
    shop.delete(f"{API}/deployments/production/orders", params={"instance": "eu"})
    assert running(shop) == [("orders", "2.0", "us")]


def test_lists_come_in_pages(shop: TestClient) -> None:
    """The cursor goes on where the page ended, whatever stands in the last column."""
    for service in ("billing", "inventory", "orders"):
        record(shop, service)
    page = shop.get(f"{API}/deployments", params={"limit": 2}).json()
    rest = shop.get(f"{API}/deployments", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert [item["service"] for item in page["items"] + rest["items"]] == ["billing", "inventory", "orders"]
    assert rest["next_cursor"] is None


def test_a_consumer_may_go_where_its_producer_sends_enough(shop: TestClient) -> None:
    """The row names both sides and their versions of the contract."""
    record(shop, "orders")
    answer = ask(shop, "billing", lock=lock_of(shop, "billing")).json()
    assert (answer["answer"], answer["environment"]) == ("yes", "production")
    (row,) = [row for row in answer["rows"] if row["name"] == "order.created"]
    assert row["counterpart"] == {
        "service": "orders",
        "version": "1.0",
        "instance": "",
        "role": "producer",
        "contract_version": 1,
    }


def test_a_no_shows_the_message_that_would_be_rejected(shop: TestClient) -> None:
    """Billing's document changes the contract after orders was deployed."""
    record(shop, "orders")
    stricter = {
        "docs/orders.md": events_document({"order.created": {**ORDERS, "channel": "string"}, "order.cancelled": None})
    }
    accepted = [{"name": "order.created", "reason": "agreed with billing"}]
    assert register(shop, stricter, accept_breaking=accepted).status_code == 200
    answer = ask(shop, "billing", "2.0", lock=lock_of(shop, "billing")).json()
    assert answer["answer"] == "no"
    (row,) = [row for row in answer["rows"] if row["answer"] == "no"]
    (check,) = row["checks"]
    assert (check["witness"]["accepted_by"], check["witness"]["rejected_by"]) == ("orders 1.0", "billing 2.0")
    assert "channel" not in check["witness"]["message"]["data"]


def test_a_recorded_build_is_asked_about_by_its_version(shop: TestClient) -> None:
    """The lock file that it was recorded with says what it writes and reads, in any environment."""
    record(shop, "billing", environment="staging")
    query = {"service": "billing", "version": "1.0", "environment": "production", "ignore": ["a", "b"]}
    answer = shop.get(f"{API}/can-i-deploy", params=query).json()
    assert (answer["answer"], len(answer["rows"])) == ("yes", 2)


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


def test_a_service_whose_contracts_have_no_schema_is_recorded(shop: TestClient) -> None:
    """Its lock file names them, and whoever requires schemas is told no."""
    register(shop, {"docs/parcels.md": events_document({"parcel.sent": None}, producer="parcels")})
    lock = lock_of(shop, "parcels")
    assert lock["contracts"] == []
    assert lock["no_schema"] == [{"kind": "event", "name": "parcel.sent", "role": "producer"}]
    assert record(shop, "parcels").status_code == 200
    (row,) = ask(shop, "parcels").json()["rows"]
    assert (row["answer"], row["reason"]) == ("no schema", "no design document gives it a shape")


def test_a_build_is_asked_about_with_the_lock_file_that_it_was_recorded_with(shop: TestClient) -> None:
    """Another one under the same version is an error, never an answer."""
    record(shop, "billing")
    answer = ask(shop, "billing", lock=without(lock_of(shop, "billing"), "order.created"))
    assert (answer.status_code, answer.json()["code"]) == (409, "build-changed")


def test_contracts_without_schema_are_rows(shop: TestClient) -> None:
    """Named by the lock file or not, nobody is told that they are compatible."""
    lock = {**lock_of(shop, "billing"), "no_schema": []}
    answer = ask(shop, "billing", lock=lock).json()
    (row,) = [row for row in answer["rows"] if row["name"] == "order.cancelled"]
    assert (row["answer"], row["blocking"]) == ("no schema", False)
    assert ask(shop, "billing", lock=lock, require_schemas=True).json()["answer"] == "no"


def test_a_caller_needs_its_provider(shop: TestClient) -> None:
    """And the row can be ignored, but is shown."""
    lock = lock_of(shop, "orders")
    assert ask(shop, "orders", lock=lock).json()["answer"] == "no"
    name = "inventory:POST:/internal/reservations/{}"
    ignored = ask(shop, "orders", lock=lock, ignore=[name]).json()
    assert ignored["answer"] == "yes"
    assert [(row["answer"], row["ignored"]) for row in ignored["rows"] if row["name"] == name] == [("no", True)]
    record(shop, "inventory")
    assert ask(shop, "orders", lock=lock).json()["answer"] == "yes"


def test_contract_tests_are_a_column_that_can_be_made_mandatory(shop: TestClient) -> None:
    """What is reported again replaces what was reported before."""
    record(shop, "billing")
    assert ask(shop, "billing", require_verified=True).json()["answer"] == "no"
    for passed, answer in ((False, "no"), (True, "yes")):
        result = {"kind": "event", "name": "order.created", "role": "consumer", "passed": passed, "tests": 12}
        body = {"service": "billing", "version": "1.0", "results": [result]}
        kept = shop.post(f"{API}/verifications", json=body).json()["items"]
        assert [(item["passed"], item["tests"]) for item in kept] == [(passed, 12)]
        assert ask(shop, "billing", require_verified=True).json()["answer"] == answer


def test_who_uses_a_version_decides_whether_it_is_safe_to_deprecate(shop: TestClient) -> None:
    """Only what runs counts."""
    users = f"{API}/contracts/event/order.created/versions/1/users"
    assert shop.get(users).json() == {"users": [], "safe_to_deprecate": True}
    record(shop, "billing")
    answer = shop.get(users).json()
    assert ([item["service"] for item in answer["users"]], answer["safe_to_deprecate"]) == (["billing"], False)
    shop.delete(f"{API}/deployments/production/billing")
    assert shop.get(users).json()["safe_to_deprecate"] is True


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"environment": "moon"}, 404, "environment-not-found"),
        ({"lock": None}, 404, "build-not-found"),
        ({"service": "orders"}, 409, "bad-lock-file"),
        ({"lock": {"lock_version": 2}}, 409, "bad-lock-file"),
        ({"lock": 1}, 422, "invalid-request"),
        ({"version": "a b"}, 422, "invalid-request"),
        ({"service": ":"}, 422, "invalid-name"),
        ({"surprise": 1}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_answered_is_never_a_yes(change: Json, status: int, code: str, shop: TestClient) -> None:
    """Neither for the question nor for the record."""
    lock = lock_of(shop, "billing")
    for answer in (record(shop, "billing", **change), ask(shop, "billing", **({"lock": lock} | change))):
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_what_is_not_registered_must_be_registered_first(shop: TestClient) -> None:
    """A build against a contract that nobody agreed on is not recorded, and not said to be fine."""
    lock = needing(shop, "note")
    for answer in (record(shop, "billing", lock=lock), ask(shop, "billing", lock=lock)):
        assert (answer.status_code, answer.json()["code"]) == (409, "not-registered")
        assert "order.created" in answer.json()["detail"]
    assert running(shop) == []


def test_each_role_of_a_lock_file_is_looked_up_by_itself(shop: TestClient) -> None:
    """What a service reads may differ from what it writes: one that is registered does not vouch for the other."""
    consumer = needing(shop, "note")
    (read,) = consumer["contracts"]
    (written,) = [item for item in lock_of(shop, "orders")["contracts"] if item["role"] == "producer"]
    lock = {**consumer, "contracts": [read, written]}
    for answer in (record(shop, "billing", lock=lock), ask(shop, "billing", lock=lock)):
        assert (answer.status_code, answer.json()["code"]) == (409, "not-registered")


@pytest.mark.parametrize(
    ("role", "message"), [("consumer", "stands there twice"), ("provider", "is no role in an event")]
)
def test_results_of_contract_tests_are_clear(role: str, message: str, shop: TestClient) -> None:
    """A contract that passed and failed at once, or in a role that it does not have, is a mistake of the sender."""
    results = [
        {"kind": "event", "name": "order.created", "role": role, "passed": passed, "tests": 1}
        for passed in (True, False)
    ]
    body = {"service": "billing", "version": "1.0", "results": results}
    answer = shop.post(f"{API}/verifications", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert message in answer.json()["detail"]


def test_a_version_is_one_build(shop: TestClient) -> None:
    """The same version with another lock file is an error; numbers that were filled in later are no difference."""
    record(shop, "billing")
    lock = lock_of(shop, "billing")
    unnumbered = {**lock, "contracts": [{**entry, "version": None} for entry in lock["contracts"]]}
    assert record(shop, "billing", lock=unnumbered).status_code == 200
    answer = record(shop, "billing", lock={**lock, "contracts": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "build-changed")


def test_a_recorded_caller_of_an_external_operation_is_known(shop: TestClient) -> None:
    """An operation that became external after a build that calls it was recorded is still called there."""
    register(shop, {"docs/api.yaml": operation_text("x-callers: [billing]")})
    record(shop, "billing")
    record(shop, "stock")
    register(shop, {"docs/api.yaml": operation_text("x-internal: false")})
    lock = {"lock_version": 1, "service": "stock", "contracts": []}
    (row,) = ask(shop, "stock", "2.0", lock=lock).json()["rows"]
    assert (row["answer"], row["reason"]) == ("no", "this build no longer provides it")
    assert ask(shop, "stock", "1.0").json()["answer"] == "yes"


def operation_text(word: str) -> str:
    """An OpenAPI document of one operation of stock; the word says who calls it."""
    return f"""openapi: 3.1.0
info: {{title: stock, version: "1"}}
x-service: stock
paths:
  /articles:
    get:
      {word}
      responses: {{"200": {{description: all, content: {{application/json: {{schema: {{type: array}}}}}}}}}}
"""


def test_pipelines_may_tell_the_same_at_once(shop: TestClient) -> None:
    """One build in two places, one new environment, one report: who comes second finds it there."""
    body = {"service": "billing", "version": "1.0", "lock": lock_of(shop, "billing")}
    result = {"kind": "event", "name": "order.created", "role": "consumer", "passed": True, "tests": 1}
    report = {"service": "billing", "version": "1.0", "results": [result]}
    asked = [
        *(("POST", "deployments", {**body, "environment": place}) for place in ("staging", "production")),
        *[("PUT", "environments/canary", None)] * 2,
        *[("POST", "verifications", report)] * 2,
    ]
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda one: shop.request(one[0], f"{API}/{one[1]}", json=one[2]), asked))
    assert [answer.status_code for answer in answers] == [200] * len(asked)


def test_what_does_not_run_cannot_be_ended(shop: TestClient) -> None:
    """Whoever ends it learns that they were mistaken."""
    answer = shop.delete(f"{API}/deployments/production/orders")
    assert (answer.status_code, answer.json()["code"]) == (404, "deployment-not-found")
