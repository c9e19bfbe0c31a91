"""The change feed: everything that happened, in one order, as Bindery's own design document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bindery_design import wrong_events
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.testclient import TestClient

    from contracts.keywords import Json

ORDER: Mapping[str, Json] = {"orderId": "uuid", "total": 1}


def orders(data: Mapping[str, Json] | None = ORDER, **options: Json) -> dict[str, str]:
    """The document of the orders service."""
    return {"docs/orders.md": events_document({"order.created": data}, **options)}


def changes(client: TestClient, **query: int) -> Json:
    """The answer of the change feed."""
    answer = client.get("/api/v1/changes", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def happened(client: TestClient) -> list[tuple[str, str, int | None]]:
    """Type, outcome or deprecation, and version of all events."""
    return [
        (item["eventType"], str(item["data"].get("outcome", item["data"].get("deprecated"))), item["data"]["version"])
        for item in changes(client)["items"]
    ]


def test_nothing_has_happened_at_first(client: TestClient) -> None:
    """An empty registry has no events; the number to ask after next is the one that was asked after."""
    assert changes(client) == {"items": [], "last": 0}


def test_each_changed_contract_is_an_event(client: TestClient) -> None:
    """New contracts, versions and parties are told, in order and numbered without a gap."""
    register(client, {**orders(), "docs/inventory.md": RESERVATIONS})
    register(client, orders({**ORDER, "note?": "string"}))
    register(client, orders({**ORDER, "note?": "string"}, consumers=["billing", "mailing"]))
    found = changes(client)
    assert [item["sequence"] for item in found["items"]] == [1, 2, 3, 4]
    assert found["last"] == 4
    assert happened(client) == [
        ("contract.registered", "new", 1),
        ("contract.registered", "new", 1),
        ("contract.registered", "compatible", 2),
        ("contract.registered", "parties-changed", 2),
    ]


def test_what_changes_nothing_is_no_event(client: TestClient) -> None:
    """The same documents again, a dry run and a refusal leave no trace in the feed."""
    register(client, orders())
    register(client, orders())
    register(client, orders({"orderId": "uuid"}), dry_run=True)
    assert register(client, orders({"orderId": "uuid"})).status_code == 409
    assert changes(client)["last"] == 1


def test_a_policy_that_changes_is_an_event(client: TestClient) -> None:
    """Those who judge by the policy hear of it, though the schema is the same."""
    register(client, orders())
    text = "---\ncontracts:\n  mode: NONE\n---\n" + orders()["docs/orders.md"]
    assert register(client, {"docs/orders.md": text}).status_code == 200
    assert happened(client)[1:] == [("contract.registered", "unchanged", 1)]


def test_a_removal_is_an_event(client: TestClient) -> None:
    """A contract that its document drops is told as archived."""
    register(client, orders(consumers=["-"]))
    register(client, {"docs/orders.md": ""})
    last = changes(client)["items"][-1]
    assert (last["data"]["outcome"], last["data"]["status"]) == ("contract-removed", "archived")


def test_reading_goes_on_after_any_number(client: TestClient) -> None:
    """Asking after the last number of an answer gives what followed, in pages of any size."""
    register(client, {**orders(), "docs/inventory.md": RESERVATIONS})
    register(client, orders({**ORDER, "note?": "string"}))
    pages = [changes(client, limit=2)]
    pages.append(changes(client, limit=2, after=pages[-1]["last"]))
    pages.append(changes(client, limit=2, after=pages[-1]["last"]))
    assert [[item["sequence"] for item in page["items"]] for page in pages] == [[1, 2], [3], []]
    assert pages[-1]["last"] == 3


@pytest.mark.parametrize("query", [{"after": -1}, {"after": "x"}, {"after": 2**63}, {"limit": 0}, {"afer": 1}])
def test_a_question_that_makes_no_sense_is_refused(client: TestClient, query: dict[str, Json]) -> None:
    """A number that no event can have is a malformed request."""
    answer = client.get("/api/v1/changes", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


def test_events_are_what_the_design_document_says(client: TestClient) -> None:
    """Every event satisfies the contract that Bindery's own design document declares for it."""
    register(client, {**orders(), "docs/inventory.md": RESERVATIONS, "docs/x.md": events_document({"a.b": None})})
    items = changes(client)["items"]
    assert len(items) == 3
    assert wrong_events(items) == []
