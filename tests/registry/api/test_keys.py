"""API keys over HTTP, and the log of what was written."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.settings import Settings
from registry.storage import Database
from tests.api_keys import bearer, created_key
from tests.registry_texts import events_document
from tests.running_registry import register, registry_client

KEYS, AUDIT = "/api/v1/keys", "/api/v1/audit"
TEXTS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}


def entries(client: TestClient, **query: str) -> list[dict[str, Json]]:
    """The audit log, the latest first."""
    items: list[dict[str, Json]] = client.get(AUDIT, params=query).json()["items"]
    return items


def test_a_key_is_shown_once(settings: Settings, tmp_path: Path) -> None:
    """The answer that creates it holds the key; the list does not, nor does the database."""
    with registry_client(settings) as client:
        client.headers.update(bearer(created_key(settings)))
        made = client.post(
            KEYS, json={"name": "ci", "role": "registrar", "contract_prefix": "order.", "expires_in_days": 30}
        )
        assert made.status_code == 201
        key, listed = made.json()["key"], made.json()["listed"]
        assert (listed["prefix"], listed["role"], listed["contract_prefix"]) == (key[:11], "registrar", "order.")
        assert datetime.fromisoformat(listed["expires_at"]) - datetime.now(UTC) < timedelta(days=30)
        assert listed in client.get(KEYS).json()["items"]
        assert key not in client.get(KEYS).text
        assert key not in client.get(AUDIT).text
        assert all(key.encode() not in file.read_bytes() for file in tmp_path.glob("registry.db*"))


def test_a_limit_that_would_limit_nothing_is_refused(settings: Settings) -> None:
    """A deployer shapes no contracts, so a prefix of their names would only look like a limit."""
    wanted = {"name": "ci", "role": "deployer", "contract_prefix": "order."}
    with registry_client(settings) as client:
        client.headers.update(bearer(created_key(settings)))
        refused = client.post(KEYS, json=wanted)
        names = [item["name"] for item in client.get(KEYS).json()["items"]]
    assert (refused.status_code, refused.json()["code"]) == (422, "limit-without-effect")
    assert "ci" not in names


def test_keys_are_listed_page_by_page(settings: Settings) -> None:
    """Every key once, by its beginning."""
    keys = [created_key(settings) for _ in range(5)]
    found: list[str] = []
    with registry_client(settings) as client:
        client.headers.update(bearer(keys[0]))
        page = client.get(KEYS, params={"limit": 2}).json()
        found += [item["prefix"] for item in page["items"]]
        while page["next_cursor"]:
            page = client.get(KEYS, params={"limit": 2, "cursor": page["next_cursor"]}).json()
            found += [item["prefix"] for item in page["items"]]
    assert found == sorted(key.view.shown for key in keys)


def test_a_revoked_key_stays_listed(settings: Settings) -> None:
    """Revoking is told, and revoking again changes nothing."""
    admin, victim = created_key(settings), created_key(settings)
    with registry_client(settings) as client:
        client.headers.update(bearer(admin))
        listed = []
        for _ in range(2):
            assert client.delete(f"{KEYS}/{victim.view.id}").status_code == 204
            listed += [item for item in client.get(KEYS).json()["items"] if item["id"] == str(victim.view.id)]
    assert listed[0]["revoked_at"] is not None
    assert listed[0] == listed[1]


def test_a_key_that_is_not_there_is_told(client: TestClient) -> None:
    """404, with the command that lists the keys."""
    answer = client.delete(f"{KEYS}/00000000-0000-4000-8000-000000000000")
    assert (answer.status_code, answer.json()["code"]) == (404, "key-not-found")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "ci"},
        {"name": "ci", "role": "root"},
        {"name": "", "role": "admin"},
        {"name": "a\x00b", "role": "admin"},
        {"name": "ci", "role": "admin", "expires_in_days": 0},
        {"name": "ci", "role": "admin", "expires_in_days": 10_000_000},
        {"name": "ci", "role": "admin", "expires_in_days": "7"},
        {"name": "ci", "role": "admin", "service": "a\x00b"},
        {"name": "ci", "role": "admin", "key": "bk_mine"},
    ],
)
def test_a_malformed_key_is_refused(client: TestClient, body: dict[str, Json]) -> None:
    """A key is what the registry makes it: nobody brings one of their own."""
    answer = client.post(KEYS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert client.get(KEYS).json()["items"] == []


def test_every_write_is_in_the_log(settings: Settings) -> None:
    """Who registered what, who created and who revoked which key."""
    admin = created_key(settings)
    with registry_client(settings) as client:
        client.headers.update(bearer(admin))
        made = client.post(KEYS, json={"name": "ci", "role": "registrar"}).json()
        registrar = made["listed"]["prefix"]
        assert register(client, TEXTS, dry_run=True).status_code == 200
        client.headers.update(bearer(made["key"]))
        assert register(client, TEXTS).status_code == 200
        client.headers.update(bearer(admin))
        client.delete(f"{KEYS}/{made['listed']['id']}")
        found = [(item["actor"], item["action"], item["target"]) for item in entries(client)]
        told = entries(client)[1]["detail"]
    shown = f"key:{admin.view.shown}"
    assert found == [
        (shown, "key.revoked", registrar),
        (f"key:{registrar}", "documents.registered", "shop"),
        (shown, "key.created", registrar),
        ("command line", "key.created", admin.view.shown),
    ]
    assert told == {"commit": "abc123", "documents": 1, "contracts": {"event order.created": "new"}}


def test_an_accepted_break_is_in_the_log(client: TestClient) -> None:
    """With the reason that was given for it."""
    assert register(client, TEXTS).status_code == 200
    broken = {"docs/orders.md": events_document({"order.created": {"orderId": 7}})}
    accepted = [{"name": "order.created", "reason": "nobody reads it yet"}]
    assert register(client, broken).status_code == 409
    assert register(client, broken, accept_breaking=accepted).status_code == 200
    told = {item["action"]: item for item in entries(client)}
    assert told["break.accepted"]["target"] == "event order.created"
    assert told["break.accepted"]["detail"] == {"reason": "nobody reads it yet", "version": 2}


def test_the_log_is_read_page_by_page(settings: Settings) -> None:
    """Every entry once, the latest first."""
    keys = [created_key(settings) for _ in range(5)]
    with registry_client(settings) as client:
        client.headers.update(bearer(keys[0]))
        targets: list[str] = []
        query: dict[str, Json] = {"limit": 2}
        while True:
            page = client.get(AUDIT, params=query).json()
            targets += [item["target"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
    assert targets == [key.view.shown for key in reversed(keys)]


@pytest.mark.parametrize("cursor", ["", "audit", "keys.61", "audit.1.x", "audit.1." + "0" * 33, "audit.-1." + "0" * 32])
def test_a_made_up_cursor_is_refused(client: TestClient, cursor: str) -> None:
    """A cursor is what a page before gave."""
    answer = client.get(AUDIT, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.usefixtures("client")
def test_what_failed_is_not_in_the_log(settings: Settings) -> None:
    """An entry is committed with the write that it tells of, or not at all."""

    async def fail() -> int:
        database = Database(settings.database_url)
        try:
            with suppress(LookupError):
                async with database.writing() as store:
                    store.audit.record("contract.deprecated", "event order.created", actor="somebody")
                    raise LookupError
            async with database.reading() as store:
                return len(await store.audit.page(limit=10))
        finally:
            await database.close()

    assert asyncio.run(fail()) == 0
