"""`bindery keys`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.auth.api_keys import is_key
from registry.settings import Settings
from tests.api_keys import bearer
from tests.command_line import bindery
from tests.running_registry import registry_client


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on the database of this test, which does not exist yet."""
    monkeypatch.setenv("BINDERY_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'registry.db'}")


def test_a_created_key_is_good(settings: Settings) -> None:
    """The key stands alone on standard output, for scripts; what is to be said stands on standard error."""
    made = bindery("keys", "create", "--name", "ci", "--role", "admin", "--expires-days", "7")
    key = made.out.strip()
    assert (made.code, is_key(key)) == (0, True)
    assert key not in made.err
    with registry_client(settings) as client:
        assert client.get("/api/v1/keys", headers=bearer(key)).status_code == 200


def test_keys_are_listed_without_themselves() -> None:
    """A list shows the beginning, the role and the limits of each key."""
    options = ("--contract-prefix", "order.", "--service", "Order Service")
    key = bindery("keys", "create", "--name", "ci", "--role", "registrar", *options).out.strip()
    listed = json.loads(bindery("keys", "list", "--json").out)
    assert [(item["prefix"], item["role"], item["contract_prefix"], item["service"]) for item in listed] == [
        (key[:11], "registrar", "order.", "order-service")
    ]
    table = bindery("keys", "list").out
    assert key[:11] in table
    assert key not in table


def test_a_revoked_key_is_listed_as_such() -> None:
    """Revoking takes the beginning that the list shows."""
    key = bindery("keys", "create", "--name", "ci", "--role", "reader").out.strip()
    assert bindery("keys", "revoke", key[:11]).code == 0
    assert [item["state"] for item in json.loads(bindery("keys", "list", "--json").out)] == ["revoked"]


def test_an_unknown_key_is_a_finding() -> None:
    """A typing error revokes nothing and says so."""
    answer = bindery("keys", "revoke", "bk_nothing")
    assert (answer.code, "bk_nothing" in answer.err) == (1, True)


@pytest.mark.postgres
def test_a_database_that_is_behind_is_told(postgres_url: str) -> None:
    """On a server, the tables are made by `bindery migrate`."""
    answer = bindery("keys", "list", "--database-url", postgres_url)
    assert (answer.code, "bindery migrate" in answer.err) == (2, True)


def test_a_service_that_cannot_be_one_is_refused() -> None:
    """A key for nobody is a slip of the pen."""
    answer = bindery("keys", "create", "--name", "ci", "--role", "registrar", "--service", "a:b")
    assert (answer.code, "a:b" in answer.err) == (2, True)


def test_a_limit_that_would_limit_nothing_is_refused() -> None:
    """A prefix of contracts on a deployer's key is a mistake, told with what to do instead."""
    answer = bindery("keys", "create", "--name", "ci", "--role", "deployer", "--contract-prefix", "order.")
    assert (answer.code, "limits nothing" in answer.err, answer.out) == (2, True, "")
