"""Messages checked against registered versions, and registered versions compared with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.registry_texts import RESERVATIONS, RESERVATIONS_KEY, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.testclient import TestClient

    from contracts.keywords import Json

CREATED = "/api/v1/contracts/event/order.created"
RESERVE = f"/api/v1/contracts/{RESERVATIONS_KEY}"
ORDER: Mapping[str, Json] = {"orderId": "uuid", "count": 1}
MESSAGE: Mapping[str, Json] = {
    "eventType": "order.created",
    "timestamp": "2026-01-01T00:00:00Z",
    "source": "orders",
    "data": {"orderId": "0d6f0f2c-6b1a-4a53-9c55-3f6f3f1f2a10", "count": 1},
}


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry that holds three versions of an event, the last an accepted break, and an operation."""
    texts = [{**ORDER}, {**ORDER, "note?": "string"}, {"orderId": "uuid"}]
    accepted = [{"name": "order.created", "reason": "nobody counts"}]
    for number, data in enumerate(texts):
        documents = {"docs/orders.md": events_document({"order.created": data}), "docs/inventory.md": RESERVATIONS}
        options: Json = {"accept_breaking": accepted} if number == 2 else {}
        assert register(client, documents, **options).status_code == 200
    return client


def check(client: TestClient, message: Json, *, at: str = f"{CREATED}/versions/1", **options: Json) -> Json:
    """The answer to a message."""
    answer = client.post(f"{at}/validate", json={"message": message, **options})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_valid_message_has_no_violations(shop: TestClient) -> None:
    """What the version allows is valid, for its reader and for its writer."""
    valid = {"valid": True, "violations": []}
    assert check(shop, MESSAGE) == valid
    assert check(shop, MESSAGE, **{"as": "writer"}) == valid


def test_every_violation_is_told_with_its_place(shop: TestClient) -> None:
    """All that is wrong is told at once, each with a JSON Pointer into the message and the keyword that it breaks."""
    found = check(shop, {**MESSAGE, "data": {"orderId": 7}})
    assert found["valid"] is False
    told = {(item["instance_pointer"], item["keyword"]) for item in found["violations"]}
    assert told == {("/data/orderId", "type"), ("/data", "required")}


def test_a_writer_sends_declared_fields_only(shop: TestClient) -> None:
    """A field that the version does not declare is the reader's to ignore and the writer's to leave out."""
    message = {**MESSAGE, "colour": "red"}
    assert check(shop, message, **{"as": "reader"})["valid"] is True
    assert check(shop, message, **{"as": "writer"})["valid"] is False


def test_a_version_is_checked_as_it_was(shop: TestClient) -> None:
    """What version 3 no longer asks for, version 1 still does."""
    message = {**MESSAGE, "data": {"orderId": MESSAGE["data"]["orderId"]}}
    verdicts = [check(shop, message, at=f"{CREATED}/versions/{number}")["valid"] for number in (1, 2, 3)]
    assert verdicts == [False, False, True]


def test_a_part_of_an_operation_is_named(shop: TestClient) -> None:
    """Request and response are parts of one contract; a message belongs to one of them."""
    at = f"{RESERVE}/versions/1"
    assert check(shop, {"quantity": 3}, at=at, part="request")["valid"] is True
    assert check(shop, {"quantity": 3}, at=at, part="response 201 application/json")["valid"] is False


@pytest.mark.parametrize("part", [None, "response 404 application/json"])
def test_a_part_that_is_not_there_is_told(shop: TestClient, part: str | None) -> None:
    """The answer names the parts that there are."""
    answer = shop.post(f"{RESERVE}/versions/1/validate", json={"message": {}, "part": part})
    assert (answer.status_code, answer.json()["code"]) == (404, "part-not-found")
    assert "'request'" in answer.json()["detail"]


def test_violations_come_in_a_bearable_number(shop: TestClient) -> None:
    """A message that is wrong in a thousand places is answered with the first hundred."""
    wrong = {**MESSAGE, **{f"extra{number}": 1 for number in range(50)}, "data": dict.fromkeys(map(str, range(1000)))}
    found = check(shop, wrong, **{"as": "writer"})
    assert found["valid"] is False
    assert 1 <= len(found["violations"]) <= 100


@pytest.mark.parametrize("body", [{}, {"message": 1, "as": "nobody"}, {"message": 1, "side": "reader"}])
def test_a_question_without_a_message_or_a_side_is_refused(shop: TestClient, body: Json) -> None:
    """A malformed question is told."""
    assert shop.post(f"{CREATED}/versions/1/validate", json=body).status_code == 422


def outcomes(client: TestClient, old: int, new: int) -> dict[str, str]:
    """What the comparison of two versions says by direction."""
    answer = client.get(f"{CREATED}/compare", params={"old": old, "new": new})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["old"], answer.json()["new"]) == (old, new)
    return {check["direction"]: check["outcome"] for check in answer.json()["checks"]}


def test_any_two_versions_are_compared(shop: TestClient) -> None:
    """The order decides: what breaks one way may be fine the other way."""
    assert outcomes(shop, 1, 2) == {"BACKWARD": "compatible", "FORWARD": "compatible"}
    assert outcomes(shop, 1, 3) == {"BACKWARD": "compatible", "FORWARD": "incompatible"}
    assert outcomes(shop, 3, 1) == {"BACKWARD": "incompatible", "FORWARD": "compatible"}
    assert outcomes(shop, 2, 2) == {"BACKWARD": "compatible", "FORWARD": "compatible"}


def test_a_comparison_shows_changes_and_witness(shop: TestClient) -> None:
    """The field that went is named, with a message that proves the break."""
    checks = shop.get(f"{CREATED}/compare", params={"old": 1, "new": 3}).json()["checks"]
    (broken,) = (check for check in checks if check["outcome"] == "incompatible")
    assert [change["rule"] for change in broken["changes"]] == ["required-property-removed"]
    assert "count" not in broken["witness"]["message"]["data"]


@pytest.mark.parametrize(
    ("query", "status"), [({"old": 1, "new": 9}, 404), ({"old": 1}, 422), ({"old": 0, "new": 1}, 422)]
)
def test_versions_that_are_not_there_are_not_compared(shop: TestClient, query: dict[str, int], status: int) -> None:
    """Both versions must be named and registered."""
    assert shop.get(f"{CREATED}/compare", params=query).status_code == status
