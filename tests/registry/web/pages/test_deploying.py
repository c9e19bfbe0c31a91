"""The pages that show what runs where, and whether a build may go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.deployed_shop import ORDERS, TEXTS, lock_of, record, verify
from tests.registry_texts import events_document
from tests.running_registry import register
from tests.web_pages import links_of, page, text_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from contracts.keywords import Json

ASKED = "/can-i-deploy?service=orders&version=2.0&environment=production"


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A shop whose billing and inventory run in production; orders 2.0, which breaks billing, runs in staging."""
    assert register(client, TEXTS).status_code == 200
    for service in ("billing", "inventory"):
        assert record(client, service).status_code == 200
    changed = {name: value for name, value in ORDERS.items() if name != "total"}
    texts = {**TEXTS, "docs/orders.md": events_document({"order.created": changed, "order.cancelled": None})}
    accepted = [{"name": "order.created", "reason": "a test"}]
    assert register(client, texts, accept_breaking=accepted).status_code == 200
    assert record(client, "orders", "2.0", environment="staging").status_code == 200
    return client


def answer_of(client: TestClient, query: str) -> Json:
    """What the API says."""
    return client.get(f"/api/v1{query}").json()


def test_a_no_shows_the_message_that_proves_it(shop: TestClient) -> None:
    """Who writes it, who rejects it, why, and the comparison of both versions."""
    answer = page(shop, ASKED)
    said = text_of(answer)
    assert "No: orders 2.0 must not go to production" in said
    assert "accepted by orders 2.0 (version 2), which writes it" in said.replace("✓ ", "")
    assert "rejected by billing 1.0 (version 1), which reads it" in said.replace("✕ ", "")
    assert "'total' is a required property" in said.replace('"', "'")
    assert "/contracts/event/order.created/compare?old=1&new=2" in links_of(answer)


@pytest.mark.parametrize("more", ["", "&require_schemas=1", "&require_verified=1"])
def test_the_page_says_what_the_api_says(shop: TestClient, more: str) -> None:
    """The same answer, the same reason, as many rows, whatever is required."""
    asked = answer_of(shop, ASKED + more.replace("=1", "=true"))
    answer = page(shop, ASKED + more)
    assert asked["reason"] in text_of(answer)
    assert f"{len(asked['rows'])} rows" in text_of(answer)
    assert ("must not go" in text_of(answer)) == (asked["answer"] == "no")


def test_reports_of_tests_are_a_column(shop: TestClient) -> None:
    """Passed, failed, or not reported; where they are required, what did not pass speaks against it."""
    mark = answer_of(shop, "/contracts/event/order.created/versions/1")["fingerprint"]
    assert verify(shop, "billing", passed=False, fingerprint=mark).status_code == 200
    asked = "/can-i-deploy?service=billing&environment=production"
    assert "failed" in text_of(page(shop, asked))
    assert "contract tests did not pass" in text_of(page(shop, f"{asked}&require_verified=1"))


def test_tests_of_another_version_are_said_to_be_that(shop: TestClient) -> None:
    """In the column, and where tests are required also among what speaks against it: billing 1.0 is of version 1."""
    assert verify(shop, "billing", passed=True).status_code == 200
    asked = "/can-i-deploy?service=billing&environment=production"
    assert "of another version" in text_of(page(shop, asked))
    assert "made with another version of the contract" in text_of(page(shop, f"{asked}&require_verified=1"))


def test_a_service_without_a_version_asks_about_its_latest_build(shop: TestClient) -> None:
    """In production, where most questions are about."""
    assert record(shop, "orders", "2.1", environment="staging").status_code == 200
    assert "orders 2.1 must not go to production" in text_of(page(shop, "/can-i-deploy?service=orders"))


def test_without_a_service_the_latest_builds_are_offered(shop: TestClient) -> None:
    """Each with the question for each environment."""
    links = links_of(page(shop, "/can-i-deploy"))
    assert ASKED in links


def test_before_any_build_the_page_says_how_to_ask(client: TestClient) -> None:
    """With the commands of a pipeline."""
    assert "bindery can-i-deploy" in text_of(page(client, "/can-i-deploy"))
    assert "bindery record-deployment" in text_of(page(client, "/environments"))


@pytest.mark.parametrize("query", ["?service=nobody", "?service=orders&environment=nowhere", "?service=%3A"])
def test_what_is_not_there_is_not_asked_about(shop: TestClient, query: str) -> None:
    """Nothing to ask about, or a page that says that it is not there; never yes."""
    answer = page(shop, f"/can-i-deploy{query}")
    assert answer.status_code in {200, 404}
    assert "may go to" not in text_of(answer)


def test_the_grid_shows_what_the_api_lists(shop: TestClient) -> None:
    """Every service that runs anywhere, with its version in each environment."""
    said = text_of(page(shop, "/environments"))
    for deployment in answer_of(shop, "/deployments")["items"]:
        assert deployment["service"] in said
        assert deployment["version"] in said
    assert "orders \N{EN DASH} 2.0" in said


def test_an_environment_has_a_history(shop: TestClient) -> None:
    """What ran there stays, with the time at which it was replaced."""
    assert record(shop, "billing", "1.1").status_code == 200
    said = text_of(page(shop, "/environments/production"))
    assert said.index("1.1") < said.index("1.0")
    assert said.count("✓ runs") == 2
    assert page(shop, "/environments/nowhere").status_code == 404
    assert page(shop, "/environments/a%00b").status_code == 404


def test_a_long_history_is_paged(client: TestClient) -> None:
    """Every deployment is on exactly one page."""
    assert register(client, TEXTS).status_code == 200
    lock = lock_of(client, "billing")
    for number in range(53):
        body = {"service": "billing", "version": f"1.{number}", "environment": "staging", "lock": lock}
        assert client.post("/api/v1/deployments", json=body).status_code == 200
    first = page(client, "/environments/staging")
    (following,) = [link for link in links_of(first) if "cursor=" in link]
    second = text_of(page(client, following))
    assert "50 deployments on this page" in text_of(first)
    assert "3 deployments on this page" in second
    assert "1.0" in second


def test_a_version_says_whether_it_is_safe_to_deprecate(shop: TestClient) -> None:
    """While somebody runs it, it is not."""
    version = "/contracts/event/order.created/versions"
    assert "To deprecate it is not safe" in text_of(page(shop, f"{version}/1"))
    assert answer_of(shop, f"{version}/1/users")["safe_to_deprecate"] is False
