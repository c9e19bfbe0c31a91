"""Routes for those who run the service, and the description of all routes."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from registry.entrance.gate import UNGUARDED
from registry.settings import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def test_a_living_process_says_so(client: TestClient) -> None:
    """Health is answered without asking the database."""
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_migrated_database_is_ready(client: TestClient) -> None:
    """Readiness is answered once the database has the tables of this release."""
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_database_of_an_earlier_release_is_not_ready(client: TestClient, tmp_path: Path) -> None:
    """Tables of an earlier release are answered with 503: traffic goes elsewhere, and health stays good."""
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "database-behind")
    assert "retry-after" in answer.headers
    assert client.get("/healthz").status_code == 200


def test_a_database_of_a_later_release_is_ready(client: TestClient, tmp_path: Path) -> None:
    """A replica goes on while the next release migrates the database under it."""
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
    connection.close()
    assert client.get("/readyz").status_code == 200


def test_a_database_without_tables_is_an_outage(client: TestClient, tmp_path: Path) -> None:
    """A request that finds no tables is told to come again, not that there is nothing."""
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        connection.execute("ALTER TABLE service RENAME TO elsewhere")
    connection.close()
    answer = client.get("/api/v1/services")
    assert (answer.status_code, answer.json()["code"]) == (503, "database-behind")


def test_the_release_is_named(client: TestClient) -> None:
    """`/version` names the release that answers."""
    assert client.get("/version").json() == {"version": VERSION}


def test_every_route_is_described(client: TestClient) -> None:
    """The OpenAPI document has every route that is served, the plain ones too, and nothing else but pages."""
    app = client.app
    assert isinstance(app, FastAPI)
    at_the_root = {"/healthz", "/readyz", "/metrics", "/version"}
    programs_ask = {path for path in paths(app) if path.startswith("/api/") or path in at_the_root}
    served = {re.sub(r":\w+}", "}", path) for path in programs_ask} - {"/api/v1/openapi.json"}
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == served
    assert described["openapi"].startswith("3.1")


def test_every_refusal_is_described_as_a_problem(client: TestClient) -> None:
    """Each operation says with which errors it answers, and that they are problem documents."""
    described = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    refusals = [
        answer
        for operation in operations
        for status, answer in operation["responses"].items()
        if status.startswith(("4", "5"))
    ]
    assert all("403" in operation["responses"] for operation in operations)
    guarded = [
        operation for path in described["paths"].keys() - UNGUARDED for operation in described["paths"][path].values()
    ]
    assert all({"401", "403", "429"} <= operation["responses"].keys() for operation in guarded)
    assert {tuple(answer["content"]) for answer in refusals} == {("application/problem+json",)}
    assert "Problem" in described["components"]["schemas"]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def paths(app: FastAPI) -> set[str]:
    """The path templates that an application answers at."""
    return {context.path for context in iter_route_contexts(app.routes) if context.path}


def test_nothing_is_loaded_from_elsewhere(client: TestClient) -> None:
    """The pages of FastAPI that load scripts from a CDN are not served."""
    assert {client.get(path).status_code for path in ("/docs", "/redoc")} == {404}
