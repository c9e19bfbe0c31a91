"""The real service for tests: on a real database file, in this process or on a real port."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.testclient import TestClient

from registry.app import RegistryServer, create_app
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import httpx2
    from fastapi import FastAPI

    from contracts.keywords import Json

_POSTGRES = "postgres@127.0.0.1:5432"


def local_client(app: FastAPI) -> TestClient:
    """A client of this machine for an application in this process; unexpected errors are answered as in production."""
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50_000), raise_server_exceptions=False)


@contextmanager
def registry_client(settings: Settings) -> Iterator[TestClient]:
    """A client of the service in this process."""
    with local_client(create_app(settings)) as client:
        yield client


@contextmanager
def running_registry(folder: Path, **changed: Json) -> Iterator[str]:
    """The base URL of the service on a free port of this machine, with some settings changed."""
    started = threading.Event()
    settings = Settings.of_sqlite_file(folder / "registry.db").model_copy(update=changed)
    server = RegistryServer(settings, on_start=lambda _url: started.set())
    thread = threading.Thread(target=server.answer_requests)
    thread.start()
    try:
        assert started.wait(timeout=30)
        yield server.url
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def register(client: TestClient | httpx2.Client, texts: Mapping[str, str], **options: Json) -> httpx2.Response:
    """The answer to the registration of some documents."""
    documents = [{"path": path, "text": text} for path, text in texts.items()]
    body = {"source": "shop", "commit": "abc123", "documents": documents, **options}
    answer: httpx2.Response = client.post("/api/v1/registrations", json=body)
    return answer


@contextmanager
def postgres_database() -> Iterator[str]:
    """The URL of an empty PostgreSQL database, dropped at the end; skips where no server listens on this machine."""
    name = f"bindery_test_{uuid4().hex}"
    try:
        asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    except OSError as error:
        if os.environ.get("BINDERY_REQUIRE_SERVICES"):
            raise
        pytest.skip(f"no PostgreSQL server on 127.0.0.1:5432: {error}")
    try:
        yield f"postgresql+asyncpg://{_POSTGRES}/{name}"
    finally:
        asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


async def _on_server(statement: str) -> None:
    engine = create_async_engine(f"postgresql+asyncpg://{_POSTGRES}/postgres", isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()
