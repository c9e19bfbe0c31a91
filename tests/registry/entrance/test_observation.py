"""What is written down of requests."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import replace

import pytest
import structlog
import structlog.testing
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.app import create_app
from registry.settings import Settings
from registry.storage import Database
from tests.api_keys import bearer, created_key
from tests.registry_texts import events_document
from tests.running_registry import local_client, register, registry_client

TEXTS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}
SCHEMA = "/api/v1/contracts/{kind}/{name}/versions/{number}/schema"


@pytest.fixture
def lines() -> Iterator[list[MutableMapping[str, Json]]]:
    """The lines that the log gets, as they come."""
    with structlog.testing.capture_logs() as captured:
        yield captured
    structlog.reset_defaults()


def figure(client: TestClient, name: str) -> float:
    """A figure of `/metrics`, 0 if it is not there yet."""
    lines = [text.rsplit(" ", 1) for text in client.get("/metrics").text.splitlines() if not text.startswith("#")]
    return sum(float(value) for found, value in lines if found == name)


def test_a_request_is_one_line(client: TestClient, lines: list[MutableMapping[str, Json]]) -> None:
    """Which names the route's template, never the path: names of contracts are business of the caller."""
    client.get("/api/v1/contracts/event/order.created?x=secret", headers={"authorization": "Bearer secret"})
    (line,) = lines
    assert 0 < line.pop("seconds") < 600
    assert line == {
        "event": "request",
        "log_level": "info",
        "logger": "registry.requests",
        "method": "GET",
        "route": "/api/v1/contracts/{kind}/{name}",
        "status": 422,
        "actor": "local",
    }


def test_the_line_names_who_asked(settings: Settings, lines: list[MutableMapping[str, Json]]) -> None:
    """By the beginning of the key, as the audit log does."""
    key = created_key(settings)
    with registry_client(settings) as client:
        client.get("/version", headers=bearer(key))
    assert lines[0]["actor"] == f"key:{key.view.shown}"


def test_a_refused_request_is_told_as_well(settings: Settings, lines: list[MutableMapping[str, Json]]) -> None:
    """Nobody knows who asked, and no route saw it."""
    with registry_client(settings.model_copy(update={"authentication": "required"})) as client:
        client.get("/version")
    assert [(line["route"], line["status"], line["actor"]) for line in lines] == [(None, 401, None)]


def test_a_failure_is_told(settings: Settings, lines: list[MutableMapping[str, Json]]) -> None:
    """What nobody expected is a line with 500, whatever else the server writes about it."""
    app = create_app(settings)

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    with local_client(app) as client:
        client.get("/broken")
    assert [line["status"] for line in lines] == [500]


def test_every_route_has_a_name() -> None:
    """A route is known by its endpoint: no two routes share one."""
    app = create_app(Settings())
    endpoints = [context.endpoint for context in iter_route_contexts(app.routes)]
    assert len(set(endpoints)) == len(endpoints)


def test_requests_are_counted_by_route(client: TestClient) -> None:
    """The byte cache, which is no route of FastAPI, among them."""
    register(client, TEXTS)
    for number in (1, 1, 2):
        client.get(SCHEMA.format(kind="event", name="order.created", number=number))
    counted = 'bindery_request_seconds_count{{method="GET",route="{}",status="{}"}}'
    assert figure(client, counted.format(SCHEMA, "2xx")) == 2
    assert figure(client, counted.format(SCHEMA, "4xx")) == 1


@pytest.mark.parametrize("code", ["credentials-missing", "credentials-invalid", "too-many-requests"])
def test_refusals_are_counted_by_code(settings: Settings, code: str) -> None:
    """Attacks, and limits that are too narrow, show before anybody complains."""
    app = create_app(settings.model_copy(update={"authentication": "required", "rate_limit": "2/hour"}))
    with local_client(app) as client:
        answers = [client.get("/version"), client.get("/version", headers={"authorization": "Bearer nonsense"})]
        answers.append(client.get("/version"))
    assert [answer.json()["code"] for answer in answers].count(code) == 1
    assert app.state.context.metrics.registry.get_sample_value("bindery_gate_refusals_total", {"code": code}) == 1


def test_another_host_is_counted(client: TestClient) -> None:
    """So does a page that points a name of its own at this machine."""
    client.get("/version", headers={"host": "evil.example"})
    assert figure(client, 'bindery_gate_refusals_total{code="host-not-allowed"}') == 1


@pytest.mark.parametrize(
    ("text", "options", "outcome"),
    [
        (TEXTS["docs/orders.md"], {}, "unchanged"),
        (events_document({"order.created": {"orderId": "uuid", "note?": "string"}}), {}, "registered"),
        (events_document({"order.created": {"orderId": 1}}), {}, "incompatible"),
        (events_document({"order.created": {"orderId": 1}}), {"dry_run": True}, "dry-run"),
        (TEXTS["docs/orders.md"].replace("```\n", "", 1), {}, "document-problems"),
    ],
)
def test_registrations_are_counted_by_outcome(
    client: TestClient, text: str, options: dict[str, bool], outcome: str
) -> None:
    """What became of the documents, dry runs apart."""
    counted = f'bindery_registrations_total{{outcome="{outcome}"}}'
    register(client, TEXTS)
    before = figure(client, counted)
    answer = register(client, {"docs/orders.md": text}, **options)
    assert figure(client, counted) == before + 1, answer.text


def test_verdicts_are_counted_by_outcome(client: TestClient) -> None:
    """Each proof that a request took."""
    client.post("/api/v1/compatibility", json={"writer": {"type": "string"}, "reader": {"type": "integer"}})
    assert figure(client, 'bindery_verdicts_total{outcome="incompatible"}') == 1


def test_a_database_that_answers_is_up(client: TestClient) -> None:
    """Asked when the figures are read."""
    assert figure(client, "bindery_database_up") == 1


def test_a_database_that_does_not_answer_is_down(client: TestClient) -> None:
    """The figures themselves are still there."""
    assert figure(client, "bindery_database_up") == 1  # nobody needs credentials, which is remembered
    assert isinstance(client.app, FastAPI)
    gone = Database("postgresql+asyncpg://nobody@127.0.0.1:9/nowhere")
    client.app.state.context = replace(client.app.state.context, database=gone)
    assert figure(client, "bindery_database_up") == 0
