"""Routes that tell the registry what no document says: deprecation, archiving, tags; and finding by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bindery_design import wrong_events
from tests.registry_texts import events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2
    from starlette.testclient import TestClient

    from contracts.keywords import Json

CREATED = "/api/v1/contracts/event/order.created"
ORDER: Mapping[str, Json] = {"orderId": "uuid", "lines": [{"stockKeepingUnit": "string"}]}
BACK = {"deprecated": False}
SUNSET = {"reason": "use order.placed", "sunset_on": "2027-01-31"}


def orders(data: Mapping[str, Json] | None = ORDER) -> dict[str, str]:
    """The documents of the orders and the payments service."""
    return {
        "docs/orders.md": events_document({"order.created": data}),
        "docs/payments.md": events_document({"payment.captured": {"amount": 1}}, producer="payments", consumers=["-"]),
    }


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry that holds two events, of which one is consumed."""
    assert register(client, orders()).status_code == 200
    return client


def events(client: TestClient, *, after: int = 2) -> list[Json]:
    """The events after those of the first registration."""
    found: list[Json] = client.get("/api/v1/changes", params={"after": after}).json()["items"]
    return found


def names(answer: httpx2.Response) -> list[str]:
    """The names in a list of contracts."""
    return [item["name"] for item in answer.json()["items"]]


def test_a_deprecated_contract_says_why_and_until_when(shop: TestClient) -> None:
    """The deprecation stands with the contract, counts in its status, and is taken back without a trace in it."""
    answer = shop.put(f"{CREATED}/deprecation", json=SUNSET)
    shown = shop.get(CREATED).json()
    assert (answer.status_code, answer.json()) == (200, shown)
    assert (shown["status"], shown["deprecation"]) == ("deprecated", SUNSET)
    back = shop.put(f"{CREATED}/deprecation", json=BACK).json()
    assert (back["status"], back["deprecation"]) == ("active", None)


def test_a_deprecation_outlives_the_next_registration(shop: TestClient) -> None:
    """What the registry was told is not undone by a document that says nothing of it."""
    shop.put(f"{CREATED}/deprecation", json=SUNSET)
    assert register(shop, orders({**ORDER, "note?": "string"})).status_code == 200
    assert shop.get(CREATED).json()["status"] == "deprecated"


def test_a_deprecation_is_an_event_once(shop: TestClient) -> None:
    """Saying it again in the same words is no news; taking it back is; all events are what the design says."""
    shop.put(f"{CREATED}/deprecation", json=SUNSET)
    shop.put(f"{CREATED}/deprecation", json=SUNSET)
    shop.put(f"{CREATED}/versions/1/deprecation", json={})
    shop.put(f"{CREATED}/deprecation", json=BACK)
    shop.put(f"{CREATED}/deprecation", json=BACK)
    found = events(shop)
    assert [(event["eventType"], event["data"]["version"], event["data"]["deprecated"]) for event in found] == [
        ("contract.deprecated", None, True),
        ("contract.deprecated", 1, True),
        ("contract.deprecated", None, False),
    ]
    assert (found[0]["data"]["reason"], found[0]["data"]["sunsetOn"]) == ("use order.placed", "2027-01-31")
    assert wrong_events(found) == []


def test_a_document_that_deprecates_is_an_event(shop: TestClient) -> None:
    """A contract that its document marks as deprecated is told like one that the registry was told of."""
    text = orders()["docs/orders.md"].replace("```json", "<!-- contract: event=order.created deprecated -->\n```json")
    assert register(shop, {"docs/orders.md": text}).status_code == 200
    told = [(event["eventType"], event["data"].get("deprecated")) for event in events(shop)]
    assert told == [("contract.registered", None), ("contract.deprecated", True)]


def test_a_deprecated_version_is_compared_no_more(shop: TestClient) -> None:
    """What would break only a deprecated version is compatible."""
    register(shop, orders({**ORDER, "note?": "string"}))
    without_lines = orders({"orderId": "uuid", "note?": "string"})
    assert register(shop, without_lines, dry_run=True).json()["refusal"] == "incompatible"
    for number in (1, 2):
        answer = shop.put(f"{CREATED}/versions/{number}/deprecation", json={"reason": "nobody reads lines"})
        assert (answer.json()["deprecated"], answer.json()["deprecation"]["sunset_on"]) == (True, None)
    assert register(shop, without_lines, dry_run=True).json()["refusal"] is None
    assert shop.put(f"{CREATED}/versions/1/deprecation", json=BACK).json()["deprecated"] is False
    assert register(shop, without_lines, dry_run=True).json()["refusal"] == "incompatible"


@pytest.mark.parametrize("day", [0, 86400, True, "86400", "2027-01-31T00:00:00", "2027-02-30"])
def test_a_day_is_written_as_a_day(shop: TestClient, day: Json) -> None:
    """A number is no day in 1970: nothing is converted that could be a slip of the pen."""
    answer = shop.put(f"{CREATED}/deprecation", json={"sunset_on": day})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert shop.get(CREATED).json()["deprecation"] is None


def test_a_contract_that_services_use_is_not_archived(shop: TestClient) -> None:
    """Who depends on it is named; once it is deprecated it may go."""
    refused = shop.post(f"{CREATED}/archive")
    assert (refused.status_code, refused.json()["code"]) == (409, "contract-in-use")
    assert "billing" in refused.json()["detail"]
    shop.put(f"{CREATED}/deprecation", json={})
    assert shop.post(f"{CREATED}/archive").json()["status"] == "archived"


def test_an_archived_contract_comes_back_with_its_document(shop: TestClient) -> None:
    """Archiving loses nothing: the document that declares the contract revives it with its versions."""
    captured = "/api/v1/contracts/event/payment.captured"
    assert shop.post(f"{captured}/archive").json()["status"] == "archived"
    shop.post(f"{captured}/archive")
    assert [event["data"]["status"] for event in events(shop)] == ["archived"]
    assert wrong_events(events(shop)) == []
    register(shop, orders())
    revived = shop.get(captured).json()
    assert (revived["status"], revived["version"]) == ("active", 1)


def test_tags_are_replaced_as_a_whole(shop: TestClient) -> None:
    """The tags of a contract are those that were given last, each once, in order."""
    shop.put(f"{CREATED}/tags", json={"tags": ["pii", "core", "pii"]})
    assert shop.get(CREATED).json()["tags"] == ["core", "pii"]
    assert shop.put(f"{CREATED}/tags", json={"tags": ["billing"]}).json()["tags"] == ["billing"]


def test_contracts_are_found_by_tag(shop: TestClient) -> None:
    """A tag finds the contracts that have it, alone and with other filters."""
    shop.put(f"{CREATED}/tags", json={"tags": ["pii"]})
    assert names(shop.get("/api/v1/contracts", params={"tag": "pii"})) == ["order.created"]
    assert names(shop.get("/api/v1/contracts", params={"tag": "pii", "service": "payments"})) == []
    assert names(shop.get("/api/v1/contracts", params={"tag": "PII"})) == []


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("orderId", ["order.created"]),
        ("ORDERID", ["order.created"]),
        ("stockKeepingUnit", ["order.created"]),
        ("data", ["order.created", "payment.captured"]),
        ("order", []),
        ("%", []),
    ],
)
def test_contracts_are_found_by_field(shop: TestClient, field: str, expected: list[str]) -> None:
    """The name of a field, at any depth and in any case, finds the contracts whose current schema has it."""
    assert names(shop.get("/api/v1/contracts", params={"field": field})) == expected


def test_a_field_of_an_earlier_version_finds_nothing(shop: TestClient) -> None:
    """Only what the owner declares now is searched."""
    register(shop, orders({**ORDER, "note?": "string"}))
    assert names(shop.get("/api/v1/contracts", params={"field": "note"})) == ["order.created"]
    register(shop, orders())
    assert names(shop.get("/api/v1/contracts", params={"field": "note"})) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "contracts/event/nobody/tags", {"tags": []}),
        ("PUT", "contracts/event/nobody/deprecation", {}),
        ("POST", "contracts/event/nobody/archive", None),
        ("PUT", "contracts/event/order.created/versions/9/deprecation", {}),
    ],
)
def test_what_is_not_there_is_not_changed(shop: TestClient, method: str, path: str, body: Json) -> None:
    """A contract or version that is not registered is told as such, and no event says otherwise."""
    answer = shop.request(method, f"/api/v1/{path}", json=body)
    assert answer.status_code == 404
    assert answer.json()["code"] in {"contract-not-found", "version-not-found"}
    assert events(shop) == []


@pytest.mark.parametrize("tags", [["a b"], [""], ["x" * 101], [1], "pii", ["\0"]])
def test_a_tag_is_a_word(shop: TestClient, tags: Json) -> None:
    """What is no word is refused."""
    assert shop.put(f"{CREATED}/tags", json={"tags": tags}).status_code == 422
