"""Requests that take long: they end, they say why, and others are answered meanwhile."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import httpx2
from fastapi import FastAPI

from tests.registry_texts import events_document
from tests.running_registry import register, registry_client, running_registry

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from registry.entrance.context import Context
    from registry.settings import Settings

QUICK = {"reading_timeout_seconds": 0.5, "reading_seconds_per_mebibyte": 0, "cases_timeout_seconds": 0.05}
SLOW = {"docs/slow.md": "# Heading\n" * 150_000}  # far more than half a second
ORDERS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1}})}
CHANGED = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1, "note?": "string"}})}


def context(client: TestClient) -> Context:
    """The parts of the service that the client asks."""
    assert isinstance(client.app, FastAPI)
    found: Context = client.app.state.context
    return found


def quick(settings: Settings) -> Settings:
    """The settings of a registry that is in a hurry."""
    return settings.model_copy(update=QUICK)


def test_a_document_that_takes_too_long_is_refused(settings: Settings) -> None:
    """The answer is a problem that says so, nothing is stored, and the next document is read."""
    with registry_client(quick(settings)) as client:
        answer = register(client, SLOW)
        assert (answer.status_code, answer.json()["code"]) == (422, "reading-stopped")
        assert client.get("/api/v1/documents").json()["items"] == []
        assert register(client, ORDERS).status_code == 200


def test_health_is_answered_meanwhile(tmp_path: Path) -> None:
    """While a document is read that takes long, others do not wait."""
    waits: list[float] = []
    with running_registry(tmp_path, **QUICK) as url, httpx2.Client(base_url=url, timeout=60) as client:
        slow = threading.Thread(target=register, args=(client, SLOW))
        slow.start()
        while slow.is_alive():
            begun = time.monotonic()
            assert httpx2.get(f"{url}/healthz").status_code == 200
            waits.append(time.monotonic() - begun)
        slow.join()
    assert len(waits) > 3
    assert max(waits) < 1


def test_cases_that_take_too_long_are_refused(settings: Settings) -> None:
    """A version whose cases are too many to be found in time is told as such."""
    wide = {f"field{number}": {"a": "uuid", "b": 1, "c": ["x"]} for number in range(200)}
    with registry_client(settings) as client:
        assert register(client, {"docs/orders.md": events_document({"order.created": wide})}).status_code == 200
    with registry_client(quick(settings)) as client:
        answer = client.get("/api/v1/contracts/event/order.created/versions/1/cases")
    assert (answer.status_code, answer.json()["code"]) == (422, "cases-stopped")


def test_a_busy_registry_asks_to_come_again(settings: Settings) -> None:
    """While all processes work for others, the answer is 503 with `Retry-After`, and no verdict."""
    with registry_client(settings.model_copy(update={"proof_workers": 1, "request_wait_seconds": 0.1})) as client:
        register(client, ORDERS)
        with context(client).pool.reserved():
            refused = register(client, CHANGED)
            compared = client.post("/api/v1/compatibility", json={"writer": True, "reader": True})
        accepted = register(client, CHANGED)
    for answer in (refused, compared):
        assert (answer.status_code, answer.json()["code"]) == (503, "registry-busy")
        assert answer.headers["retry-after"] == "1"
    assert accepted.json()["summary"] == {"compatible": 1}
