"""The page that shows who depends on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.deployed_shop import lock_of
from tests.registry_texts import RESERVATIONS, RESERVATIONS_KEY, events_document
from tests.running_registry import register
from tests.web_pages import links_of, page, text_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

MENTIONED = (
    "\n### 1.3 Dependencies\n\n| From | To | Protocol | Pattern |\n|--|--|--|--|\n"
    "| orders | mainframe | SFTP | async |\n"
)


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry with two events, an operation and a dependency that is no contract."""
    events = events_document(
        {"order.created": {"orderId": "uuid"}, "order.lost": None}, consumers=("billing", "mailing")
    )
    texts = {"docs/orders.md": events, "docs/inventory.md": f"{RESERVATIONS}\n{MENTIONED}"}
    assert register(client, texts).status_code == 200
    return client


def test_the_picture_and_the_table_say_the_same(shop: TestClient) -> None:
    """Every service is a box that is a link, every dependency a row with its contracts."""
    answer = page(shop, "/graph")
    assert {"/graph?service=orders", "/graph?service=billing", "/graph?service=inventory"} <= set(links_of(answer))
    assert {"/contracts/event/order.created", f"/contracts/{RESERVATIONS_KEY}"} <= set(map(unquote, links_of(answer)))
    assert "5 services, 4 dependencies" in text_of(answer)
    assert answer.text.count('class="tie event"') == 2
    assert answer.text.count('class="tie operation"') == 1


def test_what_is_no_contract_is_shown_as_such(shop: TestClient) -> None:
    """A dependency that documents only mention, with its protocol."""
    answer = page(shop, "/graph")
    assert "mainframe SFTP, no contract" in text_of(answer)
    assert answer.text.count('class="tie mention"') == 1


def test_the_page_counts_what_the_api_has(shop: TestClient) -> None:
    """Services are the same; each contract between two services is a row's or counted in one."""
    graph = shop.get("/api/v1/graph").json()
    answer = page(shop, "/graph")
    assert all(f">{service}<" in answer.text for service in graph["services"])
    names = {role["name"] for role in graph["roles"] if role["role"] in {"consumer", "caller"}}
    assert all(name in text_of(answer) for name in names)


def test_one_service_is_shown_with_those_around_it(shop: TestClient) -> None:
    """At one step the others are not there; at two they are."""
    near, far = (text_of(page(shop, f"/graph?service=Billing&depth={depth}")) for depth in (1, 2))
    assert "Around billing" in near
    assert "orders" in near
    assert "inventory" not in near
    assert "inventory" in far


def test_kinds_and_tags_filter(shop: TestClient) -> None:
    """Events only; contracts with a tag only."""
    assert "inventory:POST" not in text_of(page(shop, "/graph?kind=event"))
    shop.put("/api/v1/contracts/event/order.lost/tags", json={"tags": ["lost"]})
    tagged = text_of(page(shop, "/graph?tag=lost"))
    assert "order.lost" in tagged
    assert "order.created" not in tagged


def test_an_environment_shows_what_runs_there(shop: TestClient) -> None:
    """Services that are not deployed are not in its graph."""
    for service in ("orders", "inventory"):
        body = {"service": service, "version": "1", "environment": "staging", "lock": lock_of(shop, service)}
        assert shop.post("/api/v1/deployments", json=body).status_code == 200
    said = text_of(page(shop, "/graph?environment=staging"))
    assert "2 services, 1 dependency" in said
    assert "billing" not in said


@pytest.mark.parametrize("query", ["?service=nobody", "?environment=nowhere", "?service=%20%00"])
def test_what_is_not_there_is_a_page_that_says_so(shop: TestClient, query: str) -> None:
    """A service or an environment that nobody knows."""
    assert page(shop, f"/graph{query}").status_code in {404, 422}


def test_an_empty_registry_leads_on(client: TestClient) -> None:
    """To how to begin."""
    answer = page(client, "/graph")
    assert "No document names a service yet" in text_of(answer)
    assert "/" in links_of(answer)


def test_names_are_text(client: TestClient) -> None:
    """Names of services that look like markup are shown, never run."""
    texts = {
        "a.json": '{"asyncapi": "2.6.0", "info": {"title": "<script>alert(1)</script>", "version": "1"}, "channels": '
        '{"a": {"publish": {"message": {"name": "x.y", "payload": {"type": "object"}}}}}}'
    }
    register(client, texts)
    assert "<script>alert" not in page(client, "/graph").text
