"""The page that compares two versions."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from tests.registry_texts import RESERVATIONS, RESERVATIONS_KEY, events_document
from tests.running_registry import register
from tests.web_pages import links_of, page, text_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from contracts.keywords import Json

ACCEPTED = {"name": "order.created", "reason": "a test"}
COMPARE = "/contracts/event/order.created/compare"


def revise(client: TestClient, *examples: dict[str, Json]) -> None:
    """Register the event with each of these payloads in turn, breaks accepted."""
    for number, data in enumerate(examples):
        texts = {"docs/orders.md": events_document({"order.created": data})}
        answer = register(client, texts, accept_breaking=[ACCEPTED] if number else [])
        assert answer.status_code == 200, answer.text


def test_a_refusal_shows_the_message_that_proves_it(client: TestClient) -> None:
    """Both sides, the reason, the fix, and the line of the document."""
    revise(client, {"total": 1, "orderId": "uuid"}, {"orderId": "uuid"})
    answer = page(client, COMPARE)
    said = text_of(answer)
    assert "May the producer deploy version 2 while consumers read version 1?" in said
    assert '"total" is a required property' in said
    assert "accepted by version 2, which writes it" in said.replace("✓ ", "")
    assert "rejected by version 1, which reads it" in said.replace("✕ ", "")
    assert "docs/orders.md:" in said
    assert answer.text.count("<mark>") == 1


def test_the_page_says_what_the_api_says(client: TestClient) -> None:
    """Outcomes per direction and the witness are those of the API."""
    revise(client, {"total": 1}, {"total": "string"}, {"total": "string", "note?": "string"})
    for old, new in ((1, 2), (2, 3), (1, 3)):
        query = f"?old={old}&new={new}"
        checks = client.get(f"/api/v1{COMPARE}{query}").json()["checks"]
        shown = page(client, COMPARE + query)
        for outcome in ("compatible", "incompatible"):
            of_api = sum(check["outcome"] == outcome for check in checks)
            assert shown.text.count(f'<section class="panel answer {_KIND[outcome]}"') == of_api
        reasons = [check["witness"]["error"]["message"] for check in checks if check["witness"]]
        assert all(escape(reason, quote=True).replace("&quot;", "&#34;") in shown.text for reason in reasons)


_KIND = {"compatible": "good", "incompatible": "bad"}


def test_an_operation_is_compared_by_its_whole_exchange(client: TestClient) -> None:
    """The witness of a response is a response with its status."""
    assert register(client, {"docs/inventory.md": RESERVATIONS}).status_code == 200
    changed = RESERVATIONS.replace('{"reservationId": "uuid", "quantity": 3}', '{"quantity": 3}')
    accepted = {"name": "inventory:POST:/internal/reservations/{}", "reason": "a test"}
    assert register(client, {"docs/inventory.md": changed}, accept_breaking=[accepted]).status_code == 200
    said = text_of(page(client, f"/contracts/{RESERVATIONS_KEY}/compare"))
    assert "May the provider deploy version 2 while callers use version 1?" in said
    assert "response 201" in said
    assert '"status": "201"' in said


def test_one_version_leads_back_to_its_contract(client: TestClient) -> None:
    """There is nothing to compare, and the page says why."""
    revise(client, {"total": 1})
    answer = page(client, COMPARE)
    assert "Version 1 is the only version" in text_of(answer)
    assert "/contracts/event/order.created" in links_of(answer)


def test_a_version_meets_itself(client: TestClient) -> None:
    """Nothing differs, and nothing fails."""
    revise(client, {"total": 1}, {"total": "string"})
    assert "Both are version 2: nothing can differ." in text_of(page(client, f"{COMPARE}?old=2&new=2"))


@pytest.mark.parametrize("query", ["?old=7", "?new=0", "?old=x", "?old=99999999999999999999"])
def test_a_version_that_is_not_there_is_a_page_that_says_so(client: TestClient, query: str) -> None:
    """Whatever stands in the address."""
    revise(client, {"total": 1}, {"total": "string"})
    assert page(client, COMPARE + query).status_code == 404


def test_what_documents_say_is_text(client: TestClient) -> None:
    """Names of fields that look like markup are shown, never run."""
    revise(client, {"<script>alert(1)</script>": 1, "a": 1}, {"a": "string"})
    answer = page(client, COMPARE)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
