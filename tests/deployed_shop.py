"""A registry that holds a small shop, and what pipelines tell and ask it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from registry.settings import Settings
from registry.storage import Database, migrate
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, registry_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

    from contracts.keywords import Json

API = "/api/v1"
ORDERS = {"orderId": "uuid", "total": 1, "note?": "string"}
TEXTS = {
    "docs/orders.md": events_document({"order.created": ORDERS, "order.cancelled": None}),
    "docs/inventory.md": RESERVATIONS,
}


@contextmanager
def shop_registry(settings: Settings) -> Iterator[TestClient]:
    """A registry with two events, one of them without a schema, and an operation."""
    asyncio.run(migrated(settings))
    with registry_client(settings) as client:
        assert register(client, TEXTS).status_code == 200
        yield client


async def migrated(settings: Settings) -> None:
    """Nothing; the tables are there afterwards, which a server on PostgreSQL leaves to `bindery migrate`."""
    database = Database(settings.database_url)
    await migrate(database)
    await database.close()


def lock_of(shop: TestClient, service: str) -> Json:
    """The lock file of a service."""
    return shop.get(f"{API}/services/{service}/lock").json()


def record(shop: TestClient, service: str, version: str = "1.0", /, **more: Json) -> Json:
    """The answer to a deployment in production."""
    body = {"version": version, "environment": "production", "lock": lock_of(shop, service)}
    body |= {"service": service, **more}
    return shop.post(f"{API}/deployments", json=body)


def ask(shop: TestClient, service: str, version: str = "1.0", /, **more: Json) -> Json:
    """The answer to the question whether a build may go to production."""
    body = {"service": service, "version": version, "environment": "production", **more}
    return shop.post(f"{API}/can-i-deploy", json=body)


def verify(shop: TestClient, service: str, *, passed: bool, fingerprint: str | None = None) -> Json:
    """The answer to a report of the tests of version 1.0 about the order.created of its lock file, or another one."""
    (entry,) = [entry for entry in lock_of(shop, service)["contracts"] if entry["name"] == "order.created"]
    result = {"kind": "event", "name": entry["name"], "role": entry["role"], "passed": passed, "tests": 12}
    result["fingerprint"] = fingerprint or entry["fingerprint"]
    return shop.post(f"{API}/verifications", json={"service": service, "version": "1.0", "results": [result]})
