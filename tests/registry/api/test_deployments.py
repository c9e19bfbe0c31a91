"""What runs where, and whether a build may go there, over HTTP and on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from registry.settings import Settings
from tests.deployed_shop import API, ORDERS, ask, lock_of, record, shop_registry, verify
from tests.registry_texts import events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from contracts.keywords import Json


MARK = "sha256:" + "0" * 64


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    """A registry that holds the shop, on either database."""
    settings = Settings.of_sqlite_file(tmp_path / "registry.db")
    if request.param == "postgres":
        settings = Settings(database_url=request.getfixturevalue("postgres_url"))
    with shop_registry(settings) as client:
        yield client


def running(shop: TestClient, **query: str) -> list[tuple[str, str, str]]:
    """Service, version and instance of what runs."""
    items = shop.get(f"{API}/deployments", params=query).json()["items"]
    return [(item["service"], item["version"], item["instance"]) for item in items]


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
    query: Json = {"service": "billing", "version": "1.0", "environment": "production"}
    query["ignore"] = ["order.created", "order.cancelled"]
    answer = shop.get(f"{API}/can-i-deploy", params=query).json()
    assert (answer["answer"], len(answer["rows"])) == ("yes", 2)


def test_a_service_whose_contracts_have_no_schema_is_recorded(shop: TestClient) -> None:
    """Its lock file names them, and whoever requires schemas is told no."""
    register(shop, {"docs/parcels.md": events_document({"parcel.sent": None}, producer="parcels")})
    lock = lock_of(shop, "parcels")
    assert lock["contracts"] == []
    assert lock["no_schema"] == [{"kind": "event", "name": "parcel.sent", "role": "producer"}]
    assert record(shop, "parcels").status_code == 200
    (row,) = ask(shop, "parcels").json()["rows"]
    assert (row["answer"], row["reason"]) == ("no schema", "no design document gives it a shape")


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


def test_what_is_ignored_is_named_in_any_spelling(shop: TestClient) -> None:
    """As in a framework's routes, or in a URL; a name that nobody knows ignores nothing, and is an error."""
    lock = lock_of(shop, "orders")
    for name in ("inventory:POST:/internal/reservations/:itemId", "inventory:post:~1internal~1reservations~1{id}"):
        assert ask(shop, "orders", lock=lock, ignore=[name]).json()["answer"] == "yes"
    answer = ask(shop, "orders", lock=lock, ignore=["order.creatd"])
    assert (answer.status_code, answer.json()["code"]) == (404, "contract-not-found")
    assert "order.creatd" in answer.json()["detail"]


def test_contract_tests_are_a_column_that_can_be_made_mandatory(shop: TestClient) -> None:
    """What is reported again replaces what was reported before."""
    record(shop, "billing")
    assert ask(shop, "billing", require_verified=True).json()["answer"] == "no"
    for passed, answer in ((False, "no"), (True, "yes")):
        kept = verify(shop, "billing", passed=passed).json()["items"]
        assert [(item["passed"], item["tests"], item["contract_version"]) for item in kept] == [(passed, 12, 1)]
        assert ask(shop, "billing", require_verified=True).json()["answer"] == answer


def test_tests_count_for_the_version_that_they_were_made_with(shop: TestClient) -> None:
    """A report that was made with another one is kept, shown as such, and passes nothing."""
    record(shop, "billing")
    (kept,) = verify(shop, "billing", passed=True, fingerprint=MARK).json()["items"]
    assert (kept["passed"], kept["fingerprint"], kept["contract_version"]) == (True, MARK, None)
    answer = ask(shop, "billing", require_verified=True).json()
    (row,) = [row for row in answer["rows"] if row["name"] == "order.created"]
    assert (answer["answer"], row["verified"], row["tests_of_other_version"]) == ("no", None, True)


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


@pytest.mark.parametrize(
    ("role", "message"), [("consumer", "stands there twice"), ("provider", "is no role in an event")]
)
def test_results_of_contract_tests_are_clear(role: str, message: str, shop: TestClient) -> None:
    """A contract that passed and failed at once, or in a role that it does not have, is a mistake of the sender."""
    results = [
        {"kind": "event", "name": "order.created", "role": role, "passed": passed, "tests": 1, "fingerprint": MARK}
        for passed in (True, False)
    ]
    body = {"service": "billing", "version": "1.0", "results": results}
    answer = shop.post(f"{API}/verifications", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert message in answer.json()["detail"]


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
    result = {
        "kind": "event",
        "name": "order.created",
        "role": "consumer",
        "passed": True,
        "tests": 1,
        "fingerprint": MARK,
    }
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
