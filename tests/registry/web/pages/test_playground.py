"""The page that tries a message against a version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.registry_texts import RESERVATIONS, RESERVATIONS_KEY, events_document
from tests.running_registry import register
from tests.web_pages import form_token, page, send, text_of

if TYPE_CHECKING:
    import httpx2
    from starlette.testclient import TestClient

    from contracts.keywords import Json

V1 = "/contracts/event/order.created/versions/1"
EVENT = {"orders.md": events_document({"order.created": {"orderId": "uuid", "total": 12.5}})}


def tried(client: TestClient, message: str, place: str = V1, **fields: str) -> httpx2.Response:
    """The answer to the form with this message."""
    token = form_token(page(client, f"{place}/validate"))
    return send(client, f"{place}/validate", form_token=token, message=message, **fields)


def cases_of(client: TestClient) -> list[dict[str, Json]]:
    """The generated cases of the event."""
    (part,) = client.get(f"/api/v1{V1}/cases").json()["items"]
    found: list[dict[str, Json]] = part["cases"]
    return found


def test_it_begins_with_a_message_that_is_valid(client: TestClient) -> None:
    """Somebody who only looks sees what a valid message is."""
    register(client, EVENT)
    assert "It is valid" in text_of(page(client, f"{V1}/validate"))


def test_every_case_is_what_it_says(client: TestClient) -> None:
    """A link begins with the case, and the page says of it what the case claims."""
    register(client, EVENT)
    for case in cases_of(client)[:12]:
        said = text_of(page(client, f"{V1}/validate?case={case['id']}"))
        assert ("It is valid" in said, "It is not valid" in said) == (case["valid"], not case["valid"])


def test_what_is_rejected_is_what_the_api_rejects(client: TestClient) -> None:
    """Place, keyword and sentence; the first place is marked in the message."""
    register(client, EVENT)
    message = next(case["message"] for case in cases_of(client) if case["id"] == "missing:data")
    (violation,) = client.post(f"/api/v1{V1}/validate", json={"message": message, "as": "reader"}).json()["violations"]
    answer = tried(client, json.dumps(message))
    assert violation["message"] in text_of(answer)
    assert f"{violation['keyword']} at {violation['schema_pointer']}" in text_of(answer)
    assert answer.text.count("<mark>") == 1


def test_a_writer_sends_declared_fields_only(client: TestClient) -> None:
    """What a reader lets pass, a writer may not send."""
    register(client, EVENT)
    valid = next(case["message"] for case in cases_of(client) if case["valid"])
    message = json.dumps({**valid, "more": 1})
    assert "It is valid" in text_of(tried(client, message, side="reader"))
    assert "It is not valid" in text_of(tried(client, message, side="writer"))


def test_an_operation_is_tried_part_by_part(client: TestClient) -> None:
    """Its request is not its response."""
    register(client, {"inventory.md": RESERVATIONS})
    place = f"/contracts/{RESERVATIONS_KEY}/versions/1"
    message = '{"reservationId": "123e4567-e89b-12d3-a456-426614174000", "quantity": 3}'
    part = "response 201 application/json"
    assert "in response 201" in text_of(tried(client, message, place, part=part))
    assert tried(client, message, place, part="nothing").status_code == 404


@pytest.mark.parametrize("text", ["{", "NaN", '"\\ud800"', "[" * 500 + "]" * 500, "1e999"])
def test_what_is_no_json_is_said(client: TestClient, text: str) -> None:
    """With the reason, and the text is still in the form."""
    register(client, EVENT)
    answer = tried(client, text)
    assert answer.status_code == 200
    assert "It is no JSON" in text_of(answer)


def test_what_a_message_says_is_text(client: TestClient) -> None:
    """Markup in a message is shown, never run."""
    register(client, EVENT)
    answer = tried(client, json.dumps({"<script>alert(1)</script>": "</textarea><img src=x>"}))
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text
