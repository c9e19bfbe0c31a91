"""Without authentication, only programs of this machine are answered."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from registry.app import create_app
from registry.settings import Settings


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.1.2.3"]
)
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    """Every name of this machine is one to be asked at."""
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "10.0.0.1",
        "[::2]",
        "",
        "::1",
        "a@localhost",
    ],
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    """A name that somebody else can point here (DNS rebinding) is no way in."""
    answer = client.get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "host-not-allowed")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8000", "http://127.0.0.1:9000"])
def test_a_page_of_another_origin_is_refused(client: TestClient, origin: str) -> None:
    """A web page that the user happens to visit cannot register anything."""
    headers = {"host": "127.0.0.1:8000", "origin": origin}
    answer = client.post("/api/v1/registrations", json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin-not-allowed")


def test_a_page_of_the_service_itself_is_answered(client: TestClient) -> None:
    """The origin that the service itself serves may ask."""
    headers = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}
    assert client.get("/healthz", headers=headers).status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.9", "::2", "testclient"])
def test_another_machine_is_refused(settings: Settings, address: str) -> None:
    """Where another server was told to listen for everybody, the registry still answers to this machine only."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1", client=(address, 50_000)) as client:
        answer = client.get("/api/v1/contracts")
    assert (answer.status_code, answer.json()["code"]) == (403, "client-not-allowed")
