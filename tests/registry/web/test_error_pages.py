"""Refusals: a page for people, a problem document for programs, the same status for both."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.web.assets import asset_url
from tests.running_registry import registry_client
from tests.web_pages import HTML, links_of, page, text_of


def test_a_page_that_is_not_there_leads_on(client: TestClient) -> None:
    """It offers a search for what the path ends with."""
    answer = page(client, "/contract/order.created")
    assert answer.status_code == 404
    assert 'value="order.created"' in answer.text
    assert {"/", "/contracts"} <= set(links_of(answer))


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere"])
def test_programs_get_problem_documents(client: TestClient, path: str) -> None:
    """Who does not ask for HTML gets JSON everywhere; below /api, everybody does."""
    headers = HTML if path.startswith("/api") else {}
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_failure_says_nothing_of_the_inside(client: TestClient) -> None:
    """A page that fails is an error page; what went wrong stands in the log only."""

    async def fail() -> None:
        raise RuntimeError("a secret of the inside")

    app = client.app
    assert isinstance(app, FastAPI)
    app.get("/fails")(fail)
    answer = page(client, "/fails")
    assert (answer.status_code, "secret" in answer.text) == (500, False)
    assert "The registry failed" in text_of(answer)


def test_too_many_requests_are_told_when_to_come_again(settings: Settings) -> None:
    """The page and the header say it."""
    with registry_client(settings.model_copy(update={"rate_limit": "1/hour"})) as client:
        assert page(client, "/").status_code == 200
        answer = page(client, "/")
    assert (answer.status_code, "retry-after" in answer.headers) == (429, True)
    assert "Too many requests" in text_of(answer)


def test_a_registry_without_its_database_says_so(settings: Settings) -> None:
    """And offers to try again; the page looks as all others, for its files need no database."""
    nowhere = {"database_url": "postgresql+asyncpg://postgres@127.0.0.1:1/none"}
    with registry_client(settings.model_copy(update=nowhere)) as client:
        answer = page(client, "/contracts")
        style = client.get(asset_url("bindery.css"))
    assert (answer.status_code, style.status_code) == (503, 200)
    assert "/contracts" in links_of(answer)


def test_a_method_that_a_page_does_not_take_is_refused(client: TestClient) -> None:
    """With the methods that it does take."""
    answer = client.put("/contracts", headers=HTML)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
